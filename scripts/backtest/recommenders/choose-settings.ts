import { clearScores, createSparseScores } from "~/ml/matrices/sparse-scores";
import {
  createListMaker,
  createMetricSums,
  ownItems,
  type ListKind,
  type RankingTask,
} from "./ranking-task";
import type { Scorer, Settings } from "./recommenders";

/** The possible settings, and the scorer for each choice. */
export interface Choice {
  /** Values by setting; the first is the initial one. */
  readonly grid: Readonly<Record<string, readonly number[]>>;
  readonly scorerFor: (settings: Settings) => Scorer;
}

/**
 * Chooses a recommender's settings by coordinate search, by the quality of the lists for the task's users. The task
 * must be within the training part.
 */
export function chooseSettings(
  { grid, scorerFor }: Choice,
  task: RankingTask,
  kind: ListKind,
  bestSellers: Int32Array,
): Settings {
  const qualityOf = (settings: Settings) =>
    measureScorer(scorerFor(settings), task, kind, bestSellers).ndcg10 ?? 0;
  const start = Object.entries(grid).map(([name, [first]]) => [name, first!] as const);
  let best: Settings = Object.fromEntries(start);
  let quality = qualityOf(best);
  for (const [name, values] of Object.entries(grid)) {
    for (const value of values.slice(1)) {
      const tried = { ...best, [name]: value };
      const triedQuality = qualityOf(tried);
      if (triedQuality > quality) [best, quality] = [tried, triedQuality];
    }
  }
  return best;
}

/** The metrics of a scorer's lists over the task's users. */
function measureScorer(score: Scorer, task: RankingTask, kind: ListKind, bestSellers: Int32Array) {
  const scores = createSparseScores(task.known.items);
  const listOf = createListMaker(bestSellers);
  const sums = createMetricSums(bestSellers.length);
  for (const user of task.users) {
    score(user, scores);
    const list = listOf(scores, kind === "novel" ? ownItems(task.known, user) : null);
    sums.add(list, task.targetsOf(user));
    clearScores(scores);
  }
  return sums.means();
}
