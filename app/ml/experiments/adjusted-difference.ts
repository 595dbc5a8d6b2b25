/** Sums over the people of one variant. Every sum is in the units of the outcome or their product. */
export interface OutcomeSums {
  readonly people: number;
  /** People whose outcome is not 0. */
  readonly ordered: number;
  /** Sum of outcomes, and of their squares. */
  readonly net: number;
  readonly netSquares: number;
  /** Sum of covariates, of their squares, and of covariate × outcome. */
  readonly predicted: number;
  readonly predictedSquares: number;
  readonly predictedNet: number;
}

export interface VariantPair {
  readonly treated: OutcomeSums;
  readonly holdout: OutcomeSums;
}

/** A difference of means and the variance of its estimate. */
interface Difference {
  readonly difference: number;
  readonly variance: number;
}

export const NO_SUMS: OutcomeSums = {
  people: 0,
  ordered: 0,
  net: 0,
  netSquares: 0,
  predicted: 0,
  predictedSquares: 0,
  predictedNet: 0,
};

/** The sums of two disjoint sets of people. */
export function addSums(a: OutcomeSums, b: OutcomeSums): OutcomeSums {
  return {
    people: a.people + b.people,
    ordered: a.ordered + b.ordered,
    net: a.net + b.net,
    netSquares: a.netSquares + b.netSquares,
    predicted: a.predicted + b.predicted,
    predictedSquares: a.predictedSquares + b.predictedSquares,
    predictedNet: a.predictedNet + b.predictedNet,
  };
}

/**
 * The slope of the outcome on a covariate that was fixed before the assignment: least squares with a mean of its own
 * for each variant of each experiment.
 *
 * @returns 0 if the covariate does not vary
 */
export function pooledSlope(pairs: readonly VariantPair[]): number {
  let within = 0;
  let together = 0;
  for (const variant of pairs.flatMap(({ treated, holdout }) => [treated, holdout])) {
    if (variant.people === 0) continue;
    within += variant.predictedSquares - variant.predicted ** 2 / variant.people;
    together += variant.predictedNet - (variant.predicted * variant.net) / variant.people;
  }
  return within > 0 ? together / within : 0;
}

/**
 * The mean outcome of treated minus holdout, adjusted for the chance difference of a covariate (CUPAC: a covariate
 * predicted from data before the assignment; with a slope of 0 the plain difference). The variance is the sandwich
 * variance of the analysis of covariance, to first order: each variant's variance of residuals over its people, so the
 * linear model need not be true. A variant's variance is the larger of its own and that of both: spending is skewed, so
 * a small holdout with a low mean also has a low variance, and would show gains that are not there.
 *
 * - A. Deng, Y. Xu, R. Kohavi, T. Walker. Improving the sensitivity of online controlled experiments by utilizing
 *   pre-experiment data. WSDM 2013. doi:10.1145/2433396.2433413
 * - L. Yang, A. Tsiatis. Efficiency study of estimators for a treatment effect in a pretest-posttest trial. The
 *   American Statistician 55(4), 2001. doi:10.1198/000313001753272466
 * - W. Lin. Agnostic notes on regression adjustments to experimental data. Annals of Applied Statistics 7(1), 2013.
 *   doi:10.1214/12-AOAS583
 *
 * @param slope from `pooledSlope`
 * @returns null without a person in each variant and three in both
 */
export function adjustedDifference(pair: VariantPair, slope: number): Difference | null {
  const { treated, holdout } = pair;
  if (treated.people === 0 || holdout.people === 0 || treated.people + holdout.people < 3) {
    return null;
  }
  const pooled =
    (residualSquares(treated, slope) + residualSquares(holdout, slope)) /
    (treated.people + holdout.people - 2);
  const errorOf = (variant: OutcomeSums) => {
    const own = variant.people > 1 ? residualSquares(variant, slope) / (variant.people - 1) : 0;
    return Math.max(own, pooled) / variant.people;
  };
  const meanOf = (variant: OutcomeSums) =>
    (variant.net - slope * variant.predicted) / variant.people;
  return {
    difference: meanOf(treated) - meanOf(holdout),
    variance: errorOf(treated) + errorOf(holdout),
  };
}

/**
 * The mean outcome of one variant if its mean covariate were `covariate`, and its standard error without that of the
 * slope. Differences of such means are those of `adjustedDifference`.
 *
 * @param sums of at least one person @param slope from `pooledSlope`
 * @returns an infinite error for one person
 */
export function adjustedMean(
  sums: OutcomeSums,
  slope: number,
  covariate: number,
): { readonly mean: number; readonly error: number } {
  const { people, net, predicted } = sums;
  return {
    mean: (net - slope * predicted) / people + slope * covariate,
    error: people > 1 ? Math.sqrt(residualSquares(sums, slope) / (people - 1) / people) : Infinity,
  };
}

/** Sum of squares of outcome − slope × covariate around their mean. */
function residualSquares(sums: OutcomeSums, slope: number): number {
  const { people, net, netSquares, predicted, predictedSquares, predictedNet } = sums;
  const squares = netSquares - 2 * slope * predictedNet + slope ** 2 * predictedSquares;
  return Math.max(0, squares - (net - slope * predicted) ** 2 / people);
}
