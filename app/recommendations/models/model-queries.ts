import { addScore } from "~/ml/matrices/sparse-scores";
import {
  NO_NEIGHBORS,
  type ProductNeighbors,
  type ProductWeights,
} from "~/ml/neighbors/product-neighbors";
import { indexSessions, scoreBySessionKnn, type SessionKnn } from "~/ml/neighbors/session-knn";
import { prepareUpCf, recentShares, scoreByUpCf, type UpCf } from "~/ml/neighbors/up-cf";
import { NO_PRODUCT_RULES, scoreByRules, type RuleIndex } from "../baskets/rule-index";
import type { RecommendationModels } from "./fit-models";
import { NEVER, type ModelSettings } from "./model-settings";
import type { ScoreSource } from "../recommendation";
import {
  decayHistory,
  shareOfRecent,
  type OwnProduct,
  type ProfilePurchases,
} from "../purchases/profile-history";
import { HISTORY_HALF_LIFE_DAYS } from "../purchases/purchase";
import type { BlendedList, BlendWeights, ModelQuery } from "../blend";

/** Models with what they need for ranking, prepared once. Their memory is reused, so they are for one thread. */
export interface SortedModels {
  readonly models: RecommendationModels;
  /** Indices of sold products, most popular first. */
  readonly popular: Int32Array;
  readonly rising: Int32Array;
  readonly lasting: Int32Array;
  readonly userKnn: SessionKnn;
  readonly upCf: UpCf;
  readonly productRules: RuleIndex;
}

export function sortModels(
  models: RecommendationModels,
  productRules: RuleIndex = NO_PRODUCT_RULES,
): SortedModels {
  const { settings, sequences, productIds } = models;
  return {
    models,
    popular: byFalling(models.popularity),
    rising: byFalling(models.trend),
    lasting: byFalling(models.longTerm),
    userKnn: prepareUserKnn(sequences, productIds.length, settings.user_knn),
    upCf: prepareRecentShares(sequences, productIds.length, settings.up_cf),
    productRules,
  };
}

/** Customers that vote for a list. */
const SIMILAR_CUSTOMERS = 300;
/** A product's latest customers that are compared. Best sellers have many, who say little. */
const COMPARED_PER_PRODUCT = 2_000;

/** Customers with similar orders in a similar sequence. */
export function prepareUserKnn(
  sequences: RecommendationModels["sequences"],
  products: number,
  { itemHalfLife, voteHalfLife, lengthPower, sessionHalfLifeDays }: ModelSettings["user_knn"],
): SessionKnn {
  const options = {
    neighbors: SIMILAR_CUSTOMERS,
    itemHalfLife,
    voteHalfLife,
    voteBackward: 1,
    lengthPower,
    sessionHalfLife: sessionHalfLifeDays,
    inverseFrequency: true,
  };
  return indexSessions(sequences, products, options, COMPARED_PER_PRODUCT);
}

/** Customers with similar last orders. */
export function prepareRecentShares(
  sequences: RecommendationModels["sequences"],
  products: number,
  { recency, locality }: ModelSettings["up_cf"],
): UpCf {
  const options = { neighbors: SIMILAR_CUSTOMERS, asymmetry: 0.25, locality };
  return prepareUpCf(recentShares(sequences, products, recency), options);
}

/** The query of a list: a profile's history and the trigger products. */
export interface ListBasis {
  readonly history: ProfilePurchases;
  /** The lines of a cart, a checkout or an order. */
  readonly trigger: ProductWeights;
  /** The votes of similar customers, for a profile with few or no orders. */
  readonly votes?: ProductWeights;
}

const OWN = ["own_frequency", "own_recency", "repeat_rate"] as const;
const BY_HISTORY = ["item_knn", "rp3_beta", "ease", "transitions", "user_knn"] as const;

/** The models of each list, in the order of its weights. */
export const LIST_SOURCES = {
  new_for_you: [
    ...BY_HISTORY,
    "up_cf",
    "next_order",
    "content",
    "popularity",
    "trend",
    "long_term",
  ],
  goes_with: [
    "item_knn",
    "rp3_beta",
    "transitions",
    "next_order",
    "bought_together",
    "content",
    "popularity",
  ],
  buy_again: [...OWN, "up_cf", "popularity", "long_term"],
  next_basket: [...OWN, "up_cf", ...BY_HISTORY, "popularity", "trend", "long_term"],
} as const satisfies Record<BlendedList, readonly ScoreSource[]>;

/** The models of visits, which compete in each list but that of repeat purchases. */
export const VISIT_SOURCES = [
  "viewed_together",
  "bought_after_view",
  "bought_after_cart",
] as const satisfies readonly ScoreSource[];

export type QueriedSource =
  | (typeof LIST_SOURCES)[BlendedList][number]
  | (typeof VISIT_SOURCES)[number];

/** The models that rank a list: those of visits only if its weights know them. */
export function sourcesIn(list: BlendedList, weights: BlendWeights): readonly QueriedSource[] {
  const isKnown = (source: ScoreSource) => weights.some((it) => it.source === source);
  return [...LIST_SOURCES[list], ...VISIT_SOURCES.filter(isKnown)];
}

/**
 * The query of each model of a list, in the order of its sources; then, for new products, that of similar customers if
 * there are any.
 */
