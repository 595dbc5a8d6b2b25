/** Forecast probabilities and outcomes: `chances[n]` in [0, 1], `labels[n]` 0 or 1. */
export interface Forecasts {
  readonly chances: ArrayLike<number>;
  readonly labels: ArrayLike<number>;
}

/**
 * The probability that a random positive is ranked above a random negative; ties count half. Accepts any scores.
 *
 * @returns in [0, 1]; NaN with only one class
 */
export function areaUnderCurve({ chances, labels }: Forecasts): number {
  const order = Int32Array.from({ length: chances.length }, (_, n) => n);
  order.sort((a, b) => chances[a]! - chances[b]!);
  let positives = 0;
  let rankSum = 0;
  for (let start = 0; start < order.length;) {
    let end = start;
    while (end < order.length && chances[order[end]!] === chances[order[start]!]) end++;
    for (let n = start; n < end; n++) {
      if (labels[order[n]!] !== 1) continue;
      positives++;
      rankSum += (start + end + 1) / 2;
    }
    start = end;
  }
  const negatives = order.length - positives;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

const SMALLEST_CHANCE = 1e-15;

/** Mean negative log probability of the outcomes. ≥ 0; ln 2 for a constant forecast of one half. */
export function logLossOf({ chances, labels }: Forecasts): number {
  let sum = 0;
  for (let n = 0; n < chances.length; n++) {
    const given = labels[n] === 1 ? chances[n]! : 1 - chances[n]!;
    sum -= Math.log(Math.max(SMALLEST_CHANCE, given));
  }
  return sum / chances.length;
}

/** Mean squared difference between probability and outcome, in [0, 1]. */
export function brierScoreOf({ chances, labels }: Forecasts): number {
  let sum = 0;
  for (let n = 0; n < chances.length; n++) sum += (chances[n]! - labels[n]!) ** 2;
  return sum / chances.length;
}

/**
 * Expected calibration error: forecasts in bins of equal count, |mean forecast − share of positives| of each,
 * weighted by its number of forecasts. Equal forecasts share one bin. In [0, 1].
 *
 * - M. P. Naeini, G. Cooper, M. Hauskrecht. Obtaining well calibrated probabilities using Bayesian binning. AAAI 2015.
 *   doi:10.1609/aaai.v29i1.9602
 */
export function calibrationErrorOf(forecasts: Forecasts, bins = 10): number {
  const { chances, labels } = forecasts;
  return binsOf(forecasts, bins).reduce((sum, rows) => {
    const distance = rows.reduce((total, n) => total + chances[n]! - labels[n]!, 0);
    return sum + Math.abs(distance) / chances.length;
  }, 0);
}

/**
 * The expected calibration error of forecasts that are exactly right: outcomes differ from their probabilities by chance.
 * By the normal approximation of the number of positives in a bin, so bins need some positives and negatives.
 */
export function calibrationErrorByChance(forecasts: Forecasts, bins = 10): number {
  const { chances } = forecasts;
  return binsOf(forecasts, bins).reduce((sum, rows) => {
    const variance = rows.reduce((total, n) => total + chances[n]! * (1 - chances[n]!), 0);
    return sum + Math.sqrt((2 * variance) / Math.PI) / chances.length;
  }, 0);
}

/** Row numbers by rising forecast, in at most `bins` bins. */
function binsOf({ chances }: Forecasts, bins: number): number[][] {
  const order = [...Array(chances.length).keys()].sort((a, b) => chances[a]! - chances[b]!);
  const found: number[][] = [];
  for (let start = 0; start < order.length;) {
    let end = Math.ceil(((found.length + 1) * order.length) / bins);
    end = Math.max(end, start + 1);
    while (end < order.length && chances[order[end]!] === chances[order[end - 1]!]) end++;
    found.push(order.slice(start, end));
    start = end;
  }
  return found;
}
