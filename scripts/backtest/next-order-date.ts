import { fitQuantileRegression, predictLinear } from "~/ml/quantile-regression";
import type { Measured } from "./call";
import { pickFeatures, type FeatureName, type Snapshot } from "./customer-features";

/** Orders from which on a customer has a rhythm to speak of. */
const FEWEST_ORDERS = 3;
const SEEN: readonly FeatureName[] = [
  "recency",
  "meanGap",
  "frequency",
  "recencyOverGap",
  "gapVariation",
];

/**
 * When the next order comes, for customers with three orders or more who do return within the
 * horizon: median regression on the logarithm of the wait, held against simpler answers.
 *
 * @returns mean absolute errors in days; null where too few customers return to learn from
 */
export function measureNextOrder(
  windows: readonly Snapshot[],
  test: Snapshot,
  days: number,
): Record<string, Measured> | null {
  const learned = windows.map(returning);
  const features = concatenate(learned.map((part) => part.features));
  const waits = concatenate(learned.map((part) => part.waits));
  const rows = { features, width: SEEN.length, targets: waits.map(Math.log1p) };
  const [low, median, high] = [0.1, 0.5, 0.9].map((share) => fitQuantileRegression(rows, share));
  const held = returning(test);
  if (!low || !median || !high || held.waits.length === 0) return null;

  const waitBy = (theta: Float64Array, row: number) =>
    Math.min(days, Math.max(0, Math.expm1(predictLinear(theta, held.features, row))));
  const errorOf = (answer: (row: number) => number) =>
    held.waits.reduce((sum, wait, row) => sum + Math.abs(wait - answer(row)), 0) /
    held.waits.length;
  const inside = held.waits.filter(
    (wait, row) => wait >= waitBy(low, row) && wait <= waitBy(high, row),
  );
  const [gap, recency] = [SEEN.indexOf("meanGap"), SEEN.indexOf("recency")];
  const feature = (row: number, n: number) => Math.expm1(held.features[row * SEEN.length + n]!);
  const middle = waits.slice().sort()[waits.length >> 1]!;
  return {
    n: held.waits.length,
    mae: errorOf((row) => waitBy(median, row)),
    ownMeanGap: errorOf((row) => Math.max(0, feature(row, gap) - feature(row, recency))),
    globalMedian: errorOf(() => middle),
    /** Share of the waits within the interval that is to hold 80 % of them. */
    intervalCoverage: inside.length / held.waits.length,
  };
}

function returning(snapshot: Snapshot) {
  const rows = [...snapshot.waits.keys()].filter(
    (row) => snapshot.orders[row]! >= FEWEST_ORDERS && snapshot.waits[row]! < Infinity,
  );
  const all = pickFeatures(snapshot, SEEN);
  const features = new Float64Array(rows.length * SEEN.length);
  rows.forEach((row, n) => {
    features.set(
      all.features.subarray(row * SEEN.length, (row + 1) * SEEN.length),
      n * SEEN.length,
    );
  });
  return { features, waits: Float64Array.from(rows, (row) => snapshot.waits[row]!) };
}

function concatenate(parts: readonly Float64Array[]): Float64Array {
  return Float64Array.from(parts.flatMap((part) => [...part]));
}
