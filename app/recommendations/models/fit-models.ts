import { MAX_EASE_PRODUCTS } from "~/ml/neighbors/ease";
import { fitEaseNeighbors } from "~/ml/neighbors/ease-neighbors";
import { fitItemKnn } from "~/ml/neighbors/item-knn";
import { fitNextOrder } from "~/ml/neighbors/next-order";
import { fitPopularity } from "~/ml/ranking/popularity";
import type { ProductNeighbors } from "~/ml/neighbors/product-neighbors";
import { fitRp3Beta } from "~/ml/neighbors/rp3-beta";
import { fromTriplets } from "~/ml/matrices/sparse-matrix";
import { fitTextNeighbors } from "~/ml/neighbors/text-neighbors";
import { daysBetween } from "../purchases/purchase";
import { countTerms, type DescribedProduct } from "./count-terms";
import {
  sortPurchases,
  type PurchaseColumns,
  type PurchaseHistories,
} from "../purchases/purchase-histories";

/** Models trained on a shop's orders and catalog, ready for ranking. An index is a position in `productIds`. */
export interface RecommendationModels {
  readonly trainedAt: Date;
  /** Every product that was ever bought or may be recommended, in code-unit order. */
  readonly productIds: readonly string[];
  /** Customers with a purchase, and pairs of customer and product. */
  readonly profileCount: number;
  readonly pairCount: number;
  /** Bought by the same customers. */
  readonly itemKnn: ProductNeighbors;
  /** Reached from a product through its customers. */
  readonly rp3Beta: ProductNeighbors;
  /** Predicts a product from all others of a customer; empty for a large catalog. */
  readonly ease: ProductNeighbors;
  /** Bought by a customer first in a later order. */
  readonly nextOrder: ProductNeighbors;
  /** Similar in text, vendor and price. */
  readonly content: ProductNeighbors;
  /** One score per index: customers who bought it, with a half-life of 30 days. */
  readonly popularity: Float64Array;
  /** The same with a half-life of 7 days, for trends. */
  readonly trend: Float64Array;
  /** One share per index: its customers who bought it again in another order, in [0, 1]. */
  readonly repeatRates: Float64Array;
  /** One count per index: customers who bought it in the last `windowDays` days. */
  readonly recentBuyers: Int32Array;
  readonly windowDays: number;
}

/**
 * Chosen on Online Retail II: trained before a date, evaluated on the new products of the following 60 days, for two
 * dates. Fewer than three common customers make a weak reason, and could identify a person.
 */
export const FIT_OPTIONS = {
  itemKnn: { k: 30, shrinkage: 10, minShared: 3, asymmetry: 0.4, inverseFrequency: true },
  nextOrder: { k: 30, shrinkage: 10, minShared: 3, asymmetry: 0.5, sameOrderWeight: 1 },
  rp3Beta: { k: 60, alpha: 0.8, beta: 0.2, minShared: 3 },
  /** A fit of 4,000 products takes about three seconds of one core, and 12 bytes per pair of products. */
  ease: { k: 60, lambda: 100, maxProducts: MAX_EASE_PRODUCTS, minShared: 3 },
  content: { k: 30 },
  popularity: { halfLifeDays: 30, windowDays: 90 },
  trend: { halfLifeDays: 7 },
  /** Weight of the shop's repeat rate for a product with few customers. */
  repeatRates: { priorBuyers: 10 },
} as const;

/** The input of a fit. */
export interface FitModelsInput {
  readonly purchases: PurchaseColumns;
  /** Products that may be recommended; others are only learned from. */
  readonly products: readonly DescribedProduct[];
  readonly now: Date;
}

/**
 * Fits all models of a shop. Ignores purchases after `now`, so that a fit can be repeated for any day. The order of
 * purchases does not matter. Cost: O(Σ over profiles of (products per profile)²); a shop without purchases gets empty
 * models.
 */
export function fitModels({ purchases, products, now }: FitModelsInput): RecommendationModels {
  const productIds = [
    ...new Set([...boughtIds(purchases, now), ...products.map((it) => it.productId)]),
  ].sort();
  const indices = new Map(productIds.map((id, index) => [id, index]));
  const histories = sortPurchases(purchases, indices, now.getTime());
  const pairs = foldPairs(histories);
  const candidates = new Uint8Array(productIds.length);
  for (const { productId } of products) candidates[indices.get(productId) ?? -1] = 1;
  const places = {
    rows: histories.profiles,
    columns: productIds.length,
    rowIndices: pairs.profileOf,
    columnIndices: pairs.productOf,
  };
  const bought = fromTriplets({ ...places, values: new Uint8Array(pairs.orders.length).fill(1) });
  const agesDays = pairs.lastAt.map((at) => daysBetween(new Date(at), now));
  const popularityAt = ({ halfLifeDays }: { readonly halfLifeDays: number }) =>
    fitPopularity({
      products: productIds.length,
      productIndices: pairs.productOf,
      agesDays,
      halfLifeDays,
    });
  const { windowDays } = FIT_OPTIONS.popularity;

  return {
    trainedAt: now,
    productIds,
    profileCount: histories.profiles,
    pairCount: pairs.orders.length,
    itemKnn: fitItemKnn(bought, { ...FIT_OPTIONS.itemKnn, candidates }),
    rp3Beta: dropRare(fitRp3Beta(bought, FIT_OPTIONS.rp3Beta), FIT_OPTIONS.rp3Beta.minShared),
    ease: dropRare(fitEaseNeighbors(bought, FIT_OPTIONS.ease), FIT_OPTIONS.ease.minShared),
    nextOrder: fitNextOrder(fromTriplets({ ...places, values: pairs.firstAt }), {
      ...FIT_OPTIONS.nextOrder,
      candidates,
    }),
    content: fitTextNeighbors(countTerms(products, indices), FIT_OPTIONS.content.k),
    popularity: popularityAt(FIT_OPTIONS.popularity),
    trend: popularityAt(FIT_OPTIONS.trend),
    repeatRates: fitRepeatRates(pairs, productIds.length),
    recentBuyers: countRecent(pairs.productOf, agesDays, productIds.length, windowDays),
    windowDays,
  };
}

