import { fork } from "node:child_process";
import { once } from "node:events";
import { builtScript } from "./built-script";

export interface FaultyProcess {
  /** What it has said so far, in order. */
  readonly said: readonly unknown[];
  /** Waits until it has said so many things, or is over. */
  says(count: number): Promise<void>;
  signal(name: NodeJS.Signals): void;
  /** @returns the code it ended with; null when a signal ended it */
  over(): Promise<number | null>;
}

/** Starts a script of this folder in a process of its own, which can be stopped in any way. */
export async function startProcess(script: string, task: unknown): Promise<FaultyProcess> {
  const child = fork(await builtScript(script), [JSON.stringify(task)], { execArgv: [] });
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  const said: unknown[] = [];
  const exit = once(child, "exit").then(([code]) => {
    process.off("exit", kill);
    return code as number | null;
  });
  child.on("message", (message) => said.push(message));
  return {
    said,
    async says(count) {
      let isOver = false as boolean;
      void exit.then(() => (isOver = true));
      while (said.length < count && !isOver) {
        await Promise.race([once(child, "message"), exit]);
      }
    },
    signal: (name) => void child.kill(name),
    over: () => exit,
  };
}
