import { minimise } from "../numerics/minimise";
import { digamma, hypergeometric2F1, logGamma } from "../numerics/special-functions";

/** One entry a customer; times in one unit (weeks) from the customer's first purchase. */
export interface PurchaseSummary {
  /** Purchases after the first, whole, ≥ 0. */
  readonly repeats: ArrayLike<number>;
  /** Time of the last purchase, 0 when there was no repeat. */
  readonly lastAt: ArrayLike<number>;
  /** How long the customer has been watched, ≥ lastAt. */
  readonly watched: ArrayLike<number>;
}

/** Purchase rates are Gamma(r, rate alpha); after each purchase a customer leaves by Beta(a, b). */
export interface BgNbd {
  readonly r: number;
  readonly alpha: number;
  readonly a: number;
  readonly b: number;
  readonly logLikelihood: number;
}

/** What parameters are taken to be like until customers say otherwise. */
export interface BgNbdPrior {
  readonly centre: Pick<BgNbd, "r" | "alpha" | "a" | "b">;
  /** Standard deviation of the logarithm of each parameter around its centre, > 0. */
  readonly deviation: number;
}

/** Starts of r, alpha, a and b: the likelihood may have more than one hill. */
const STARTS = [
  [0.5, 5, 0.5, 2],
  [1, 1, 1, 1],
  [0.1, 10, 2, 5],
];
/** ln of a parameter beyond which the likelihood is flat: the data do not identify it. */
const MAX_LOG = 12;

/**
 * Fits the BG/NBD model of repeat purchases by maximum likelihood: analytic gradient, several
 * starts, on the logarithms of the parameters.
 *
 * - P. Fader, B. Hardie, K. Lee. "Counting your customers" the easy way. Marketing Science 24(2),
 *   2005. doi:10.1287/mksc.1040.0098
 *
 * Cost: O(customers) an evaluation, some 100 evaluations.
 *
 * @param prior draws the parameters towards its centre: wholly where there are no customers, ever
 *   less the more there are; where nobody ever leaves, a and b stay near it and r and alpha do not
 * @returns null when nobody bought again or the likelihood is flat, which with a prior it never is
 */
export function fitBgNbd(summary: PurchaseSummary): BgNbd | null;
export function fitBgNbd(summary: PurchaseSummary, prior: BgNbdPrior): BgNbd;
export function fitBgNbd(summary: PurchaseSummary, prior?: BgNbdPrior): BgNbd | null {
  let maxRepeats = 0;
  for (let n = 0; n < summary.repeats.length; n++) {
    maxRepeats = Math.max(maxRepeats, summary.repeats[n]!);
  }
  if (maxRepeats === 0 && !prior) return null;

  const cost = (logs: Float64Array) => {
    const likelihood = negativeLogLikelihood(summary, logs, maxRepeats);
    return prior ? withPrior(likelihood, logs, prior) : likelihood;
  };
  const best = STARTS.map((start) => minimise(cost, Float64Array.from(start, Math.log))).reduce(
    (best, found) => (found.value < best.value ? found : best),
  );
  if (!prior && !best.at.every((log) => Math.abs(log) < MAX_LOG)) return null;
  const [r, alpha, a, b] = best.at.map(Math.exp);
  const { value } = negativeLogLikelihood(summary, best.at, maxRepeats);
  return { r: r!, alpha: alpha!, a: a!, b: b!, logLikelihood: -value };
}

/** One customer: `repeats`, `lastAt` and `watched` of a `PurchaseSummary`. */
export interface CustomerPurchases {
  readonly repeats: number;
  readonly lastAt: number;
  readonly watched: number;
}

/** The chance that the customer has not left, in (0, 1]. 1 for one who bought once: see the paper. */
export function chanceAlive(
  { r, alpha, a, b }: BgNbd,
  { repeats, lastAt, watched }: CustomerPurchases,
): number {
  if (repeats === 0) return 1;
  const left = (a / (b + repeats - 1)) * ((alpha + watched) / (alpha + lastAt)) ** (r + repeats);
  return 1 / (1 + left);
}

