import { choleskyFactor } from "../matrices/cholesky";
import { solveLower, solveUpper, subtractCoupled } from "../matrices/triangular";
import { drawNormal } from "../numerics/random-draws";
import type { RandomNumbers } from "../numerics/random";
import type { NestedCell, NestedCells, NestedCoefficients, NestedPrior } from "./nested-cells";

/** A normal posterior, with the Cholesky factors of its precision. */
export interface NestedPosterior {
  readonly mean: NestedCoefficients;
  readonly factors: Factors;
  /** Logarithm of the marginal likelihood, up to a term that no prior changes. */
  readonly logEvidence: number;
}

/** Factors of the precision: of each unit's block (size × size), its coupling (size × shared), and the remainder. */
interface Factors {
  readonly own: readonly Float64Array[];
  readonly coupling: readonly Float64Array[];
  readonly shared: Float64Array;
}

export interface NestedOptions {
  readonly outcome: "rate" | "mean";
  readonly offset: number;
}

const MAX_STEPS = 30;
/** The result is a step further, and Newton's method doubles the correct digits. */
const TOLERANCE = 1e-3;

/**
 * Fits a Bayesian regression with shared coefficients and coefficients of units (a unit is an email), by Newton's
 * method. A unit's coefficients do not interact with another's, so the precision is an arrowhead matrix, and each
 * unit is eliminated by itself. For rates (logistic regression) the posterior and its evidence are Laplace's
 * approximation; for means (normal observations of known variance) they are exact.
 *
 * - D. MacKay. The evidence framework applied to classification networks. Neural Computation 4(5), 1992.
 *   doi:10.1162/neco.1992.4.5.720 (Laplace's approximation and the evidence)
 * - A. Gelman et al. Bayesian Data Analysis, 3rd edition, 2013, chapters 4, 5 and 16.
 *
 * Cost: O(steps × (cells × terms² + units × own × (own + shared)² + shared³)).
 *
 * @param offset added to each cell's sum of coefficients: a log-odds for rates, a mean for means
 * @param start coefficients near the solution, to save steps
 * @throws when an entry of the prior is not positive
 */
export function fitNestedRegression(
  data: NestedCells,
  prior: NestedPrior,
  options: NestedOptions,
  start: NestedCoefficients = zeros(data),
): NestedPosterior {
  let at = start;
  let height = logJoint(data, prior, options, at);
  for (let step = 1; ; step++) {
    const posterior = solveQuadratic(expandLikelihood(data, options, at), prior);
    let next = posterior.mean;
    let nextHeight = logJoint(data, prior, options, next);
    // The density is concave, so a shorter step succeeds; one is needed only far from the top.
    for (
      let scale = 0.5;
      nextHeight < height - 1e-9 * Math.abs(height) && scale > 1e-6;
      scale /= 2
    ) {
      next = between(at, posterior.mean, scale);
      nextHeight = logJoint(data, prior, options, next);
    }
    const distance = largestDifference(at, next);
    [at, height] = [next, nextHeight];
    if (distance < TOLERANCE || step === MAX_STEPS) {
      return solveQuadratic(expandLikelihood(data, options, at), prior);
    }
  }
}

/**
 * The log-likelihood near some coefficients x₀, to the second order: its curvature H in blocks, and H x₀ plus its
 * gradient there.
 */
export interface NestedQuadratic {
  readonly data: NestedCells;
  readonly shared: Float64Array;
  readonly coupling: readonly Float64Array[];
  readonly own: readonly Float64Array[];
  readonly right: NestedCoefficients;
  /** Its value at x = 0. */
  readonly constant: number;
}

