import {
  explainByNeighbours,
  rankByNeighbours,
  type ProductNeighbours,
  type Term,
} from "~/ml/product-neighbours";
import type { WeightedProduct } from "../purchases/history";
import type { Reason, Recommendation } from "../recommendation";
import type { FittedModels, Recommender } from "../recommender";

interface NeighbourAsk {
  readonly recommender: Recommender;
  readonly fitted: FittedModels;
  readonly accepts: (productId: string) => boolean;
  /** At most, ≥ 0. */
  readonly count: number;
}

type NeighbourReason = "goes_with" | "because_you_bought" | "chosen_next";

/**
 * Ranks products by the neighbours of weighed products. Each names the one that adds most to its
 * score, with how many customers stand behind that.
 *
 * @param reasonFor how a product of `basis` is spoken of
 */
export function rankWithReasons(
  { recommender, fitted, accepts, count }: NeighbourAsk,
  modelKind: "item_knn" | "next_order",
  basis: readonly WeightedProduct[],
  reasonFor: (productId: string) => NeighbourReason,
): Recommendation[] {
  const { productIds, itemKnn, nextOrder } = fitted.models;
  const neighbours = modelKind === "item_knn" ? itemKnn : nextOrder;
  const known = basis.flatMap(({ productId, weight }) => {
    const index = recommender.indices.get(productId);
    return index === undefined ? [] : [{ index, weight }];
  });
  const history = {
    products: Int32Array.from(known, ({ index }) => index),
    weights: Float64Array.from(known, ({ weight }) => weight),
  };

  return rankByNeighbours(neighbours, history, count, (index) =>
    accepts(productIds[index] ?? ""),
  ).flatMap(({ product, score }) => {
    const main = largest(explainByNeighbours(neighbours, history, product));
    const productId = productIds[product];
    const because = main ? productIds[main.product] : undefined;
    if (!main || productId === undefined || because === undefined) return [];
    return [
      {
        productId,
        score,
        reason: toReason(reasonFor(because), because, main, neighbours, recommender),
        modelKind,
        modelVersion: fitted.version,
      },
    ];
  });
}

/** Of equal terms the first. */
function largest(terms: readonly Term[]): Term | null {
  return terms.reduce<Term | null>(
    (best, term) => (best && best.score >= term.score ? best : term),
    null,
  );
}

function toReason(
  kind: NeighbourReason,
  productId: string,
  { product, shared }: Term,
  { buyers }: ProductNeighbours,
  { products }: Recommender,
): Reason {
  return {
    kind,
    productId,
    title: products.get(productId)?.title ?? null,
    sharedBuyers: shared,
    share: shared / Math.max(1, buyers[product] ?? 0),
  };
}
