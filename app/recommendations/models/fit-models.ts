import { fitItemKnn } from "~/ml/item-knn";
import { fitNextOrder } from "~/ml/next-order";
import { fitPopularity } from "~/ml/popularity";
import type { ProductNeighbours } from "~/ml/product-neighbours";
import { fromTriplets } from "~/ml/sparse-matrix";
import { daysBetween } from "../purchases/purchase";
import {
  sortPurchases,
  type PurchaseColumns,
  type PurchaseHistories,
} from "../purchases/purchase-histories";

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

/** What a fit is given. */
export interface FitModelsInput {
  readonly purchases: PurchaseColumns;
  /** Products that may be recommended; others are learned from, never ranked. */
  readonly shownIds: readonly string[];
  readonly now: Date;
}

/**
 * Fits all models of a shop. Purchases later than `now` are left out, so that a fit can be
 * repeated as of a day. The order of the purchases does not matter.
 *
 * Cost: O(Σ over profiles of (products per profile)²); a shop without purchases gets empty models.
 */
export function fitModels({ purchases, shownIds, now }: FitModelsInput): RecommendationModels {
  const productIds = boughtIds(purchases, now);
  const indices = new Map(productIds.map((id, index) => [id, index]));
  const histories = sortPurchases(purchases, indices, now.getTime());
  const pairs = foldPairs(histories);
  const shown = new Set(shownIds);
  const candidates = Uint8Array.from(productIds, (id) => (shown.has(id) ? 1 : 0));
  const size = { rows: histories.profiles, columns: productIds.length };
  const places = { ...size, rowIndices: pairs.profileOf, columnIndices: pairs.productOf };
  const { halfLifeDays, windowDays } = FIT_OPTIONS.popularity;
  const agesDays = pairs.lastAt.map((at) => daysBetween(new Date(at), now));

  return {
    trainedAt: now,
    productIds,
    profileCount: histories.profiles,
    pairCount: pairs.productOf.length,
    itemKnn: fitItemKnn(
      fromTriplets({ ...places, values: new Uint8Array(pairs.productOf.length).fill(1) }),
      { ...FIT_OPTIONS.itemKnn, candidates },
    ),
    nextOrder: fitNextOrder(fromTriplets({ ...places, values: pairs.firstAt }), {
      ...FIT_OPTIONS.nextOrder,
      candidates,
    }),
    popularity: fitPopularity({
      products: productIds.length,
      productIndices: pairs.productOf,
      agesDays,
      halfLifeDays,
    }),
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
  return [...bought].sort();
}

/** One customer and one product, however often they met, by profile and product. */
interface Pairs {
  readonly profileOf: Int32Array;
  readonly productOf: Int32Array;
  /** ms since 1970 */
  readonly firstAt: Float64Array;
  readonly lastAt: Float64Array;
}

function foldPairs({ profiles, offsets, productOf, at }: PurchaseHistories): Pairs {
  const profileOf: number[] = [];
  const products: number[] = [];
  const firstAt: number[] = [];
  const lastAt: number[] = [];
  for (let profile = 0; profile < profiles; profile++) {
    const span = new Map<number, { first: number; last: number }>();
    const end = offsets[profile + 1] ?? 0;
    // Moments rise within a profile.
    for (let n = offsets[profile] ?? 0; n < end; n++) {
      const product = productOf[n] ?? 0;
      const moment = at[n] ?? 0;
      span.set(product, { first: span.get(product)?.first ?? moment, last: moment });
    }
    for (const [product, { first, last }] of [...span].sort(([a], [b]) => a - b)) {
      profileOf.push(profile);
      products.push(product);
      firstAt.push(first);
      lastAt.push(last);
    }
  }
  return {
    profileOf: Int32Array.from(profileOf),
    productOf: Int32Array.from(products),
    firstAt: Float64Array.from(firstAt),
    lastAt: Float64Array.from(lastAt),
  };
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
