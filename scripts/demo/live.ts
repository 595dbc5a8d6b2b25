import { setTimeout as sleep } from "node:timers/promises";
import type { LifeHappening } from "../../test/shopify/life/life-happening";
import type { OpenStore } from "./open-store";
import type { Reader } from "./reader";

const TICK_MS = 250;

/** Runs the store on its faster clock until the signal, or until the replay ends. */
export async function live(
  { control, shop }: OpenStore,
  happenings: readonly LifeHappening[],
  reader: Reader,
  rate: number,
  signal: AbortSignal,
): Promise<void> {
  await control.setClock({ rate });
  let next = 0;
  while (!signal.aborted) {
    const now = new Date((await control.clock()).now);
    let end = next;
    while (end < happenings.length && Date.parse(happenings[end]!.at) <= now.getTime()) end++;
    if (end > next) await control.play(shop, happenings.slice(next, end));
    next = end;
    await reader.open(now);
    await reader.react(now);
    await sleep(TICK_MS, undefined, { signal }).catch(() => undefined);
  }
}
