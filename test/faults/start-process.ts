import { fork } from "node:child_process";
import { once } from "node:events";
import { SHORT_LIVED } from "../support/short-lived";
import { waitForExit } from "../support/wait-for";
import { builtScript } from "./built-script";

export interface FaultyProcess {
  /** Its output lines so far, in order. */
  readonly said: readonly unknown[];
  /** Waits until it has printed this many lines, or has ended. */
  says(count: number): Promise<void>;
  signal(name: NodeJS.Signals): void;
  readonly hasEnded: boolean;
  /** @returns its exit code; null when a signal ended it */
  over(): Promise<number | null>;
}

/** Starts a script of this folder in its own process, which can be stopped in any way. */
export async function startProcess(script: string, task: unknown): Promise<FaultyProcess> {
  const child = fork(await builtScript(script), [JSON.stringify(task)], {
    execArgv: [...SHORT_LIVED],
  });
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  const said: unknown[] = [];
  let hasEnded = false as boolean;
  const exit = once(child, "exit").then(([code]) => {
    process.off("exit", kill);
    hasEnded = true;
    return code as number | null;
  });
  child.on("message", (message) => said.push(message));
  return {
    said,
    async says(count) {
      while (said.length < count && !hasEnded) {
        const next = Promise.race([once(child, "message"), exit]);
        await waitForExit(`${script} to say something`, next);
      }
    },
    signal: (name) => void child.kill(name),
    get hasEnded() {
      return hasEnded;
    },
    over: () => waitForExit(`${script} to end`, exit),
  };
}
