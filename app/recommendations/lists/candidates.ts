import { isOfferable } from "~/catalog/catalogue-product";
import { decayedHistory, lastTouched, type WeightedProduct } from "../purchases/history";
import { rankWithReasons } from "./neighbour-candidates";
import type { ListSource, Recommendation } from "../recommendation";
import type { RecommendationRequest } from "../recommendation-request";
import type { FittedModels, Recommender } from "../recommender";

/** Candidates a source gives for each product asked for: enough to find another vendor among. */
const POOL_FACTOR = 10;

/**
 * What one source would recommend, best first: all filters applied, vendors not yet spread.
 * Empty when the source has nothing to go by.
 */
export function candidatesFrom(
  source: ListSource,
  recommender: Recommender,
  request: RecommendationRequest,
): Recommendation[] {
  const accepts = acceptedProducts(recommender, request);
  const poolSize = POOL_FACTOR * request.count;
  if (source === "newest") {
    return recommender.newest
      .filter(({ productId }) => accepts(productId))
      .slice(0, poolSize)
      .map(({ productId, since }) => ({
        productId,
        score: since.getTime(),
        reason: { kind: "newest" },
        modelKind: "catalogue",
        modelVersion: null,
      }));
  }

  const { fitted } = recommender;
  if (!fitted) return [];
  const ask = { recommender, fitted, accepts, count: poolSize };
  const trigger = request.triggerProductIds.map((productId) => ({ productId, weight: 1 }));

  switch (source) {
    case "chosen_next":
      return rankWithReasons(ask, "next_order", trigger, () => "chosen_next");
    case "goes_with":
      return rankWithReasons(ask, "item_knn", trigger, () => "goes_with");
    case "like_last_touched": {
      const bought = new Set(request.history.map(({ productId }) => productId));
      return rankWithReasons(ask, "item_knn", lastTouched(request), (productId) =>
        bought.has(productId) ? "because_you_bought" : "goes_with",
      );
    }
    case "new_for_you":
      return rankWithReasons(ask, "item_knn", decayedHistory(request), () => "because_you_bought");
    case "category_best_sellers": {
      const about = trigger.length > 0 ? trigger : decayedHistory(request);
      const productType = mainType(recommender, about);
      return productType === null ? [] : bestSellers(ask, productType);
    }
    case "store_best_sellers":
      return bestSellers(ask, null);
  }
}

function acceptedProducts(
  { products }: Recommender,
  { history, triggerProductIds, excludedProductIds }: RecommendationRequest,
): (productId: string) => boolean {
  const barred = new Set([
    ...history.map(({ productId }) => productId),
    ...triggerProductIds,
    ...excludedProductIds,
  ]);
  return (productId) => {
    const product = products.get(productId);
    return product !== undefined && isOfferable(product) && !barred.has(productId);
  };
}

/** The product type with the most weight; of equal ones the first by name. `null` without any. */
function mainType({ products }: Recommender, weighted: readonly WeightedProduct[]): string | null {
  const weights = new Map<string, number>();
  for (const { productId, weight } of weighted) {
    const type = products.get(productId)?.productType;
    if (type) weights.set(type, (weights.get(type) ?? 0) + weight);
  }
  const [main] = [...weights].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return main?.[0] ?? null;
}

interface BestSellerAsk {
  readonly recommender: Recommender;
  readonly fitted: FittedModels;
  readonly accepts: (productId: string) => boolean;
  readonly count: number;
}

function bestSellers(
  { recommender, fitted, accepts, count }: BestSellerAsk,
  productType: string | null,
): Recommendation[] {
  const { productIds, popularity, recentBuyers, windowDays } = fitted.models;
  const found: Recommendation[] = [];
  for (const index of recommender.bestSellers) {
    if (found.length === count) break;
    const productId = productIds[index] ?? "";
    if (!accepts(productId)) continue;
    if (productType !== null && recommender.products.get(productId)?.productType !== productType) {
      continue;
    }
    const counted = { buyers: recentBuyers[index] ?? 0, windowDays };
    found.push({
      productId,
      score: popularity[index] ?? 0,
      reason:
        productType === null
          ? { kind: "popular", ...counted }
          : { kind: "popular_in_type", productType, ...counted },
      modelKind: "popularity",
      modelVersion: fitted.version,
    });
  }
  return found;
}
