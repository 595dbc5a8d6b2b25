import type { Life } from "../../test/shopify/life/create-life";
import type { OpenStore } from "./open-store";
import type { Progress } from "./progress";
import type { Reader } from "./reader";

/** Maximum lateness of timers in a replay; short enough for an email to leave outside quiet hours. */
const STEP_HOURS = 3;
const HOUR_MS = 3_600_000;

/**
 * Replays a period of the store's life as fast as the app can follow. Each step first sends its events, then moves
 * the clock to the step's end, then waits for all due work. In the reverse order a checkout and its order would
 * arrive together, hours late.
 */
export async function replay(
  { control, shop, merchant }: OpenStore,
  life: Life,
  reader: Reader,
  { from, days }: { from: Date; days: number },
  progress: Progress,
): Promise<void> {
  const steps = Math.ceil((days * 24) / STEP_HOURS);
  await control.setClock({ storeAt: from.toISOString(), rate: 0 });
  for (let step = 1; step <= steps; step++) {
    const now = new Date(from.getTime() + step * STEP_HOURS * HOUR_MS);
    const happenings = life.takeUntil(now);
    if (happenings.length > 0) {
      await control.play(shop, happenings, { wait: true });
      await merchant.waitUntilQuiet();
    }
    await control.setClock({ storeAt: now.toISOString(), rate: 0 });
    await reader.react(now);
    await merchant.waitUntilQuiet();
    await reader.open(now);
    progress.bar("days replayed", Math.floor((step * STEP_HOURS) / 24), days);
  }
  progress.endBar();
}