function boughtIds({ productIds, productOf, at }: PurchaseColumns, now: Date): string[] {
  const bought = new Set<string>();
  productOf.forEach((product, n) => {
    const id = productIds[product];
    if (id !== undefined && (at[n] ?? 0) <= now.getTime()) bought.add(id);
  });
  return [...bought];
}

/** One row per customer and product, by profile and product. */
interface Pairs {
  readonly profileOf: Int32Array;
  readonly productOf: Int32Array;
  /** ms since 1970 */
  readonly firstAt: Float64Array;
  readonly lastAt: Float64Array;
  /** Number of orders. */
  readonly orders: Int32Array;
}

function foldPairs({ profiles, offsets, productOf, at }: PurchaseHistories): Pairs {
  const profileOf: number[] = [];
  const products: number[] = [];
  const firstAt: number[] = [];
  const lastAt: number[] = [];
  const orders: number[] = [];
  for (let profile = 0; profile < profiles; profile++) {
    const span = new Map<number, { first: number; last: number; orders: number }>();
    const end = offsets[profile + 1] ?? 0;
    // Times are ascending within a profile.
    for (let n = offsets[profile] ?? 0; n < end; n++) {
      const product = productOf[n] ?? 0;
      const moment = at[n] ?? 0;
      const { first, last, orders } = span.get(product) ?? { first: moment, last: NaN, orders: 0 };
      span.set(product, { first, last: moment, orders: orders + (moment === last ? 0 : 1) });
    }
    for (const [product, { first, last, orders: times }] of [...span].sort(([a], [b]) => a - b)) {
      profileOf.push(profile);
      products.push(product);
      firstAt.push(first);
      lastAt.push(last);
      orders.push(times);
    }
  }
  return {
    profileOf: Int32Array.from(profileOf),
    productOf: Int32Array.from(products),
    firstAt: Float64Array.from(firstAt),
    lastAt: Float64Array.from(lastAt),
    orders: Int32Array.from(orders),
  };
}

/** Drops neighbors with too few common customers. */
function dropRare(model: ProductNeighbors, minShared: number): ProductNeighbors {
  const hasEnoughShared = (at: number) => (model.shared[at] ?? 0) >= minShared;
  const offsets = new Int32Array(model.products + 1);
  for (let row = 0; row < model.products; row++) {
    let count = offsets[row] ?? 0;
    const end = model.offsets[row + 1] ?? 0;
    for (let at = model.offsets[row] ?? 0; at < end; at++) if (hasEnoughShared(at)) count++;
    offsets[row + 1] = count;
  }
  return {
    products: model.products,
    offsets,
    neighbors: model.neighbors.filter((_, at) => hasEnoughShared(at)),
    scores: model.scores.filter((_, at) => hasEnoughShared(at)),
    shared: model.shared.filter((_, at) => hasEnoughShared(at)),
    buyers: model.buyers,
  };
}

/** The repeat rate of each product's customers, shrunk toward the shop's. */
function fitRepeatRates({ productOf, orders }: Pairs, products: number): Float64Array {
  const buyers = new Int32Array(products);
  const again = new Int32Array(products);
  let allAgain = 0;
  productOf.forEach((product, n) => {
    buyers[product] = (buyers[product] ?? 0) + 1;
    if ((orders[n] ?? 0) < 2) return;
    again[product] = (again[product] ?? 0) + 1;
    allAgain++;
  });
  const { priorBuyers } = FIT_OPTIONS.repeatRates;
  const shopRate = allAgain / Math.max(1, productOf.length);
  return Float64Array.from(
    again,
    (count, product) => (count + priorBuyers * shopRate) / ((buyers[product] ?? 0) + priorBuyers),
  );
}

function countRecent(
  productIndices: Int32Array,
  agesDays: Float64Array,
  products: number,
  windowDays: number,
): Int32Array {
  const buyers = new Int32Array(products);
  productIndices.forEach((product, n) => {
    if ((agesDays[n] ?? Infinity) <= windowDays) buyers[product] = (buyers[product] ?? 0) + 1;
  });
  return buyers;
}
