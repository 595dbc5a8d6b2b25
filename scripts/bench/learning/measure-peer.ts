import { startChild } from "../child";
import { median } from "../statistics";
import { LIMIT_MS } from "./measure-call";

/** The answer of each script in peers/. */
export interface PeerResult {
  readonly ms: number;
}

/**
 * Runs another library on the same task, each time in its own process.
 * @returns the median in ms
 */
export async function measurePeer(
  name: "item-sets" | "logistic" | "texts",
  task: unknown,
  repeats: number,
): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < repeats; i++) {
    const child = startChild(new URL(`./peers/${name}.ts`, import.meta.url), task);
    times.push((await child.next<PeerResult>(LIMIT_MS)).ms);
    await child.stop();
  }
  return median(times);
}
