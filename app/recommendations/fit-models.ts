import { fitItemKnn } from "~/ml/item-knn";
import { fitNextOrder } from "~/ml/next-order";
import { fitPopularity } from "~/ml/popularity";
import type { ProductNeighbours } from "~/ml/product-neighbours";
import { fromTriplets } from "~/ml/sparse-matrix";
import { daysBetween, type Purchase } from "./purchase";

/** What a shop's orders teach, ready to rank with. An index is a position in `productIds`. */
export interface RecommendationModels {
  readonly trainedAt: Date;
  /** Every product that was ever bought, in code-unit order. */
  readonly productIds: readonly string[];
  /** Customers with a purchase, and pairs of customer and product. */
  readonly profileCount: number;
  readonly pairCount: number;
  /** Bought by the same customers. */
  readonly itemKnn: ProductNeighbours;
  /** Bought by a customer first in a later order. */
  readonly nextOrder: ProductNeighbours;
  /** One score an index: customers who bought it, each halved for every 30 days since. */
  readonly popularity: Float64Array;
  /** One count an index: customers who bought it in the last `windowDays` days. */
  readonly recentBuyers: Int32Array;
  readonly windowDays: number;
}

/**
 * Chosen on Online Retail II: trained before a date, tried on the new products of the 60 days
 * after it, for two dates. Fewer than three customers in common make no reason that one would want
 * to read, and could point at one of them.
 */
export const FIT_OPTIONS = {
  itemKnn: { k: 30, shrinkage: 10, minShared: 3, asymmetry: 0.4, inverseFrequency: true },
  nextOrder: { k: 30, shrinkage: 10, minShared: 3, asymmetry: 0.5, sameOrderWeight: 1 },
  popularity: { halfLifeDays: 30, windowDays: 90 },
} as const;

/**
 * Fits all models of a shop. Purchases later than `now` are left out, so that a fit can be
 * repeated as of a day. The order of the purchases does not matter.
 *
 * Cost: O(Σ over profiles of (products per profile)²); a shop without purchases gets empty models.
 *
 * @param offerableIds products that may be recommended; others are learned from, never ranked
 */
export function fitModels(
  purchases: readonly Purchase[],
  offerableIds: ReadonlySet<string>,
  now: Date,
): RecommendationModels {
  const pairs = foldPairs(purchases, now);
  const productIds = [...new Set(pairs.map(({ productId }) => productId))].sort();
  const profileIds = [...new Set(pairs.map(({ profileId }) => profileId))].sort();
  const places = {
    rows: profileIds.length,
    columns: productIds.length,
    rowIndices: indicesOf(profileIds, pairs, ({ profileId }) => profileId),
    columnIndices: indicesOf(productIds, pairs, ({ productId }) => productId),
  };
  const candidates = Uint8Array.from(productIds, (id) => (offerableIds.has(id) ? 1 : 0));
  const { halfLifeDays, windowDays } = FIT_OPTIONS.popularity;
  const agesDays = Float64Array.from(pairs, ({ lastAt }) => daysBetween(lastAt, now));

  return {
    trainedAt: now,
    productIds,
    profileCount: profileIds.length,
    pairCount: pairs.length,
    itemKnn: fitItemKnn(fromTriplets({ ...places, values: new Uint8Array(pairs.length).fill(1) }), {
      ...FIT_OPTIONS.itemKnn,
      candidates,
    }),
    nextOrder: fitNextOrder(
      fromTriplets({
        ...places,
        values: Float64Array.from(pairs, ({ firstAt }) => firstAt.getTime()),
      }),
      { ...FIT_OPTIONS.nextOrder, candidates },
    ),
    popularity: fitPopularity({
      products: productIds.length,
      productIndices: places.columnIndices,
      agesDays,
      halfLifeDays,
    }),
    recentBuyers: countRecent(places.columnIndices, agesDays, productIds.length, windowDays),
    windowDays,
  };
}

/** One customer and one product, however often they met. */
interface Pair {
  readonly profileId: string;
  readonly productId: string;
  firstAt: Date;
  lastAt: Date;
}

function foldPairs(purchases: readonly Purchase[], now: Date): Pair[] {
  const byProfile = new Map<string, Map<string, Pair>>();
  for (const { profileId, productId, at } of purchases) {
    if (at > now) continue;
    const products = byProfile.get(profileId) ?? new Map<string, Pair>();
    byProfile.set(profileId, products);
    const pair = products.get(productId);
    if (!pair) products.set(productId, { profileId, productId, firstAt: at, lastAt: at });
    else if (at < pair.firstAt) pair.firstAt = at;
    else if (at > pair.lastAt) pair.lastAt = at;
  }
  return [...byProfile.values()]
    .flatMap((products) => [...products.values()])
    .sort((a, b) => compare(a.profileId, b.profileId) || compare(a.productId, b.productId));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function indicesOf(
  ids: readonly string[],
  pairs: readonly Pair[],
  idOf: (pair: Pair) => string,
): Int32Array {
  const indices = new Map(ids.map((id, index) => [id, index]));
  return Int32Array.from(pairs, (pair) => indices.get(idOf(pair)) ?? -1);
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
