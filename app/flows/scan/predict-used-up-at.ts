import { DurationMs, addMs } from "../definition/duration";

/** A customer's purchases of one product, for predicting consumption. */
export interface Usage {
  /** The last purchase. */
  readonly lastAt: Date;
  /** Units of the last purchase. */
  readonly units: number;
  /** Of each repeat purchase: days since the previous one per unit of that one. */
  readonly ownDaysPerUnit: readonly number[];
}

/** Minimum repeats for using the customer's own interval. */
const MIN_OWN_REPEATS = 2;
/** Weight of the product's interval, in repeats. */
const PRIOR_REPEATS = 2;

/**
 * When a customer has used up the last purchase: the units times the days per unit, which is the median
 * of the customer's own repeats, shrunk toward the product's, or with fewer than two repeats the product's. Per unit,
 * so that package sizes do not matter.
 *
 * @param usualDaysPerUnit of the product; null if unknown
 * @returns null if neither is known
 */
export function predictUsedUpAt(usage: Usage, usualDaysPerUnit: number | null): Date | null {
  const daysPerUnit = estimateDaysPerUnit(usage.ownDaysPerUnit, usualDaysPerUnit);
  return daysPerUnit === null
    ? null
    : addMs(usage.lastAt, DurationMs.days(usage.units * daysPerUnit));
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
