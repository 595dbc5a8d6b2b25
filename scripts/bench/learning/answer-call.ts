import { runCall } from "../../backtest/run-call";
import { respond, readTask } from "../child";

export interface CallTask {
  readonly name: string;
  readonly args: readonly string[];
}

// One call of the back-test in a fresh process.
const { name, args } = readTask() as CallTask;
respond(await runCall(name, args));
