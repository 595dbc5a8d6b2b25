import type { ProductNeighbors } from "~/ml/neighbors/product-neighbors";
import { withMinShared } from "~/ml/neighbors/product-neighbors";
import { scoreBySessionKnn } from "~/ml/neighbors/session-knn";
import { scoreByUpCf } from "~/ml/neighbors/up-cf";
import { clearScores, createSparseScores, type SparseScores } from "~/ml/matrices/sparse-scores";
import { markHits, ndcgAt } from "~/ml/ranking/ranking-metrics";
import { clearTopK, createTopK, offerTopK, sortTopK, wouldKeep } from "~/ml/ranking/top-k";
import { scoreQuery } from "../blend";
import { decayHistory, shareOfRecent } from "../purchases/profile-history";
import type { HistoryDecay } from "../purchases/purchase";
import { isMeasurablyBetter } from "./paired-differences";
import { relationFitters } from "./visit-relations";
import { fitters, type FitData } from "./fit-models";
import type { ListTask } from "./list-tasks";
import { prepareRecentShares, prepareUserKnn, type ListBasis } from "./model-queries";
import {
  GENERAL_SETTINGS,
  SETTING_GRID,
  type ModelSettings,
  type TunedSource,
} from "./model-settings";

/** Customers on whom settings are compared: an even sample of the list's tasks. */
const MAX_TASKS = 1_500;
/** With fewer, results are due to chance. */
const MIN_TASKS = 100;
const LISTED = 10;

interface ChooseSettingsInput {
  /** Data up to the cut. */
  readonly data: FitData;
  readonly ease: ProductNeighbors;
  readonly newForYou: readonly ListTask[];
  readonly nextBasket: readonly ListTask[];
}

/** Scores a task's products by one model with given settings. */
type Score = (basis: ListBasis, into: SparseScores) => void;

/**
 * Chooses each model's settings by what customers bought after the cut: one setting after the other, the value with
 * the highest NDCG of the model's own list. With few customers the general settings are used.
 */
export function chooseSettings({
  data,
  ease,
  newForYou,
  nextBasket,
}: ChooseSettingsInput): ModelSettings {
  const forNew = sample(newForYou);
  const forNext = sample(nextBasket);
  const needed = knownIn(forNew, data.productIds.length);
  const choose = <S extends TunedSource>(
    source: S,
    tasks: readonly ListTask[],
    scorerFor: (settings: ModelSettings[S]) => Score,
  ): ModelSettings[S] => {
    if (tasks.length < MIN_TASKS) return GENERAL_SETTINGS[source];
    const scores = createSparseScores(data.productIds.length);
    return searchCoordinates(GENERAL_SETTINGS[source], SETTING_GRID[source], (settings) =>
      measure(scorerFor(settings), tasks, scores),
    );
  };
  const products = data.productIds.length;
  const { browsing } = data;
  const chooseBoughtAfter = (source: "bought_after_view" | "bought_after_cart") =>
    browsing
      ? choose(
          source,
          forNew,
          byNeighbors((it) => relationFitters[source]({ ...data, browsing }, it, needed)),
        )
      : GENERAL_SETTINGS[source];
  return {
    item_knn: choose(
      "item_knn",
      forNew,
      byNeighbors((it) => fitters.itemKnn(data, it, needed)),
    ),
    rp3_beta: choose(
      "rp3_beta",
      forNew,
      byFilteredNeighbors((it) => fitters.rp3Beta(data, it, needed)),
    ),
    ease: choose(
      "ease",
      forNew,
      byFilteredNeighbors(() => ease),
    ),
    transitions: choose(
      "transitions",
      forNew,
      byNeighbors((it) => fitters.transitions(data, it, needed)),
    ),
    user_knn: choose("user_knn", forNew, (settings) => {
      const model = prepareUserKnn(data.sequences, products, settings);
      return ({ history }, into) => {
        const items = Int32Array.from(history.purchases, ({ product }) => product);
        const steps = Int32Array.from(history.purchases, ({ step }) => step);
        scoreBySessionKnn(model, { items, steps }, into);
      };
    }),
    up_cf: choose("up_cf", forNext, (settings) => {
      const model = prepareRecentShares(data.sequences, products, settings);
      return ({ history }, into) =>
        scoreByUpCf(model, shareOfRecent(history, settings.recency), into);
    }),
    viewed_together: browsing
      ? choose(
          "viewed_together",
          forNew,
          byNeighbors((it) => relationFitters.viewed_together({ ...data, browsing }, it, needed)),
        )
      : GENERAL_SETTINGS.viewed_together,
    bought_after_view: chooseBoughtAfter("bought_after_view"),
    bought_after_cart: chooseBoughtAfter("bought_after_cart"),
  };
}

