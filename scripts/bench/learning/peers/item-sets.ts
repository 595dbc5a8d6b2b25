import { FPGrowth } from "node-fpgrowth";
import { readLines } from "../../../backtest/readers/read-lines";
import { respond, readTask } from "../../child";
import type { PeerResult } from "../measure-peer";

export interface ItemSetsTask {
  /** One basket per line, comma-separated. */
  readonly file: string;
  readonly support: number;
}

// Frequent item sets by node-fpgrowth.
const { file, support } = readTask() as ItemSetsTask;
const baskets = Array.from(readLines(file), ({ text }) => text.split(","));
const startMs = performance.now();
await new FPGrowth<string>(support).exec(baskets);
respond({ ms: performance.now() - startMs } satisfies PeerResult);
