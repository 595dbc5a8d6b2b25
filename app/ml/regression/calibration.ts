import { fitLogistic } from "./logistic-regression";
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
 */
export function fitIsotonic({ chances, labels }: Forecasts): IsotonicSteps {
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
  const minChance = 0.5 / (chances.length + 1);
  return {
    upTo: Float64Array.from(merged, ({ upTo }) => upTo),
    // Clips probabilities away from 0 and 1, since a finite sample gives no certainty.
    becomes: Float64Array.from(merged, ({ sum, count }) =>
      Math.min(1 - minChance, Math.max(minChance, sum / count)),
    ),
  };
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

/**
 * Fits P = 1 / (1 + exp(−(a + b × logit(chance)))): two numbers that shift and scale forecasts.
 *
 * - J. Platt. Probabilistic outputs for support vector machines. 1999.
 *
 * @returns a and b
 */
export function fitPlatt({ chances, labels }: Forecasts): readonly [a: number, b: number] {
  const features = Float64Array.from(chances, logitOf);
  const { theta } = fitLogistic({ features, width: 1, labels }, 1e-3);
  return [theta[0]!, theta[1]!];
}

export function applyPlatt([a, b]: readonly [number, number], chance: number): number {
  return 1 / (1 + Math.exp(-(a + b * logitOf(chance))));
}

function logitOf(chance: number): number {
  const held = Math.min(1 - 1e-9, Math.max(1e-9, chance));
  return Math.log(held / (1 - held));
}
