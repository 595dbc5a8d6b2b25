import type { Window } from "./condition";

/** From `from` (inclusive) to `before` (exclusive); `null`: unbounded. Instants are whole milliseconds. */
export interface Bounds {
  readonly from: Date | null;
  readonly before: Date | null;
}

/** A window as half-open bounds, for identical comparisons in memory and SQL. */
export function boundsOf(window: Window, now: Date): Bounds {
  switch (window.kind) {
    case "ever":
      return { from: null, before: null };
    case "last":
      return { from: msAfter(daysBefore(now, window.days)), before: msAfter(now) };
    case "before":
      return { from: null, before: msAfter(daysBefore(now, window.days)) };
    case "between":
      return { from: new Date(window.from), before: new Date(window.to) };
  }
}

/** Whether an instant is within bounds; null is never within. */
export function isWithin(at: Date | null, { from, before }: Bounds): boolean {
  return at !== null && (from === null || at >= from) && (before === null || at < before);
}

const DAY_MS = 86_400_000;

/** The instant a number of 24-hour days earlier (negative: later). */
export const daysBefore = (at: Date, days: number) => new Date(at.getTime() - days * DAY_MS);
/** Whole 24-hour days between two instants; negative if `to` is earlier. */
export const wholeDaysBetween = (from: Date, to: Date) =>
  Math.round((to.getTime() - from.getTime()) / DAY_MS);
const msAfter = (at: Date) => new Date(at.getTime() + 1);
