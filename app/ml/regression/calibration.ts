import { minimize } from "../numerics/minimize";
import { slopeByRows } from "./logistic-slopes";
import type { Forecasts } from "./classification-metrics";

/** Probabilities up to `upTo[n]` become `becomes[n]`; both ascending. */
export interface IsotonicSteps {
  readonly upTo: Float64Array;
  readonly becomes: Float64Array;
}

/**
 * Fits the closest increasing step function (pool adjacent violators). Needs forecasts of held-out examples.
 *
 * - B. Zadrozny, C. Elkan. Transforming classifier scores into accurate multiclass probability
 *   estimates. KDD 2002. doi:10.1145/775047.775151
 *
 * Cost: O(n log n).
 *
 * @param repeats how often each independent example is among the forecasts, > 0
 */
export function fitIsotonic({ chances, labels }: Forecasts, repeats = 1): IsotonicSteps {
  const order = Int32Array.from({ length: chances.length }, (_, n) => n);
  order.sort((a, b) => chances[a]! - chances[b]!);
  const pools: { upTo: number; sum: number; count: number }[] = [];
  for (const n of order) {
    const last = pools.at(-1);
    // Equal forecasts must get equal probabilities.
    if (last?.upTo === chances[n]!) {
      last.sum += labels[n]!;
      last.count++;
    } else {
      pools.push({ upTo: chances[n]!, sum: labels[n]!, count: 1 });
    }
  }
  const merged: typeof pools = [];
  for (const pool of pools) {
    let top = pool;
    for (let below = merged.at(-1); below && below.sum / below.count >= top.sum / top.count;) {
      merged.pop();
      top = { upTo: top.upTo, sum: top.sum + below.sum, count: top.count + below.count };
      below = merged.at(-1);
    }
    merged.push(top);
  }
  return {
    upTo: Float64Array.from(merged, ({ upTo }) => upTo),
    becomes: withoutCertainty(merged, repeats),
  };
}

/**
 * The shares of positives in ascending pools. Only the outer ones can be 0 or 1: as few examples give no certainty, they
 * get half an example of each outcome, as far as the order allows it.
 */
function withoutCertainty(
  pools: readonly { readonly sum: number; readonly count: number }[],
  repeats: number,
): Float64Array {
  const shares = Float64Array.from(pools, ({ sum, count }) => sum / count);
  const [first, last] = [0, pools.length - 1];
  const tempered = [first, last].map(
    (n) => (pools[n]!.sum + repeats / 2) / (pools[n]!.count + repeats),
  );
  if (shares[first] === 0) shares[first] = Math.min(tempered[0]!, shares[1] ?? 1);
  if (shares[last] === 1) shares[last] = Math.max(tempered[1]!, shares[last - 1] ?? 0);
  return shares;
}

/** The step of a probability; the last step's value above it. */
export function applyIsotonic({ upTo, becomes }: IsotonicSteps, chance: number): number {
  let low = 0;
  let high = upTo.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (upTo[middle]! >= chance) high = middle;
    else low = middle + 1;
  }
  return becomes[low] ?? chance;
}

/** Two in three calibrations are expected to shift logits by less than 1, and to scale them by .5 to 1.5. */
const USUAL_SHIFT = 1;
const USUAL_SCALE = 0.5;

/**
 * Fits P = 1 / (1 + exp(−(a + b × logit(chance)))): two numbers that shift and scale forecasts. Few examples change them
 * little: a = 0 and b = 1 have a normal prior, or else the scale would undo the penalty of the forecasting model.
 *
 * - J. Platt. Probabilistic outputs for support vector machines. 1999.
 *
 * Cost: O(n) for each of about 10 steps.
 *
 * @param repeats how often each independent example is among the forecasts, > 0
 * @returns a and b
 */
export function fitPlatt(
  { chances, labels }: Forecasts,
  repeats = 1,
): readonly [a: number, b: number] {
  const logits = Float64Array.from(chances, logitOf);
  const cost = ([a = 0, b = 1]: Float64Array) => {
    const [ofShift, ofScale] = [a / USUAL_SHIFT ** 2, (b - 1) / USUAL_SCALE ** 2];
    const { gain, gradient } = slopeByRows(
      { features: logits, width: 1, labels },
      Float64Array.of(a, b),
    );
    return {
      value: (a * ofShift + (b - 1) * ofScale) / 2 - gain / repeats,
      gradient: Float64Array.of(ofShift - gradient[0]! / repeats, ofScale - gradient[1]! / repeats),
    };
  };
  const [a = 0, b = 1] = minimize(cost, Float64Array.of(0, 1)).at;
  return [a, b];
}

export function applyPlatt([a, b]: readonly [number, number], chance: number): number {
  return 1 / (1 + Math.exp(-(a + b * logitOf(chance))));
}

function logitOf(chance: number): number {
  const held = Math.min(1 - 1e-9, Math.max(1e-9, chance));
  return Math.log(held / (1 - held));
}

const SHIFT_STEPS = 20;

/**
 * What has to be added to logits to expect as many positives as there are, with its variance. By Newton's method; half an
 * example of curvature keeps the steps finite when all or none are positive.
 *
 * Cost: 20 passes over the logits.
 */
export function fitShift(
  logits: Float64Array,
  labels: ArrayLike<number>,
): { readonly shift: number; readonly variance: number } {
  let shift = 0;
  let variance = 0;
  for (let step = 0; step < SHIFT_STEPS; step++) {
    let missed = 0;
    let curvature = 0.5;
    logits.forEach((logit, row) => {
      const chance = 1 / (1 + Math.exp(-(logit + shift)));
      missed += labels[row]! - chance;
      curvature += chance * (1 - chance);
    });
    shift += missed / curvature;
    variance = 1 / curvature;
  }
  return { shift, variance };
}
