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
 * Expected calibration error: forecasts in bins of equal width, |mean forecast − share of positives| of each,
 * weighted by its number of forecasts. In [0, 1].
 *
 * - C. Guo, G. Pleiss, Y. Sun, K. Weinberger. On calibration of modern neural networks. ICML 2017.
 *   arXiv:1706.04599
 */
export function calibrationErrorOf({ chances, labels }: Forecasts, bins = 10): number {
  const distances = new Float64Array(bins);
  for (let n = 0; n < chances.length; n++) {
    distances[Math.min(bins - 1, Math.floor(chances[n]! * bins))]! += chances[n]! - labels[n]!;
  }
  return distances.reduce((sum, distance) => sum + Math.abs(distance), 0) / chances.length;
}
