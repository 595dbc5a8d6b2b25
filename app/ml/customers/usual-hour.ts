import { HOURS } from "./hour-rates";

/** The hour of the day around which events lie. */
export interface UsualHour {
  /** Hours since midnight, in [0, 24). */
  readonly hour: number;
  /** Its standard error in hours, > 0. */
  readonly error: number;
}

/**
 * The mean direction of events on the circle of 24 hours, so that 23 and 1 o'clock average to midnight, with its
 * large-sample standard error for any distribution. Each event counts in the middle of its hour.
 *
 * - N. I. Fisher. Statistical Analysis of Circular Data. Cambridge University Press, 1993. Sections 2.3.1 and 4.4.4
 *   (mean direction; circular dispersion and standard error).
 *
 * Cost: O(24).
 *
 * @param counts number of events in each hour of the day, from midnight on; 24 values ≥ 0
 * @returns null if no hour is more usual than another
 */
export function findUsualHour(counts: ArrayLike<number>): UsualHour | null {
  const angleOf = (hour: number) => ((hour + 0.5) * 2 * Math.PI) / HOURS;
  let [events, cosines, sines] = [0, 0, 0];
  for (let hour = 0; hour < HOURS; hour++) {
    events += counts[hour]!;
    cosines += counts[hour]! * Math.cos(angleOf(hour));
    sines += counts[hour]! * Math.sin(angleOf(hour));
  }
  const length = Math.hypot(cosines, sines) / events;
  if (!(length > 1e-9)) return null;
  const direction = Math.atan2(sines, cosines);
  let second = 0;
  for (let hour = 0; hour < HOURS; hour++) {
    second += (counts[hour]! * Math.cos(2 * (angleOf(hour) - direction))) / events;
  }
  // Events of one hour differ by up to half an hour, which the middle of the hour hides.
  const dispersion = (1 - second) / (2 * length ** 2) + WITHIN_HOUR;
  const toHours = HOURS / (2 * Math.PI);
  return {
    hour: (direction * toHours + HOURS) % HOURS,
    error: Math.sqrt(dispersion / events) * toHours,
  };
}

/** Variance of a uniform time within an hour, in squared radians. */
const WITHIN_HOUR = ((2 * Math.PI) / HOURS) ** 2 / 12;
