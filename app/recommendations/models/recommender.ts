import { isOfferable, type CatalogProduct } from "~/catalog/catalog-product";
import { createBlendScratch, type BlendScratch } from "../blend";
import type { StoredRules } from "../baskets/rule-store.server";
import { indexRules } from "../baskets/rule-index";
import type { PreparedSessions } from "../sessions/session-model";
import { sortModels, type SortedModels } from "./model-queries";
import type { RecommendationModels } from "./fit-models";
import type { RetainedFit, ListChoices } from "./list-choice";
import type { CollectionMembers } from "../rules/apply-rules";
import type { Rule } from "../rules/rule";

/** One version of a shop's models, with the ranking of each list. */
export interface FittedModels {
  readonly version: number;
  readonly models: RecommendationModels;
  readonly choices: ListChoices;
  /** Why it was retained over a newer fit; `null` for the newest. */
  readonly kept: RetainedFit | null;
}

/** The merchant's rules, with the members of their collections. */
export interface ShopRules {
  readonly rules: readonly Rule[];
  readonly collections: CollectionMembers;
}

const NO_RULES: ShopRules = { rules: [], collections: new Map() };

/** What a shop learned from its baskets and from its visits; each `null` without enough of them. */
export interface LearnedPatterns {
  readonly productRules: StoredRules | null;
  readonly sessions: PreparedSessions | null;
}

const NO_PATTERNS: LearnedPatterns = { productRules: null, sessions: null };

/** Models, catalog and rules combined once, to rank for many profiles. */
export interface Recommender {
  /** `null` before the first fit: only the newest products can be recommended. */
  readonly fitted: (FittedModels & { readonly sorted: SortedModels }) | null;
  readonly products: ReadonlyMap<string, CatalogProduct>;
  /** Product id → index in the models. */
  readonly indices: ReadonlyMap<string, number>;
  /** Indices of offerable products that sell, most popular first. */
  readonly bestSellers: readonly number[];
  /** Offerable products with few recent buyers, including new ones, newest first. */
  readonly rare: readonly CatalogProduct[];
  /** Offerable products, newest first. */
  readonly newest: readonly CatalogProduct[];
  readonly shopRules: ShopRules;
  readonly patterns: LearnedPatterns;
  /** Product id → number of recent emails that contain it, for products with tracked stock. */
  readonly placed: ReadonlyMap<string, number>;
  readonly scratch: BlendScratch;
}

/** With fewer recent buyers a product is not a best seller. */
export const MIN_BEST_SELLER_BUYERS = 3;

/** Cost: O(products × log products), for a shop's whole catalog. Equal input gives equal order. */
export function prepareRecommender(
  fitted: FittedModels | null,
  catalog: readonly CatalogProduct[],
  shopRules: ShopRules = NO_RULES,
  placed: ReadonlyMap<string, number> = new Map(),
  patterns: LearnedPatterns = NO_PATTERNS,
): Recommender {
  const products = new Map(catalog.map((product) => [product.productId, product]));
  const indices = new Map(fitted?.models.productIds.map((id, index) => [id, index]));
  const newest = catalog
    .filter(isOfferable)
    .sort((a, b) => b.since.getTime() - a.since.getTime() || (a.productId < b.productId ? -1 : 1));
  const buyersOf = (productId: string) =>
    fitted?.models.recentBuyers[indices.get(productId) ?? -1] ?? 0;
  return {
    fitted: fitted && {
      ...fitted,
      sorted: sortModels(
        fitted.models,
        indexRules(patterns.productRules?.mined.rules ?? [], indices),
      ),
    },
    patterns,
    products,
    indices,
    bestSellers: fitted ? rankBestSellers(fitted.models, products) : [],
    newest,
    rare: newest.filter(({ productId }) => buyersOf(productId) < MIN_BEST_SELLER_BUYERS),
    shopRules,
    placed,
    scratch: createBlendScratch(indices.size),
  };
}

function rankBestSellers(
  { productIds, popularity, recentBuyers }: RecommendationModels,
  products: ReadonlyMap<string, CatalogProduct>,
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
