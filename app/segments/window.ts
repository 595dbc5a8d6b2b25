import type { Window } from "./condition";

/** From `from` on and before `before`; `null`: without that end. Instants are whole milliseconds. */
export interface Bounds {
  readonly from: Date | null;
  readonly before: Date | null;
}

/** A window as half-open bounds, so that memory and database compare alike. */
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

/** What never was lies in no window. */
export function isWithin(at: Date | null, { from, before }: Bounds): boolean {
  return at !== null && (from === null || at >= from) && (before === null || at < before);
}

const DAY_MS = 86_400_000;

/** The instant so many days of 24 hours before (below 0: after). */
export const daysBefore = (at: Date, days: number) => new Date(at.getTime() - days * DAY_MS);
/** Whole days of 24 hours from one instant to another; below 0 where that is earlier. */
export const daysBetween = (from: Date, to: Date) =>
  Math.round((to.getTime() - from.getTime()) / DAY_MS);
const msAfter = (at: Date) => new Date(at.getTime() + 1);
