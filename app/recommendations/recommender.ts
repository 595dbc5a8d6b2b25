import { isOfferable, type CatalogueProduct } from "~/catalog/catalogue-product";
import type { RecommendationModels } from "./models/fit-models";

/** A shop's models as one version of its model row holds them. */
export interface FittedModels {
  readonly version: number;
  readonly models: RecommendationModels;
}

/** Models and catalogue brought together once, to rank for many profiles. */
export interface Recommender {
  /** `null` before the first fit: only the newest products can be recommended. */
  readonly fitted: FittedModels | null;
  readonly products: ReadonlyMap<string, CatalogueProduct>;
  /** Product id → index in the models. */
  readonly indices: ReadonlyMap<string, number>;
  /** Indices of offerable products that sell, most popular first. */
  readonly bestSellers: readonly number[];
  /** Offerable products, newest first. */
  readonly newest: readonly CatalogueProduct[];
}

/** Fewer recent buyers make no best seller. */
const MIN_BEST_SELLER_BUYERS = 3;

/** Cost: O(products × log products), for a shop's whole catalogue. Equal input gives equal order. */
export function prepareRecommender(
  fitted: FittedModels | null,
  catalogue: readonly CatalogueProduct[],
): Recommender {
  const products = new Map(catalogue.map((product) => [product.productId, product]));
  return {
    fitted,
    products,
    indices: new Map(fitted?.models.productIds.map((id, index) => [id, index])),
    bestSellers: fitted ? rankBestSellers(fitted.models, products) : [],
    newest: catalogue
      .filter(isOfferable)
      .sort(
        (a, b) => b.since.getTime() - a.since.getTime() || (a.productId < b.productId ? -1 : 1),
      ),
  };
}

function rankBestSellers(
  { productIds, popularity, recentBuyers }: RecommendationModels,
  products: ReadonlyMap<string, CatalogueProduct>,
): number[] {
  return productIds
    .map((id, index) => ({ product: products.get(id), index }))
    .filter(
      ({ product, index }) =>
        product !== undefined &&
        isOfferable(product) &&
        (recentBuyers[index] ?? 0) >= MIN_BEST_SELLER_BUYERS,
    )
    .map(({ index }) => index)
    .sort((a, b) => (popularity[b] ?? 0) - (popularity[a] ?? 0) || a - b);
}
