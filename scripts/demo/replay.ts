import type { Life } from "../../test/shopify/life/create-life";
import type { OpenStore } from "./open-store";
import type { Progress } from "./progress";
import type { Reader } from "./reader";

/** Maximum lateness of timers by day; short enough for an email to leave outside quiet hours. */
const STEP_HOURS = 3;
const HOUR_MS = 3_600_000;
/** The store's hours with stops. At night, in the quiet hours of its settings, nothing leaves that can wait. */
const DAYTIME = { from: 8, to: 21 };

interface ReplayedPeriod {
  readonly from: Date;
  readonly days: number;
  /** The store's: "Europe/London". */
  readonly timeZone: string;
}

/**
 * Replays a period of the store's life as fast as the app can follow. Each step first sends its events, then moves
 * the clock to the step's end, then waits for all due work. In the reverse order a checkout and its order would
 * arrive together, hours late.
 */
export async function replay(
  { control, shop, merchant }: OpenStore,
  life: Life,
  reader: Reader,
  period: ReplayedPeriod,
  progress: Progress,
): Promise<void> {
  const { from, days } = period;
  await control.setClock({ storeAt: from.toISOString(), rate: 0 });
  for (const now of planStops(period)) {
    const happenings = life.takeUntil(now);
    if (happenings.length > 0) {
      await control.play(shop, happenings, { wait: true });
      await merchant.waitUntilQuiet();
    }
    await control.setClock({ storeAt: now.toISOString(), rate: 0 });
    await reader.react(now);
    await merchant.waitUntilQuiet();
    await reader.open(now);
    const played = (now.getTime() - from.getTime()) / (24 * HOUR_MS);
    progress.bar("days replayed", Math.floor(played), days);
  }
  progress.endBar();
}

/** Where a replay stops: each third hour of the period by day, and its end. */
export function planStops({ from, days, timeZone }: ReplayedPeriod): Date[] {
  const hourOf = new Intl.DateTimeFormat("en", { timeZone, hour: "numeric", hourCycle: "h23" });
  const steps = Math.ceil((days * 24) / STEP_HOURS);
  return Array.from(
    { length: steps },
    (_, n) => new Date(from.getTime() + (n + 1) * STEP_HOURS * HOUR_MS),
  ).filter((at, n) => {
    const hour = Number(hourOf.format(at));
    return n === steps - 1 || (hour >= DAYTIME.from && hour < DAYTIME.to);
  });
}
