import {
  cappedRecallAt,
  hitRateAt,
  markHits,
  ndcgAt,
  recallAt,
  reciprocalRankAt,
} from "~/ml/ranking/ranking-metrics";
import type { SparseScores } from "~/ml/matrices/sparse-scores";
import { clearTopK, createTopK, offerTopK, sortTopK } from "~/ml/ranking/top-k";
import type { Interactions } from "./interactions";

/** A model's task: rank items for users whose later items are known. */
export interface RankingTask {
  /** The data that may be used for ranking. */
  readonly known: Interactions;
  /** Users with at least one target. */
  readonly users: Int32Array;
  /** The user's later items, each once. */
  targetsOf(user: number): ReadonlySet<number>;
}

/** Items that a list may contain: any, or only those that the user lacks. */
export type ListKind = "all" | "novel";

export const LIST_LENGTH = 20;

/** The items that a user has had. */
export function ownItems({ offsets, itemOf }: Interactions, user: number): Set<number> {
  return new Set(itemOf.subarray(offsets[user], offsets[user + 1]));
}

/** The task without targets that the users already had. */
export function novelTask(task: RankingTask): RankingTask {
  const targetsOf = (user: number) => {
    const own = ownItems(task.known, user);
    return new Set([...task.targetsOf(user)].filter((item) => !own.has(item)));
  };
  return { ...task, users: task.users.filter((user) => targetsOf(user).size > 0), targetsOf };
}

/** Ranks scored items, best first, and fills the list up with best sellers. */
export function createListMaker(bestSellers: Int32Array) {
  const top = createTopK(LIST_LENGTH);
  return (scores: SparseScores, excluded: ReadonlySet<number> | null): number[] => {
    clearTopK(top);
    for (let n = 0; n < scores.count; n++) {
      const item = scores.nonZero[n]!;
      const score = scores.values[item]!;
      if (score > 0 && !excluded?.has(item)) offerTopK(top, item, score);
    }
    sortTopK(top);
    const list = Array.from(top.indices.subarray(0, top.size));
    if (list.length === LIST_LENGTH) return list;
    const listed = new Set(list);
    for (const item of bestSellers) {
      if (list.length >= LIST_LENGTH) break;
      if (!listed.has(item) && !excluded?.has(item)) list.push(item);
    }
    return list;
  };
}

/** The list filled up with best sellers that may be listed. */
export function fillUp(
  list: readonly number[],
  bestSellers: Int32Array,
  accepts: (item: number) => boolean,
): number[] {
  const filled = [...list];
  if (filled.length >= LIST_LENGTH) return filled;
  const listed = new Set(list);
  for (const item of bestSellers) {
    if (filled.length >= LIST_LENGTH) break;
    if (!listed.has(item) && accepts(item)) filled.push(item);
  }
  return filled;
}

export type RankingMetrics = Record<string, number>;

/** Each metric of one list by its printed name. */
const METRICS: Readonly<Record<string, (hits: Uint8Array, targets: number) => number>> = {
  recall10: (hits, targets) => recallAt(hits, targets, 10),
  cappedRecall10: (hits, targets) => cappedRecallAt(hits, targets, 10),
  ndcg10: (hits, targets) => ndcgAt(hits, targets, 10),
  hitRate10: (hits) => hitRateAt(hits, 10),
  recall20: (hits, targets) => recallAt(hits, targets, 20),
  cappedRecall20: (hits, targets) => cappedRecallAt(hits, targets, 20),
  ndcg20: (hits, targets) => ndcgAt(hits, targets, 20),
  hitRate20: (hits) => hitRateAt(hits, 20),
  mrr20: (hits) => reciprocalRankAt(hits, 20),
};
const MEASURES = Object.entries(METRICS);

/** Accumulates the metrics of lists and their targets; `means` are over the lists. */
export function createMetricSums(catalog: number) {
  const sums = new Float64Array(MEASURES.length);
  const shown = new Set<number>();
  let lists = 0;
  return {
    add(list: ArrayLike<number>, targets: ReadonlySet<number>) {
      lists++;
      const hits = markHits(list, (item) => targets.has(item), LIST_LENGTH);
      // A list without a hit adds nothing.
      if (hits.includes(1)) {
        MEASURES.forEach(([, measure], n) => (sums[n]! += measure(hits, targets.size)));
      }
      for (let place = 0; place < Math.min(10, list.length); place++) shown.add(list[place]!);
    },
    /** Coverage is the share of the catalog in the first ten of any list. */
    means(): RankingMetrics {
      const means: RankingMetrics = { coverage: shown.size / Math.max(1, catalog) };
      if (lists > 0) MEASURES.forEach(([name], n) => (means[name] = sums[n]! / lists));
      return means;
    },
  };
}
