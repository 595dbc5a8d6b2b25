import { DurationMs, laterBy } from "../duration";

/** What a customer's purchases of one product tell of how fast they use it up. */
export interface Usage {
  /** When they bought it last. */
  readonly lastAt: Date;
  /** How many they bought then. */
  readonly units: number;
  /** Of each time they bought it again: the days since the purchase before, for each unit of that one. */
  readonly ownDaysPerUnit: readonly number[];
}

/** Repeats from which on a customer's own rhythm counts. */
const MIN_OWN_REPEATS = 2;
/** The product's rhythm counts as much as so many of a customer's own repeats. */
const PRIOR_REPEATS = 2;

/**
 * When a customer has used up what they bought last: the units times how long one lasts them, which is the median
 * of their own repeats from two on, shrunk toward the product's; before that the product's alone. All is per unit,
 * so that it makes no difference whether a shop sells a product by the piece or by the dozen.
 *
 * @param usualDaysPerUnit of the product; null where too little is known of it
 * @returns null where neither is known
 */
export function predictUsedUpAt(usage: Usage, usualDaysPerUnit: number | null): Date | null {
  const daysPerUnit = estimateDaysPerUnit(usage.ownDaysPerUnit, usualDaysPerUnit);
  return daysPerUnit === null
    ? null
    : laterBy(usage.lastAt, DurationMs.days(usage.units * daysPerUnit));
}

function estimateDaysPerUnit(own: readonly number[], usual: number | null): number | null {
  if (own.length < MIN_OWN_REPEATS) return usual;
  const ownMedian = median(own);
  if (usual === null) return ownMedian;
  return (own.length * ownMedian + PRIOR_REPEATS * usual) / (own.length + PRIOR_REPEATS);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}