export function queriesFor(
  list: BlendedList,
  sources: readonly QueriedSource[],
  sorted: SortedModels,
  basis: ListBasis,
): ModelQuery[] {
  const queries = sources.map((source) => queryFor(source, list, sorted, basis));
  const { votes } = basis;
  return votes && list === "new_for_you" ? [...queries, queryVotes(votes)] : queries;
}

function queryVotes({ products, weights }: ProductWeights): ModelQuery {
  const scoreInto: Extract<ModelQuery, { scoreInto: unknown }>["scoreInto"] = (into) => {
    for (let n = 0; n < products.length; n++) addScore(into, products[n] ?? -1, weights[n] ?? 0);
  };
  return { source: "similar_customers", proposes: true, scoreInto };
}

/** One model's query. */
export function queryFor(
  source: QueriedSource,
  list: BlendedList,
  { models, popular, rising, lasting, userKnn, upCf, productRules }: SortedModels,
  { history, trigger }: ListBasis,
): ModelQuery {
  const { settings } = models;
  const isForProfile = list !== "goes_with";
  const last = isForProfile ? history.lastOrder : trigger;
  // Related products are bought together, not similar; repeat purchases were bought before.
  const proposes = list === "new_for_you" || list === "next_basket";
  const bought = list !== "buy_again";
  const own = (decay: Parameters<typeof decayHistory>[1]) =>
    isForProfile ? decayHistory(history, decay) : trigger;

  switch (source) {
    case "item_knn":
      return {
        source,
        proposes: bought,
        neighbors: models.itemKnn,
        of: own(settings.item_knn),
      };
    case "rp3_beta":
      return { source, proposes: bought, neighbors: models.rp3Beta, of: own(settings.rp3_beta) };
    case "ease":
      return { source, proposes: bought, neighbors: models.ease, of: own(settings.ease) };
    case "transitions":
      return {
        source,
        proposes: bought,
        neighbors: models.transitions,
        of: own(settings.transitions),
      };
    case "user_knn":
      return { source, proposes: bought, scoreInto: byUserKnn };
    case "up_cf": {
      const recent = shareOfRecent(history, settings.up_cf.recency);
      return { source, proposes, scoreInto: (into) => scoreByUpCf(upCf, recent, into) };
    }
    case "next_order":
      return { source, proposes: bought, neighbors: models.nextOrder, of: last };
    case "bought_together":
      return {
        source,
        proposes: bought,
        scoreInto: (into) => scoreByRules(productRules, trigger.products, into),
      };
    case "viewed_together":
    case "bought_after_view":
    case "bought_after_cart":
      return {
        source,
        proposes: bought,
        neighbors: relationOf(source, models),
        of: own(settings[source]),
      };
    case "content":
      return {
        source,
        proposes,
        neighbors: models.content,
        of: own({ halfLifeDays: HISTORY_HALF_LIFE_DAYS, halfLifeOrders: NEVER }),
      };
    case "popularity":
      return { source, proposes, scoreOf: at(models.popularity), ranked: popular };
    case "trend":
      return { source, proposes, scoreOf: at(models.trend), ranked: rising };
    case "long_term":
      return { source, proposes, scoreOf: at(models.longTerm), ranked: lasting };
    case "own_frequency":
      return ofOwn(source, ({ frequency }) => frequency);
    case "own_recency":
      return ofOwn(source, ({ recency }) => recency);
    case "repeat_rate":
      return ofOwn(source, (_, product) => models.repeatRates[product] ?? 0);
  }

  function byUserKnn(into: Parameters<typeof scoreBySessionKnn>[2]) {
    const items = Int32Array.from(history.purchases, ({ product }) => product);
    const steps = Int32Array.from(history.purchases, ({ step }) => step);
    scoreBySessionKnn(userKnn, { items, steps }, into);
  }

  function ofOwn(
    of: ScoreSource,
    scoreOf: (own: OwnProduct, product: number) => number,
  ): ModelQuery {
    const score = (product: number) => {
      const it = history.own.get(product);
      return it ? scoreOf(it, product) : 0;
    };
    return { source: of, proposes: false, scoreOf: score, ranked: [] };
  }
}

function relationOf(
  source: (typeof VISIT_SOURCES)[number],
  { visitRelations }: RecommendationModels,
): ProductNeighbors {
  if (!visitRelations) return NO_NEIGHBORS;
  const { viewedTogether, boughtAfterView, boughtAfterCart } = visitRelations;
  return {
    viewed_together: viewedTogether,
    bought_after_view: boughtAfterView,
    bought_after_cart: boughtAfterCart,
  }[source];
}

const at =
  (scores: Float64Array) =>
  (product: number): number =>
    scores[product] ?? 0;

/** Additional candidates, independent of the models. */
export function additionalCandidates(list: BlendedList, { history }: ListBasis): readonly number[] {
  return list === "buy_again" || list === "next_basket" ? [...history.own.keys()] : [];
}

function byFalling(scores: Float64Array): Int32Array {
  const score = (n: number) => scores[n] ?? 0;
  return Int32Array.from(scores.keys())
    .filter((n) => score(n) > 0)
    .sort((a, b) => score(b) - score(a) || a - b);
}
