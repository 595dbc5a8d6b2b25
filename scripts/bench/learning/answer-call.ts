import { runCall } from "../../backtest/run-call";
import { answer, readTask } from "../child";

export interface CallTask {
  readonly name: string;
  readonly args: readonly string[];
}

// One call of the back-test in a fresh process.
const { name, args } = readTask() as CallTask;
answer(await runCall(name, args));
