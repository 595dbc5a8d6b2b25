import { isQuietHour, type QuietHours } from "~/lib/quiet-hours";

const QUARTER_MS = 15 * 60_000;
/** Quiet hours are shorter than a day, and a day has at most 25 hours. */
const MAX_QUARTERS = 25 * 4;

/**
 * The first instant from `now` on outside the quiet hours in the recipient's time zone; `now` itself if it
 * is. The clock is read at each quarter of an hour, where every daylight saving change falls, so it needs no
 * rule of its own.
 *
 * @param timeZone an IANA name that `Intl` knows
 */
export function nextOutsideQuietHours(now: Date, timeZone: string, quiet: QuietHours): Date {
  if (!isQuietHour(hourIn(timeZone, now.getTime()), quiet)) return now;
  let atMs = Math.ceil((now.getTime() + 1) / QUARTER_MS) * QUARTER_MS;
  for (let i = 0; i < MAX_QUARTERS && isQuietHour(hourIn(timeZone, atMs), quiet); i++) {
    atMs += QUARTER_MS;
  }
  return new Date(atMs);
}

/**
 * The first quiet quarter-hour after `now` in the recipient's time zone: a message may leave until then. Null
 * when there are no quiet hours.
 *
 * @param timeZone an IANA name that `Intl` knows
 */
export function nextQuietHours(now: Date, timeZone: string, quiet: QuietHours): Date | null {
  if (quiet.startHour === quiet.endHour) return null;
  let atMs = Math.floor(now.getTime() / QUARTER_MS) * QUARTER_MS;
  for (let i = 0; i < MAX_QUARTERS; i++) {
    atMs += QUARTER_MS;
    if (isQuietHour(hourIn(timeZone, atMs), quiet)) return new Date(atMs);
  }
  return null;
}

interface Clock {
  readonly format: Intl.DateTimeFormat;
  /** Cache: the hour of each quarter-hour asked for. Decisions ask for the same few again and again. */
  readonly hours: Map<number, number>;
}

const clocks = new Map<string, Clock>();
/** About ten days. */
const MAX_CACHED_HOURS = 1_000;

function hourIn(timeZone: string, atMs: number): number {
  const { format, hours } = clockOf(timeZone);
  const quarter = Math.floor(atMs / QUARTER_MS);
  const kept = hours.get(quarter);
  if (kept !== undefined) return kept;
  const hour = Number(format.format(quarter * QUARTER_MS));
  if (hours.size >= MAX_CACHED_HOURS) hours.clear();
  hours.set(quarter, hour);
  return hour;
}

function clockOf(timeZone: string): Clock {
  let clock = clocks.get(timeZone);
  if (!clock) {
    const options = { timeZone, hour: "2-digit", hourCycle: "h23" } as const;
    clock = { format: new Intl.DateTimeFormat("en-GB", options), hours: new Map() };
    clocks.set(timeZone, clock);
  }
  return clock;
}
