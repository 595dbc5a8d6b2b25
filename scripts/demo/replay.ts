import type { LifeHappening } from "../../test/shopify/life/life-happening";
import type { OpenStore } from "./open-store";
import type { Progress } from "./progress";
import type { Reader } from "./reader";

/** Timers run out up to this late in a replay; short enough for a mail to leave outside quiet hours. */
const STEP_HOURS = 3;
const HOUR_MS = 3_600_000;

/**
 * Replays a stretch of the store's life as fast as the app follows: the clock stands still, the
 * happenings of a step are played, everything that is due is done, then the clock moves on.
 */
export async function replay(
  { control, shop, merchant }: OpenStore,
  happenings: readonly LifeHappening[],
  reader: Reader,
  { from, days }: { from: Date; days: number },
  progress: Progress,
): Promise<void> {
  const steps = Math.ceil((days * 24) / STEP_HOURS);
  let next = 0;
  for (let step = 1; step <= steps; step++) {
    const now = new Date(from.getTime() + step * STEP_HOURS * HOUR_MS);
    await control.setClock({ storeAt: now.toISOString(), rate: 0 });
    let end = next;
    while (end < happenings.length && Date.parse(happenings[end]!.at) <= now.getTime()) end++;
    if (end > next) await control.play(shop, happenings.slice(next, end), { wait: true });
    next = end;
    await reader.react(now);
    await merchant.waitUntilQuiet();
    await reader.open(now);
    progress.bar("days replayed", Math.floor((step * STEP_HOURS) / 24), days);
  }
  progress.endBar();
}
