import { minimize, type Minimum, type SmoothFunction } from "../numerics/minimize";
import { digamma, hypergeometric2F1, logGamma } from "../numerics/special-functions";

/** One entry per customer; times in one unit (weeks) since the customer's first purchase. */
export interface PurchaseSummary {
  /** Number of repeat purchases, integer ≥ 0. */
  readonly repeats: ArrayLike<number>;
  /** Time of the last purchase, 0 without a repeat. */
  readonly lastAt: ArrayLike<number>;
  /** Observation time of the customer, ≥ lastAt. */
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

/** The prior of the parameters. */
export interface BgNbdPrior {
  readonly center: Pick<BgNbd, "r" | "alpha" | "a" | "b">;
  /** Standard deviation of the log of each parameter around its center, > 0. */
  readonly deviation: number;
}

/** Starting values of r, alpha, a and b, since the likelihood may have several maxima. */
const STARTS = [
  [0.5, 5, 0.5, 2],
  [1, 1, 1, 1],
  [0.1, 10, 2, 5],
];
/**
 * Logs of the parameters of similar customers differ by less. Beyond `MAX_NEAR_LOG` hardly anyone leaves, or everyone, and the likelihood
 * has several maxima: then the model is searched for from the usual starts, so that it does not depend on the near one.
 */
const NEAR_LOG = 1;
const MAX_NEAR_LOG = 4;
/** Log of a parameter beyond which the likelihood is flat: the data does not identify it. */
const MAX_LOG = 12;

/**
 * Fits the BG/NBD model of repeat purchases by maximum likelihood: analytic gradient, several
 * starts, on the logarithms of the parameters.
 *
 * - P. Fader, B. Hardie, K. Lee. "Counting your customers" the easy way. Marketing Science 24(2),
 *   2005. doi:10.1287/mksc.1040.0098
 *
 * Cost: O(different customers) per evaluation, about 100 evaluations. Customers with the same numbers are counted together:
 * in a shop with days as times, most one-time buyers.
 *
 * @param prior shrinks the parameters toward its center: completely without customers, and less with more; if no
 * customer ever leaves, a and b stay near it but r and alpha do not @returns null when no customer bought again or
 * the likelihood is flat, which never happens with a prior
 */
export function fitBgNbd(summary: PurchaseSummary): BgNbd | null;
export function fitBgNbd(summary: PurchaseSummary, prior: BgNbdPrior): BgNbd;
export function fitBgNbd(summary: PurchaseSummary, prior?: BgNbdPrior): BgNbd | null {
  return searchBgNbd(summary, { prior }).model;
}

interface BgNbdSearch {
  readonly model: BgNbd | null;
  /** How often the likelihood was computed. */
  readonly evaluations: number;
}

/**
 * The same with its cost.
 *
 * @param near the model of similar customers, such as those of a week before: the search starts there, and ends there
 * unless it leads far away
 */
export function searchBgNbd(
  summary: PurchaseSummary,
  { prior, near }: { readonly prior?: BgNbdPrior | undefined; readonly near?: BgNbd | null },
): BgNbdSearch {
  const counted = countAlike(summary);
  if (counted.maxRepeats === 0 && !prior) return { model: null, evaluations: 0 };

  const cost = (logs: Float64Array) => {
    const likelihood = negativeLogLikelihood(counted, logs);
    return prior ? withPrior(likelihood, logs, prior) : likelihood;
  };
  const { best, evaluations } = findBest(cost, near ?? null);
  if (!prior && !isIdentified(best)) return { model: null, evaluations };
  const [r, alpha, a, b] = best.at.map(Math.exp);
  const { value } = negativeLogLikelihood(counted, best.at);
  const model = { r: r!, alpha: alpha!, a: a!, b: b!, logLikelihood: -value };
  return { model, evaluations };
}

function findBest(cost: SmoothFunction, near: BgNbd | null) {
  let evaluations = 0;
  const start = near && Float64Array.of(near.r, near.alpha, near.a, near.b).map(Math.log);
  if (start?.every((log) => Math.abs(log) < MAX_NEAR_LOG)) {
    const warm = minimize(cost, start);
    const isNear = warm.at.every(
      (log, n) => Math.abs(log - start[n]!) < NEAR_LOG && Math.abs(log) < MAX_NEAR_LOG,
    );
    if (warm.converged && isNear) return { best: warm, evaluations: warm.evaluations };
    evaluations += warm.evaluations;
  }
  const found = STARTS.map((from) => minimize(cost, Float64Array.from(from, Math.log)));
  return {
    best: found.reduce((best, it) => (it.value < best.value ? it : best)),
    evaluations: found.reduce((sum, it) => sum + it.evaluations, evaluations),
  };
}

const isIdentified = ({ at }: Minimum): boolean => at.every((log) => Math.abs(log) < MAX_LOG);

/** One customer: `repeats`, `lastAt` and `watched` of a `PurchaseSummary`. */
export interface CustomerPurchases {
  readonly repeats: number;
  readonly lastAt: number;
  readonly watched: number;
}

/** The probability that the customer is still active, in (0, 1]. 1 for a one-time buyer: see the paper. */
export function probabilityAlive(
  { r, alpha, a, b }: BgNbd,
  { repeats, lastAt, watched }: CustomerPurchases,
): number {
  if (repeats === 0) return 1;
  const left = (a / (b + repeats - 1)) * ((alpha + watched) / (alpha + lastAt)) ** (r + repeats);
  return 1 / (1 + left);
}

/** The probability of at least one purchase in the next `horizon` units of time, in [0, 1]. */
export function purchaseProbability(
  model: BgNbd,
  customer: CustomerPurchases,
  horizon: number,
): number {
  const seen = model.alpha + customer.watched;
  const waits = (seen / (seen + horizon)) ** (model.r + customer.repeats);
  return probabilityAlive(model, customer) * (1 - waits);
}

/** Expected purchases in the next `horizon` units of time, ≥ 0 (equation 10 of the paper). */
export function expectedPurchases(
  model: BgNbd,
  customer: CustomerPurchases,
  horizon: number,
): number {
  const { r, alpha, b } = model;
  const { repeats, watched } = customer;
  // The formula is undefined at a = 1, where its limit equals the neighboring values.
  const a = Math.abs(model.a - 1) < 1e-6 ? 1 + 1e-6 : model.a;
  const rest = watched + alpha + horizon;
  const series = hypergeometric2F1(r + repeats, b + repeats, a + b + repeats - 1, horizon / rest);
  const factor = (a + b + repeats - 1) / (a - 1);
  const missed = ((alpha + watched) / rest) ** (r + repeats) * series;
  return Math.max(0, factor * (1 - missed)) * probabilityAlive(model, customer);
}

/** Adds the negative log prior, by the log of each parameter. */
function withPrior(
  { value, gradient }: { value: number; gradient: Float64Array },
  logs: Float64Array,
  { center, deviation }: BgNbdPrior,
) {
  const distances = [center.r, center.alpha, center.a, center.b].map(
    (parameter, n) => (logs[n]! - Math.log(parameter)) / deviation,
  );
  return {
    value: value + distances.reduce((sum, distance) => sum + distance ** 2 / 2, 0),
    gradient: gradient.map((slope, n) => slope + distances[n]! / deviation),
  };
}

/** Different customers, with the number of each. */
interface CountedSummary {
  readonly repeats: Float64Array;
  readonly lastAt: Float64Array;
  readonly watched: Float64Array;
  readonly count: Float64Array;
  readonly maxRepeats: number;
}

function countAlike({ repeats, lastAt, watched }: PurchaseSummary): CountedSummary {
  const order = Int32Array.from({ length: repeats.length }, (_, n) => n).sort(
    (m, n) =>
      repeats[m]! - repeats[n]! || watched[m]! - watched[n]! || lastAt[m]! - lastAt[n]! || m - n,
  );
  const isNew = (n: number, before: number | undefined) =>
    before === undefined ||
    repeats[n] !== repeats[before] ||
    watched[n] !== watched[before] ||
    lastAt[n] !== lastAt[before];
  const firsts = Array.from(order.keys()).filter((place) => isNew(order[place]!, order[place - 1]));
  const pick = (values: ArrayLike<number>) =>
    Float64Array.from(firsts, (place) => values[order[place]!]!);
  return {
    repeats: pick(repeats),
    lastAt: pick(lastAt),
    watched: pick(watched),
    count: Float64Array.from(firsts, (place, n) => (firsts[n + 1] ?? order.length) - place),
    maxRepeats: repeats[order.at(-1) ?? 0] ?? 0,
  };
}

function negativeLogLikelihood(
  { repeats, lastAt, watched, count, maxRepeats }: CountedSummary,
  logs: Float64Array,
) {
  const [r, alpha, a, b] = logs.map(Math.exp) as unknown as [number, number, number, number];
  // Everything that depends only on the number of repeats, computed once per number.
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
    const weight = count[n]!;
    const logStays = Math.log(alpha + watched[n]!);
    const stays = -(r + x) * logStays;
    // Most customers bought once, and no customer leaves before a second purchase: no exponentials are needed.
    if (x === 0) {
      value -= weight * (constant[0]! + stays);
      gradient[0]! += weight * (logStays - slopes.r[0]!);
      gradient[1]! += weight * (r / (alpha + watched[n]!) - r / alpha);
      continue;
    }
    const logLeaves = Math.log(alpha + lastAt[n]!);
    const leaves = Math.log(a / (b + x - 1)) - (r + x) * logLeaves;
    const max = Math.max(stays, leaves);
    const total = max + Math.log(Math.exp(stays - max) + Math.exp(leaves - max));
    const left = Math.exp(leaves - total);
    const slope = (1 - left) / (alpha + watched[n]!) + left / (alpha + lastAt[n]!);
    value -= weight * (constant[x]! + total);
    gradient[0]! -= weight * (slopes.r[x]! - (1 - left) * logStays - left * logLeaves);
    gradient[1]! -= weight * (r / alpha - (r + x) * slope);
    gradient[2]! -= weight * (slopes.a[x]! + left / a);
    gradient[3]! -= weight * (slopes.b[x]! - left / (b + x - 1));
  }
  // By the log of each parameter.
  [r, alpha, a, b].forEach((parameter, n) => (gradient[n]! *= parameter));
  return { value, gradient };
}
