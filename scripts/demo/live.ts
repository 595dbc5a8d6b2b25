import { setTimeout as sleep } from "node:timers/promises";
import type { Life } from "../../test/shopify/life/create-life";
import type { OpenStore } from "./open-store";
import type { Reader } from "./reader";

const TICK_MS = 250;

/** Runs the store on its faster clock until the signal. */
export async function live(
  { control, shop }: OpenStore,
  life: Life,
  reader: Reader,
  rate: number,
  signal: AbortSignal,
): Promise<void> {
  await control.setClock({ rate });
  while (!signal.aborted) {
    const now = new Date((await control.clock()).now);
    const happenings = life.takeUntil(now);
    if (happenings.length > 0) await control.play(shop, happenings);
    await reader.open(now);
    await reader.react(now);
    await sleep(TICK_MS, undefined, { signal }).catch(() => undefined);
  }
}
