import { addDays } from "~/lib/calendar-day";

/** Progress of the running measurement. */
export interface MeasurementProgress {
  /** Share of the planned information so far, in (0, 1). */
  readonly fraction: number;
  /** Treated people, and the sum over the experiments of treated people / holdout share. */
  readonly treated: number;
  readonly spread: number;
  /** People who get their first email, or would, per day. */
  readonly peoplePerDay: number;
  /** Last day of first emails that count, YYYY-MM-DD. */
  readonly to: string;
  readonly windowDays: number;
}

/** Beyond it, shops and their customers change too much for a date. */
const MAX_DAYS = 3 * 365;

/**
 * The day on which the measurement is expected to end if the holdout of flows has this rate from now on. If everyone
 * varies equally, the information about the effect per treated person grows with treated² / spread.
 *
 * @param rate in (0, 1) @returns YYYY-MM-DD; null if that is more than three years away
 */
export function expectAnswer(progress: MeasurementProgress, rate: number): string | null {
  const { fraction, treated, spread, peoplePerDay, to, windowDays } = progress;
  for (let days = 1; days <= MAX_DAYS; days++) {
    const more = days * peoplePerDay * (1 - rate);
    const growth = (treated + more) ** 2 / (spread + more / rate) / (treated ** 2 / spread);
    if (fraction * growth >= 1) return addDays(to, days + windowDays);
  }
  return null;
}
