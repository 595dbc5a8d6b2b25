/**
 * Aggregated outcomes of a regression whose coefficients are either shared by all units or belong to one unit. A cell
 * belongs to one unit, and each of its coefficients has the weight 1.
 */
export interface NestedCells {
  /** Number of shared coefficients. */
  readonly shared: number;
  /** Number of each unit's own coefficients. */
  readonly own: ArrayLike<number>;
  readonly cells: readonly NestedCell[];
}

export interface NestedCell {
  readonly unit: number;
  /** Shared coefficients, by number. */
  readonly shared: ArrayLike<number>;
  /** The unit's own coefficients, by number. */
  readonly own: ArrayLike<number>;
  /** Observations, ≥ 0; for means divided by the variance of one observation. */
  readonly size: number;
  /** Sum of the observations, for rates an integer from 0 to `size`; for means divided by the same variance. */
  readonly sum: number;
}

/** Inverse variances of the normal priors around 0, > 0. */
export interface NestedPrior {
  readonly shared: Float64Array;
  readonly own: readonly Float64Array[];
}

/** One value for each coefficient. */
export interface NestedCoefficients {
  readonly shared: Float64Array;
  readonly own: readonly Float64Array[];
}
