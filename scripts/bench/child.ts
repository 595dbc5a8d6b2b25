import { fork } from "node:child_process";
import { once } from "node:events";
import { basename } from "node:path";

/** A script in its own process that answers with messages. */
export interface Child {
  readonly pid: number;
  /**
   * The next answer in order.
   *
   * @param limitMs time limit: when it is exceeded, the child is stopped and an error is thrown; none by default
   */
  next<T>(limitMs?: number): Promise<T>;
  send(message: string): void;
  stop(): Promise<void>;
}

/** @param task the script reads it by `readTask` */
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
    pid: child.pid!,
    async next<T>(limitMs?: number) {
      let isLate = false as boolean;
      const end = () => {
        isLate = true;
        kill();
      };
      const timer = limitMs === undefined ? undefined : setTimeout(end, limitMs);
      try {
        while (answers.length === 0) {
          if (code !== null) throw new Error(endOf(script, isLate ? limitMs : undefined, code));
          await new Promise<void>((resolve) => (wake = resolve));
        }
      } finally {
        clearTimeout(timer);
      }
      return answers.shift() as T;
    },
    send: (message) => void child.send(message),
    async stop() {
      if (code !== null) return;
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}

function endOf({ pathname }: URL, limitMs: number | undefined, code: number): string {
  const name = basename(pathname);
  return limitMs === undefined
    ? `${name} ended with ${code} before it answered`
    : `${name} had no answer within ${limitMs / 1_000} s`;
}

/** Inside the script: the task from `startChild`. */
export const readTask = (): unknown => JSON.parse(process.argv[2]!);

/** Inside the script: sends one answer. */
export function respond(message: unknown): void {
  process.send!(message);
}