type Fit<T> = (settings: T) => ProductNeighbors;

function byNeighbors<T extends HistoryDecay>(fit: Fit<T>): (settings: T) => Score {
  const fitted = keepLast(fit);
  return (settings) => neighborScorer(fitted(settings), settings);
}

/** The same for a model of which pairs with few customers are dropped after the fit: one fit serves all minimums. */
function byFilteredNeighbors<T extends HistoryDecay & { readonly minShared: number }>(
  fit: Fit<T>,
): (settings: T) => Score {
  const fitted = keepLast(fit);
  return (settings) => {
    const unfiltered = fitted({ ...settings, minShared: 1 });
    return neighborScorer(withMinShared(unfiltered, settings.minShared), settings);
  };
}

/** Fits once for any number of history decays in a row. */
function keepLast<T extends HistoryDecay>(fit: Fit<T>): Fit<T> {
  let last: { readonly key: string; readonly neighbors: ProductNeighbors } | null = null;
  return (settings) => {
    const key = JSON.stringify({ ...settings, halfLifeDays: 0, halfLifeOrders: 0 });
    if (last?.key !== key) {
      // The previous fit must be collectable before the next one needs memory.
      last = null;
      last = { key, neighbors: fit(settings) };
    }
    return last.neighbors;
  };
}

const neighborScorer =
  (neighbors: ProductNeighbors, decay: HistoryDecay): Score =>
  ({ history }, into) =>
    scoreQuery(
      { source: "item_knn", proposes: true, neighbors, of: decayHistory(history, decay) },
      into,
    );

/**
 * The best settings when one after the other takes each of its values. A value replaces one that comes earlier only
 * if it is better by the standard error: otherwise the difference is chance.
 */
function searchCoordinates<T extends Readonly<Record<string, number>>>(
  start: T,
  grid: { readonly [K in keyof T]: readonly number[] },
  qualitiesOf: (settings: T) => Float64Array,
): T {
  let best = start;
  let qualities = qualitiesOf(start);
  for (const [name, values] of Object.entries<readonly number[]>(grid)) {
    for (const value of values) {
      if (value === start[name]) continue;
      const tried = { ...best, [name]: value };
      const triedQualities = qualitiesOf(tried);
      if (isMeasurablyBetter(triedQualities, qualities))
        [best, qualities] = [tried, triedQualities];
    }
  }
  return best;
}

/** The NDCG of the first ten, for each task. */
function measure(score: Score, tasks: readonly ListTask[], scores: SparseScores): Float64Array {
  const top = createTopK(LISTED);
  return Float64Array.from(tasks, ({ basis, targets, accepts }) => {
    score(basis, scores);
    clearTopK(top);
    for (let n = 0; n < scores.count; n++) {
      const product = scores.nonZero[n] ?? -1;
      const value = scores.values[product] ?? 0;
      if (wouldKeep(top, product, value) && accepts(product)) offerTopK(top, product, value);
    }
    sortTopK(top);
    const ranked = top.indices.subarray(0, top.size);
    const hits = markHits(ranked, (product) => targets.has(product), LISTED);
    clearScores(scores);
    return ndcgAt(hits, targets.size, LISTED);
  });
}

function sample(tasks: readonly ListTask[]): ListTask[] {
  const every = Math.ceil(tasks.length / MAX_TASKS);
  return tasks.filter((_, n) => n % every === 0);
}

/** One flag per product: whether a task's customer knows it. Only these need neighbors to be compared. */
function knownIn(tasks: readonly ListTask[], products: number): Uint8Array {
  const flags = new Uint8Array(products);
  for (const { basis } of tasks) {
    for (const product of basis.history.own.keys()) flags[product] = 1;
    for (const { product } of basis.history.explored) flags[product] = 1;
  }
  return flags;
}