/** The chance of at least one purchase in the next `horizon` units of time, in [0, 1]. */
export function chanceToBuy(model: BgNbd, customer: CustomerPurchases, horizon: number): number {
  const seen = model.alpha + customer.watched;
  const waits = (seen / (seen + horizon)) ** (model.r + customer.repeats);
  return chanceAlive(model, customer) * (1 - waits);
}

/** Purchases to expect in the next `horizon` units of time, ≥ 0 (equation 10 of the paper). */
export function expectedPurchases(
  model: BgNbd,
  customer: CustomerPurchases,
  horizon: number,
): number {
  const { r, alpha, b } = model;
  const { repeats, watched } = customer;
  // The formula has a hole at a = 1, where its limit is its neighbours' value.
  const a = Math.abs(model.a - 1) < 1e-6 ? 1 + 1e-6 : model.a;
  const rest = watched + alpha + horizon;
  const series = hypergeometric2F1(r + repeats, b + repeats, a + b + repeats - 1, horizon / rest);
  const factor = (a + b + repeats - 1) / (a - 1);
  const missed = ((alpha + watched) / rest) ** (r + repeats) * series;
  return Math.max(0, factor * (1 - missed)) * chanceAlive(model, customer);
}

/** Adds minus the logarithm of the prior, by the logarithm of each parameter. */
function withPrior(
  { value, gradient }: { value: number; gradient: Float64Array },
  logs: Float64Array,
  { centre, deviation }: BgNbdPrior,
) {
  const distances = [centre.r, centre.alpha, centre.a, centre.b].map(
    (parameter, n) => (logs[n]! - Math.log(parameter)) / deviation,
  );
  return {
    value: value + distances.reduce((sum, distance) => sum + distance ** 2 / 2, 0),
    gradient: gradient.map((slope, n) => slope + distances[n]! / deviation),
  };
}

function negativeLogLikelihood(
  { repeats, lastAt, watched }: PurchaseSummary,
  logs: Float64Array,
  maxRepeats: number,
) {
  const [r, alpha, a, b] = logs.map(Math.exp) as unknown as [number, number, number, number];
  // All that depends on the number of repeats alone, once for each number.
  const constant = new Float64Array(maxRepeats + 1);
  const slopes = { r: constant.slice(), a: constant.slice(), b: constant.slice() };
  for (let x = 0; x <= maxRepeats; x++) {
    constant[x] =
      logGamma(r + x) -
      logGamma(r) +
      r * Math.log(alpha) +
      logGamma(a + b) +
      logGamma(b + x) -
      logGamma(b) -
      logGamma(a + b + x);
    slopes.r[x] = digamma(r + x) - digamma(r) + Math.log(alpha);
    slopes.a[x] = digamma(a + b) - digamma(a + b + x);
    slopes.b[x] = slopes.a[x]! + digamma(b + x) - digamma(b);
  }

  let value = 0;
  const gradient = new Float64Array(4);
  for (let n = 0; n < repeats.length; n++) {
    const x = repeats[n]!;
    const logStays = Math.log(alpha + watched[n]!);
    const stays = -(r + x) * logStays;
    const logLeaves = Math.log(alpha + lastAt[n]!);
    const leaves = x > 0 ? Math.log(a / (b + x - 1)) - (r + x) * logLeaves : -Infinity;
    const max = Math.max(stays, leaves);
    const total = max + Math.log(Math.exp(stays - max) + Math.exp(leaves - max));
    const left = Math.exp(leaves - total);
    value -= constant[x]! + total;
    gradient[0]! -= slopes.r[x]! - (1 - left) * logStays - left * logLeaves;
    gradient[1]! -=
      r / alpha - (r + x) * ((1 - left) / (alpha + watched[n]!) + left / (alpha + lastAt[n]!));
    gradient[2]! -= slopes.a[x]! + left / a;
    gradient[3]! -= slopes.b[x]! - (x > 0 ? left / (b + x - 1) : 0);
  }
  // By the logarithm of each parameter.
  [r, alpha, a, b].forEach((parameter, n) => (gradient[n]! *= parameter));
  return { value, gradient };
}
