import type { ProductWeights } from "~/ml/neighbors/product-neighbors";
import type { SparseScores } from "~/ml/matrices/sparse-scores";
import { latestDay, type Interactions } from "./interactions";

/** Adds one model's scores for a user's history. */
export type Scorer = (user: number, into: SparseScores) => void;

export type Settings = Readonly<Record<string, number>>;

export interface Recommender {
  /** Values that the back-test may choose from, by setting; the first is the initial one. */
  readonly grid: Readonly<Record<string, readonly number[]>>;
  /** Fits on the interactions; the scorer covers their users. */
  prepare(interactions: Interactions): (settings: Settings) => Scorer;
}

const NEVER = Infinity;

/** Each item of a user's history once, with the sum of its weights. */
export function historyOf(
  interactions: Interactions,
  { halfLifeSteps = NEVER, halfLifeDays = NEVER }: Settings,
): (user: number) => ProductWeights {
  const { offsets, itemOf, steps, days } = interactions;
  const now = latestDay(interactions);
  return (user) => {
    const end = offsets[user + 1]!;
    const weightOf = new Map<number, number>();
    for (let at = offsets[user]!; at < end; at++) {
      const ageSteps = steps[end - 1]! - steps[at]!;
      const weight = 2 ** (-ageSteps / halfLifeSteps - (now - days[at]!) / halfLifeDays);
      weightOf.set(itemOf[at]!, (weightOf.get(itemOf[at]!) ?? 0) + weight);
    }
    return { products: [...weightOf.keys()], weights: [...weightOf.values()] };
  };
}

/** Caches fits by settings. */
export function cacheBySettings<A extends number[], T>(fit: (...args: A) => T): (...args: A) => T {
  const fitted = new Map<string, T>();
  return (...args) => {
    const key = args.join(" ");
    const known = fitted.get(key);
    if (known !== undefined) return known;
    const fresh = fit(...args);
    fitted.set(key, fresh);
    return fresh;
  };
}
