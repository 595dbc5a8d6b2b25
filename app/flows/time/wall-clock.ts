/** A local date and time without a zone. Months count from 1. */
export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Upper bound of UTC offsets. */
const MAX_OFFSET_MS = 15 * HOUR_MS;

/**
 * The instant of a local time in a zone. A time skipped by daylight saving
 * becomes the next existing instant; of a repeated time the first counts.
 *
 * @param timeZone an IANA name that `Intl` knows
 */
export function toInstant(wall: WallTime, timeZone: string): Date {
  const asIfUtc = toUtcMs(wall);
  // The offsets around the time: one, except near a change.
  const offsets = [
    ...new Set([-1, 1].map((side) => offsetAt(asIfUtc + side * MAX_OFFSET_MS, timeZone))),
  ];
  const exact = offsets
    .map((offset) => asIfUtc - offset)
    .filter((at) => at + offsetAt(at, timeZone) === asIfUtc);
  if (exact.length > 0) return new Date(Math.min(...exact));
  return new Date(
    findOffsetChange(asIfUtc - Math.max(...offsets), asIfUtc - Math.min(...offsets), timeZone),
  );
}

/** The local time in a zone. */
export function toWallTime(at: Date, timeZone: string): WallTime {
  const shown = new Date(at.getTime() + offsetAt(at.getTime(), timeZone));
  return {
    year: shown.getUTCFullYear(),
    month: shown.getUTCMonth() + 1,
    day: shown.getUTCDate(),
    hour: shown.getUTCHours(),
    minute: shown.getUTCMinutes(),
  };
}

/** The first occurrence of a local hour from `from` on, by the rule of `toInstant`. */
export function nextHour(from: Date, hour: number, timeZone: string): Date {
  const { year, month, day } = toWallTime(from, timeZone);
  for (let ahead = 0; ; ahead++) {
    const at = toInstant({ year, month, day: day + ahead, hour, minute: 0 }, timeZone);
    if (at >= from) return at;
  }
}

/** The day of an anniversary in a year: 29 February becomes 28 February in common years. */
export function dayInYear(
  month: number,
  day: number,
  year: number,
): { month: number; day: number } {
  const isShort = month === 2 && day === 29 && new Date(Date.UTC(year, 1, 29)).getUTCMonth() !== 1;
  return { month, day: isShort ? 28 : day };
}

function toUtcMs({ year, month, day, hour, minute }: WallTime): number {
  return Date.UTC(year, month - 1, day, hour, minute);
}

/** The first instant of the later offset, found to the minute. */
function findOffsetChange(before: number, after: number, timeZone: string): number {
  const later = offsetAt(after, timeZone);
  let [low, high] = [before, after];
  while (high - low > MINUTE_MS) {
    const middle = low + Math.floor((high - low) / 2 / MINUTE_MS) * MINUTE_MS;
    if (offsetAt(middle, timeZone) === later) high = middle;
    else low = middle;
  }
  return high;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** UTC offset of a zone in milliseconds. */
function offsetAt(atMs: number, timeZone: string): number {
  let clock = clocks.get(timeZone);
  if (!clock) {
    clock = new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    clocks.set(timeZone, clock);
  }
  const part = Object.fromEntries(
    clock.formatToParts(atMs).map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(atMs / 1_000) * 1_000;
}
