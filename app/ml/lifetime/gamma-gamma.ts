import { minimize } from "../numerics/minimize";
import { digamma, logGamma } from "../numerics/special-functions";

/** One entry per customer with at least one transaction. */
export interface SpendSummary {
  /** Number of transactions in the mean, ≥ 1. */
  readonly transactions: ArrayLike<number>;
  /** Mean value of a transaction, in a single currency, > 0. */
  readonly meanValue: ArrayLike<number>;
}

/** Values are Gamma(p, rate ν) around a customer's own ν ~ Gamma(q, rate gamma). */
export interface GammaGamma {
  readonly p: number;
  readonly q: number;
  readonly gamma: number;
  readonly logLikelihood: number;
}

const STARTS = [
  [1, 1, 1],
  [5, 3, 15],
];
const MAX_LOG = 12;

/**
 * Fits the Gamma-Gamma model of the value of a transaction by maximum likelihood. It assumes that a customer's
 * transaction values and number of transactions are independent.
 *
 * - P. Fader, B. Hardie. The Gamma-Gamma model of monetary value. 2013.
 *   http://www.brucehardie.com/notes/025/
 *
 * Cost: O(customers) per evaluation, about 100 evaluations.
 *
 * @returns null when there are too few customers (< 3) or the likelihood is flat
 */
export function fitGammaGamma(summary: SpendSummary): GammaGamma | null {
  if (summary.transactions.length < 3) return null;
  const scale = meanOf(summary.meanValue);
  const scaled = { ...summary, meanValue: Float64Array.from(summary.meanValue, (m) => m / scale) };
  const cost = (logs: Float64Array) => negativeLogLikelihood(scaled, logs);
  const best = STARTS.map(([p, q, gamma]) =>
    minimize(cost, Float64Array.of(Math.log(p!), Math.log(q!), Math.log(gamma! / scale))),
  ).reduce((best, found) => (found.value < best.value ? found : best));
  if (!best.at.every((log) => Math.abs(log) < MAX_LOG)) return null;
  const [p, q, gamma] = best.at.map(Math.exp);
  // Scaling values by `scale` divides their density by it.
  const logLikelihood = -best.value - summary.transactions.length * Math.log(scale);
  return { p: p!, q: q!, gamma: gamma! * scale, logLikelihood };
}

/**
 * The expected value of a customer's next transaction: between the overall mean and the customer's own, closer to the
 * latter with more transactions. 0 transactions are allowed.
 */
export function expectedValue(
  { p, q, gamma }: GammaGamma,
  { transactions, meanValue }: { transactions: number; meanValue: number },
): number {
  return (p * (gamma + transactions * meanValue)) / (p * transactions + q - 1);
}

function negativeLogLikelihood({ transactions, meanValue }: SpendSummary, logs: Float64Array) {
  const [p, q, gamma] = logs.map(Math.exp) as unknown as [number, number, number];
  let value = 0;
  const gradient = new Float64Array(3);
  const ofQ = { log: logGamma(q), slope: digamma(q) };
  for (let n = 0; n < transactions.length; n++) {
    const x = transactions[n]!;
    const m = meanValue[n]!;
    const shape = p * x;
    const rest = gamma + m * x;
    value -=
      logGamma(shape + q) -
      logGamma(shape) -
      ofQ.log +
      q * Math.log(gamma) +
      (shape - 1) * Math.log(m) +
      shape * Math.log(x) -
      (shape + q) * Math.log(rest);
    const both = digamma(shape + q);
    gradient[0]! -= x * (both - digamma(shape) + Math.log(m) + Math.log(x) - Math.log(rest));
    gradient[1]! -= both - ofQ.slope + Math.log(gamma) - Math.log(rest);
    gradient[2]! -= q / gamma - (shape + q) / rest;
  }
  [p, q, gamma].forEach((parameter, n) => (gradient[n]! *= parameter));
  return { value, gradient };
}

function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let n = 0; n < values.length; n++) sum += values[n]!;
  return sum / values.length;
}
