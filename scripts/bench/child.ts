import { fork } from "node:child_process";
import { once } from "node:events";

/** A script that runs in a process of its own and answers in messages. */
export interface Child {
  /** The next answer, in the order in which they were given. */
  next<T>(): Promise<T>;
  tell(message: string): void;
  stop(): Promise<void>;
}

/** @param task what the script finds by `readTask` */
export function startChild(
  script: URL,
  task: unknown,
  env: Readonly<Record<string, string>> = {},
): Child {
  const child = fork(script, [JSON.stringify(task)], {
    execArgv: ["--import", "tsx"],
    env: { ...process.env, ...env },
  });
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  const answers: unknown[] = [];
  let wake: () => void = () => undefined;
  let code: number | null = null;
  child.on("message", (answer) => {
    answers.push(answer);
    wake();
  });
  child.once("exit", (exitCode) => {
    code = exitCode ?? 1;
    process.off("exit", kill);
    wake();
  });
  return {
    async next<T>() {
      while (answers.length === 0) {
        if (code !== null)
          throw new Error(`${script.pathname} ended with ${code} before it answered`);
        await new Promise<void>((resolve) => (wake = resolve));
      }
      return answers.shift() as T;
    },
    tell: (message) => void child.send(message),
    async stop() {
      if (code !== null) return;
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}

/** Inside the script: what it is to do, as `startChild` was given it. */
export const readTask = (): unknown => JSON.parse(process.argv[2]!);

/** Inside the script: one answer. */
export function answer(message: unknown): void {
  process.send!(message);
}