/** Expands the log-likelihood around `at`. Cost: O(cells × terms² + units × own × shared). */
export function expandLikelihood(
  data: NestedCells,
  { outcome, offset }: NestedOptions,
  at: NestedCoefficients,
): NestedQuadratic {
  const width = data.shared;
  const corner = new Float64Array(width * width);
  const blocks = Array.from(data.own, (size) => new Float64Array(size * size));
  const coupling = Array.from(data.own, (size) => new Float64Array(size * width));
  const right = zeros(data);
  let constant = 0;
  for (const cell of data.cells) {
    const { unit, shared, own, size, sum } = cell;
    const along = predictorOf(cell, at);
    const rate = outcome === "rate" ? rateAt(offset + along) : 0;
    const curvature = outcome === "rate" ? size * rate * (1 - rate) : size;
    const slope = outcome === "rate" ? sum - size * rate : sum - size * (offset + along);
    const pull = slope + curvature * along;
    constant +=
      logLikelihood(cell, outcome, offset + along) - along * (slope + (curvature * along) / 2);
    const block = blocks[unit]!;
    const side = coupling[unit]!;
    const ownRight = right.own[unit]!;
    const count = data.own[unit]!;
    for (let n = 0; n < own.length; n++) {
      const row = own[n]!;
      ownRight[row]! += pull;
      for (let m = 0; m < own.length; m++) block[row * count + own[m]!]! += curvature;
      for (let m = 0; m < shared.length; m++) side[row * width + shared[m]!]! += curvature;
    }
    for (let n = 0; n < shared.length; n++) {
      const row = shared[n]!;
      right.shared[row]! += pull;
      for (let m = 0; m < shared.length; m++) corner[row * width + shared[m]!]! += curvature;
    }
  }
  return { data, shared: corner, coupling, own: blocks, right, constant };
}

/**
 * The posterior under a prior, with the log-likelihood as expanded: that of `fitNestedRegression` if it was expanded
 * at its mean, and close to it for other priors. Cost: O(units × own × (own + shared)² + shared³).
 *
 * @throws when an entry of the prior is not positive
 */
export function solveQuadratic(quadratic: NestedQuadratic, prior: NestedPrior): NestedPosterior {
  const { data, right, constant } = quadratic;
  const factors = factorPrecision(quadratic, prior);
  const mean = solve(data, factors, right);
  const gain = dot(mean.shared, right.shared) + sumOf(mean.own, (it, n) => dot(it, right.own[n]!));
  return {
    mean,
    factors,
    logEvidence: constant + (gain + logDetPrior(prior) - logDet(data, factors)) / 2,
  };
}

/** Draws all coefficients from the posterior. Cost: O(units × own × (own + shared) + shared²). */
export function drawNestedCoefficients(
  data: NestedCells,
  { mean, factors }: NestedPosterior,
  random: RandomNumbers,
): NestedCoefficients {
  const shared = Float64Array.from({ length: data.shared }, () => drawNormal(random));
  solveUpper(factors.shared, shared, data.shared);
  const own = factors.own.map((factor, unit) => {
    const size = data.own[unit]!;
    const values = new Float64Array(size);
    for (let n = 0; n < size; n++) values[n] = drawNormal(random);
    subtractCoupled(factors.coupling[unit]!, shared, values);
    solveUpper(factor, values, size);
    for (let n = 0; n < size; n++) values[n]! += mean.own[unit]![n]!;
    return values;
  });
  for (let n = 0; n < data.shared; n++) shared[n]! += mean.shared[n]!;
  return { shared, own };
}

const rateAt = (logOdds: number) => 1 / (1 + Math.exp(-logOdds));

/** Of a cell, by its linear predictor; without terms that only depend on the data. */
function logLikelihood(
  { size, sum }: NestedCell,
  outcome: NestedOptions["outcome"],
  predictor: number,
): number {
  if (outcome === "mean") return predictor * (sum - (size * predictor) / 2);
  const logOdds = Math.abs(predictor);
  return sum * predictor - size * (Math.max(0, predictor) + Math.log1p(Math.exp(-logOdds)));
}

function zeros({ shared, own }: NestedCells): NestedCoefficients {
  return {
    shared: new Float64Array(shared),
    own: Array.from(own, (size) => new Float64Array(size)),
  };
}

/** A cell's sum of coefficients. */
function predictorOf(cell: NestedCell, { shared, own }: NestedCoefficients): number {
  let sum = 0;
  const unit = own[cell.unit]!;
  for (let n = 0; n < cell.shared.length; n++) sum += shared[cell.shared[n]!]!;
  for (let n = 0; n < cell.own.length; n++) sum += unit[cell.own[n]!]!;
  return sum;
}

function logJoint(
  data: NestedCells,
  prior: NestedPrior,
  { outcome, offset }: NestedOptions,
  at: NestedCoefficients,
): number {
  let sum = 0;
  for (const cell of data.cells)
    sum += logLikelihood(cell, outcome, offset + predictorOf(cell, at));
  const penalty = (values: Float64Array, precision: Float64Array) => {
    let all = 0;
    for (let n = 0; n < values.length; n++) all += precision[n]! * values[n]! ** 2;
    return all / 2;
  };
  return (
    sum -
    penalty(at.shared, prior.shared) -
    sumOf(at.own, (values, unit) => penalty(values, prior.own[unit]!))
  );
}

