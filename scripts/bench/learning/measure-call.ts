import type { Measured } from "../../backtest/call";
import type { CallResult } from "../../backtest/run-call";
import { startChild } from "../child";
import { median } from "../statistics";
import type { CallTask } from "./answer-call";

/** The slowest call takes half a minute on an idle machine. */
export const LIMIT_MS = 10 * 60_000;

/** Memory as in the image (Dockerfile), and a young generation as in a training's thread. */
const AS_SHIPPED = { MALLOC_MMAP_THRESHOLD_: "262144", NODE_OPTIONS: "--max-semi-space-size=1" };

/** A back-test call, run repeatedly. Its quality is the same each time. */
export interface MeasuredCall {
  /** The value at a path such as `models.blend.ndcg10`. */
  number(path: string): number;
  text(path: string): string;
  /** The names at a path; none if there is nothing. */
  names(path: string): string[];
  /** The median over the runs. */
  median(path: string): number;
}

/** Runs a back-test call `repeats` times, each in its own process. */
export async function measureCall(
  name: string,
  flags: Readonly<Record<string, string | number>>,
  repeats: number,
): Promise<MeasuredCall> {
  const args = Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, String(value)]);
  const results: CallResult[] = [];
  for (let i = 0; i < repeats; i++) {
    const task: CallTask = { name, args };
    const child = startChild(new URL("./answer-call.ts", import.meta.url), task, AS_SHIPPED);
    results.push(await child.next<CallResult>(LIMIT_MS));
    await child.stop();
  }
  const numberIn = (result: CallResult, path: string) => {
    const value = valueAt(result, path);
    if (typeof value !== "number") throw new Error(`${name} has no number at ${path}`);
    return value;
  };
  return {
    number: (path) => numberIn(results[0]!, path),
    text: (path) => {
      const value = valueAt(results[0]!, path);
      if (typeof value !== "string") throw new Error(`${name} has no text at ${path}`);
      return value;
    },
    names: (path) => Object.keys(valueAt(results[0]!, path) ?? {}),
    median: (path) => median(results.map((result) => numberIn(result, path))),
  };
}

function valueAt(result: CallResult, path: string): Measured | undefined {
  let value: Measured | undefined = result;
  for (const key of path.split(".")) {
    value =
      typeof value === "object" && value !== null
        ? Object.entries(value).find(([name]) => name === key)?.[1]
        : undefined;
  }
  return value;
}
