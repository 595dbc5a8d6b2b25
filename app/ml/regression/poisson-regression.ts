import { invertPositiveDefinite, solvePositiveDefinite } from "../matrices/cholesky";

/** One observation. */
export interface CountRow {
  /** One per coefficient. */
  readonly values: readonly number[];
  /** Whole number ≥ 0. */
  readonly count: number;
  /** Observations that it stands for, > 0. */
  readonly weight: number;
}

/** The normal prior of a coefficient. */
interface CoefficientPrior {
  readonly mean: number;
  /** > 0 */
  readonly deviation: number;
}

/** A normal posterior of the coefficients. */
interface CountPosterior {
  readonly mean: readonly number[];
  /** Row by row, size × size. */
  readonly covariance: readonly number[];
}

const MAX_STEPS = 40;
const MAX_HALVINGS = 20;
const TOLERANCE = 1e-8;
/** Bounds the exponent, so that a wild step cannot overflow. */
const MAX_LOG_RATE = 12;

/**
 * Bayesian Poisson regression: counts with the rate exp(values · coefficients) and independent normal priors. The
 * posterior is Laplace's approximation: the normal distribution around the mode with the curvature there. Newton's method
 * with step halving; the logarithm of the posterior is concave, so there is one mode.
 *
 * Cost: O(rows × size²) a step, usually fewer than ten steps.
 *
 * - P. McCullagh, J. Nelder. Generalized Linear Models, 2nd edition, 1989, chapter 6.
 * - L. Tierney, J. Kadane. Accurate approximations for posterior moments and marginal densities. JASA 81, 1986.
 *   doi:10.1080/01621459.1986.10478240
 *
 * @param prior one per coefficient; without rows it is the posterior
 */
export function fitPoissonRegression(
  rows: readonly CountRow[],
  prior: readonly CoefficientPrior[],
): CountPosterior {
  const size = prior.length;
  const table = tabulate(rows, size);
  let at = Float64Array.from(prior, ({ mean }) => mean);
  let here = examine(table, prior, at);
  for (let step = 0; step < MAX_STEPS; step++) {
    const direction = solve(here.precision, here.gradient, size);
    let part = 1;
    let next = at;
    let there = here;
    for (let halving = 0; halving < MAX_HALVINGS; halving++, part /= 2) {
      next = at.map((value, n) => value + part * direction[n]!);
      there = examine(table, prior, next);
      if (there.height >= here.height) break;
    }
    if (!(there.height >= here.height)) break;
    const gained = there.height - here.height;
    [at, here] = [next, there];
    if (gained < TOLERANCE) break;
  }
  return { mean: [...at], covariance: [...invert(here.precision, size)] };
}

/** The rows in typed arrays: values row by row. */
interface CountTable {
  readonly values: Float64Array;
  readonly counts: Float64Array;
  readonly weights: Float64Array;
}

function tabulate(rows: readonly CountRow[], size: number): CountTable {
  const values = new Float64Array(rows.length * size);
  rows.forEach((row, n) => values.set(row.values, n * size));
  return {
    values,
    counts: Float64Array.from(rows, ({ count }) => count),
    weights: Float64Array.from(rows, ({ weight }) => weight),
  };
}

/** The logarithm of the posterior up to a constant, its slope and its negative curvature. */
function examine(
  { values, counts, weights }: CountTable,
  prior: readonly CoefficientPrior[],
  at: Float64Array,
) {
  const size = prior.length;
  const precision = new Float64Array(size * size);
  const gradient = new Float64Array(size);
  let height = 0;
  prior.forEach(({ mean, deviation }, n) => {
    const distance = mean - at[n]!;
    height -= (distance / deviation) ** 2 / 2;
    precision[n * size + n] = 1 / deviation ** 2;
    gradient[n] = distance / deviation ** 2;
  });
  for (let row = 0, start = 0; row < counts.length; row++, start += size) {
    let sum = 0;
    for (let n = 0; n < size; n++) sum += values[start + n]! * at[n]!;
    const logRate = Math.min(MAX_LOG_RATE, sum);
    const rate = weights[row]! * Math.exp(logRate);
    const count = weights[row]! * counts[row]!;
    height += count * logRate - rate;
    for (let n = 0; n < size; n++) {
      const value = values[start + n]!;
      if (value === 0) continue;
      gradient[n]! += (count - rate) * value;
      const scaled = rate * value;
      for (let m = 0; m <= n; m++) precision[n * size + m]! += scaled * values[start + m]!;
    }
  }
  for (let n = 0; n < size; n++) {
    for (let m = 0; m < n; m++) precision[m * size + n] = precision[n * size + m]!;
  }
  return { height, precision, gradient };
}

const solve = (matrix: Float64Array, right: Float64Array, size: number) =>
  orFault(solvePositiveDefinite(matrix, right, size));
const invert = (matrix: Float64Array, size: number) =>
  orFault(invertPositiveDefinite(matrix, size));

function orFault(result: Float64Array | null): Float64Array {
  if (!result) throw new RangeError("The values or weights are not finite");
  return result;
}