function factorPrecision(
  { data, shared, coupling, own }: NestedQuadratic,
  prior: NestedPrior,
): Factors {
  const width = data.shared;
  const corner = withDiagonal(shared, prior.shared);
  const sides = coupling.map((side) => side.slice());
  const factors = own.map((block, unit) => {
    const size = data.own[unit]!;
    const factor = factorOf(withDiagonal(block, prior.own[unit]!), size);
    const side = sides[unit]!;
    solveLower(factor, side, { size, width });
    for (let row = 0; row < size; row++) {
      for (let n = 0; n < width; n++) {
        const value = side[row * width + n]!;
        if (value === 0) continue;
        // The lower triangle is enough for the factor.
        for (let m = 0; m <= n; m++) corner[n * width + m]! -= value * side[row * width + m]!;
      }
    }
    return factor;
  });
  return { own: factors, coupling: sides, shared: factorOf(corner, width) };
}

function withDiagonal(matrix: Float64Array, diagonal: Float64Array): Float64Array {
  const sum = matrix.slice();
  for (let n = 0; n < diagonal.length; n++) sum[n * diagonal.length + n]! += diagonal[n]!;
  return sum;
}

function factorOf(matrix: Float64Array, size: number): Float64Array {
  const factor = choleskyFactor(matrix, size);
  if (factor === null) throw new Error("the precision is not positive definite");
  return factor;
}

/** The inverse of the precision times a vector. */
function solve(data: NestedCells, factors: Factors, right: NestedCoefficients): NestedCoefficients {
  const width = data.shared;
  const shared = right.shared.slice();
  const own = right.own.map((values, unit) => {
    const size = data.own[unit]!;
    const reduced = values.slice();
    solveLower(factors.own[unit]!, reduced, { size, width: 1 });
    const side = factors.coupling[unit]!;
    for (let row = 0; row < size; row++) {
      for (let n = 0; n < width; n++) shared[n]! -= side[row * width + n]! * reduced[row]!;
    }
    return reduced;
  });
  solveLower(factors.shared, shared, { size: width, width: 1 });
  solveUpper(factors.shared, shared, width);
  own.forEach((values, unit) => {
    subtractCoupled(factors.coupling[unit]!, shared, values);
    solveUpper(factors.own[unit]!, values, data.own[unit]!);
  });
  return { shared, own };
}

function between(
  from: NestedCoefficients,
  to: NestedCoefficients,
  scale: number,
): NestedCoefficients {
  const mix = (a: Float64Array, b: Float64Array) =>
    a.map((value, n) => value + scale * (b[n]! - value));
  return { shared: mix(from.shared, to.shared), own: from.own.map((it, n) => mix(it, to.own[n]!)) };
}

function largestDifference(a: NestedCoefficients, b: NestedCoefficients): number {
  const of = (x: Float64Array, y: Float64Array) => {
    let most = 0;
    for (let n = 0; n < x.length; n++) most = Math.max(most, Math.abs(x[n]! - y[n]!));
    return most;
  };
  return a.own.reduce((most, it, n) => Math.max(most, of(it, b.own[n]!)), of(a.shared, b.shared));
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let n = 0; n < a.length; n++) sum += a[n]! * b[n]!;
  return sum;
}

const sumOf = (all: readonly Float64Array[], of: (values: Float64Array, n: number) => number) =>
  all.reduce((sum, values, n) => sum + of(values, n), 0);

function logDetPrior({ shared, own }: NestedPrior): number {
  const of = (values: Float64Array) => values.reduce((sum, value) => sum + Math.log(value), 0);
  return of(shared) + sumOf(own, of);
}

function logDet({ shared, own }: NestedCells, factors: Factors): number {
  const of = (factor: Float64Array, size: number) => {
    let sum = 0;
    for (let n = 0; n < size; n++) sum += 2 * Math.log(factor[n * size + n]!);
    return sum;
  };
  return of(factors.shared, shared) + sumOf(factors.own, (factor, unit) => of(factor, own[unit]!));
}
