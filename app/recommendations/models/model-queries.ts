import type { ProductWeights } from "~/ml/neighbors/product-neighbors";
import type { RecommendationModels } from "./fit-models";
import type { ScoreSource } from "../recommendation";
import type { OwnProduct, ProfilePurchases } from "../purchases/profile-history";
import type { BlendedList, ModelQuery } from "../blend";

/** Models with their products by descending popularity, sorted once. */
export interface SortedModels {
  readonly models: RecommendationModels;
  /** Indices of sold products, most popular first. */
  readonly popular: Int32Array;
  readonly rising: Int32Array;
}

export function sortModels(models: RecommendationModels): SortedModels {
  return { models, popular: byFalling(models.popularity), rising: byFalling(models.trend) };
}

/** The query of a list: a profile's history and the trigger products. */
export interface ListBasis {
  readonly history: ProfilePurchases;
  /** The lines of a cart, a checkout or an order. */
  readonly trigger: ProductWeights;
}

/** The models of each list, in the order of its weights. */
export const LIST_SOURCES = {
  new_for_you: ["item_knn", "rp3_beta", "ease", "next_order", "content", "popularity", "trend"],
  goes_with: ["item_knn", "rp3_beta", "next_order", "content", "popularity"],
  buy_again: ["own_frequency", "own_recency", "repeat_rate", "popularity"],
} as const satisfies Record<BlendedList, readonly ScoreSource[]>;

/** The query of each model of a list, in the order of `LIST_SOURCES`. */
export function queriesFor(
  list: BlendedList,
  sorted: SortedModels,
  basis: ListBasis,
): ModelQuery[] {
  const { models } = sorted;
  const { history, trigger } = basis;
  const own = list === "new_for_you" ? history.decayed : trigger;
  const last = list === "new_for_you" ? history.lastOrder : trigger;
  // Related products are bought together, not similar; repeat purchases were bought before.
  const proposes = list === "new_for_you";
  const bought = list !== "buy_again";

  return LIST_SOURCES[list].map((source): ModelQuery => {
    switch (source) {
      case "item_knn":
        return { source, proposes: bought, neighbors: models.itemKnn, of: own };
      case "rp3_beta":
        return { source, proposes: bought, neighbors: models.rp3Beta, of: own };
      case "ease":
        return { source, proposes: bought, neighbors: models.ease, of: own };
      case "next_order":
        return { source, proposes: bought, neighbors: models.nextOrder, of: last };
      case "content":
        return { source, proposes, neighbors: models.content, of: own };
      case "popularity":
        return { source, proposes, scoreOf: at(models.popularity), ranked: sorted.popular };
      case "trend":
        return { source, proposes, scoreOf: at(models.trend), ranked: sorted.rising };
      case "own_frequency":
        return ofOwn(source, ({ frequency }) => frequency);
      case "own_recency":
        return ofOwn(source, ({ recency }) => recency);
      case "repeat_rate":
        return { source, proposes: false, scoreOf: at(models.repeatRates), ranked: [] };
    }
  });

  function ofOwn(source: ScoreSource, scoreOf: (own: OwnProduct) => number): ModelQuery {
    const score = (product: number) => {
      const own = history.own.get(product);
      return own ? scoreOf(own) : 0;
    };
    return { source, proposes: false, scoreOf: score, ranked: [] };
  }
}

const at =
  (scores: Float64Array) =>
  (product: number): number =>
    scores[product] ?? 0;

/** Additional candidates, independent of the models. */
export function additionalCandidates(list: BlendedList, { history }: ListBasis): readonly number[] {
  return list === "buy_again" ? [...history.own.keys()] : [];
}

function byFalling(scores: Float64Array): Int32Array {
  const score = (n: number) => scores[n] ?? 0;
  return Int32Array.from(scores.keys())
    .filter((n) => score(n) > 0)
    .sort((a, b) => score(b) - score(a) || a - b);
}
