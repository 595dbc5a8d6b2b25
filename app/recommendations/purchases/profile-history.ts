import { decayByAge } from "~/ml/ranking/age-decay";
import type { ProductWeights } from "~/ml/neighbors/product-neighbors";
import { HISTORY_HALF_LIFE_DAYS, type HistoryDecay } from "./purchase";

/** A product that was bought and kept, by its index in the models. */
export interface Moment {
  readonly product: number;
  /** Age in days; products of one order share it. */
  readonly ageDays: number;
}

/** A product that the profile viewed, carted or clicked, by its index. */
export interface ExploredProduct {
  readonly product: number;
  /** In (0, 1]. */
  readonly weight: number;
}

/** A profile's purchases in the models' format; products are ascending in each part. */
export interface ProfilePurchases {
  /** Each purchase, oldest first; products of one order are ascending and each there once. */
  readonly purchases: readonly OrderedPurchase[];
  /** Products that were never bought. */
  readonly explored: readonly ExploredProduct[];
  /** The products of the last order, equally weighted. */
  readonly lastOrder: ProductWeights;
  readonly own: ReadonlyMap<number, OwnProduct>;
}

/** One product in one order. */
interface OrderedPurchase extends Moment {
  /** Position of the order among the profile's orders, from 0. */
  readonly step: number;
}

/** A profile's purchase pattern for one product. */
export interface OwnProduct {
  /** Purchases with a half-life of 90 days: frequency and recency. */
  readonly frequency: number;
  /** 1 when bought today, with a half-life of 21 days since the last purchase. */
  readonly recency: number;
  readonly orders: number;
  /** Days since the last purchase. */
  readonly lastDays: number;
}

const RECENCY_HALF_LIFE_DAYS = 21;

/** Folds purchases and interests, in any order, into the models' format. */
export function foldHistory(
  moments: readonly Moment[],
  explored: readonly ExploredProduct[] = [],
): ProfilePurchases {
  const purchases = orderPurchases(moments);
  const agesOf = new Map<number, number[]>();
  for (const { product, ageDays } of purchases.toReversed()) {
    const ages = agesOf.get(product) ?? [];
    ages.push(ageDays);
    agesOf.set(product, ages);
  }
  const lastStep = purchases.at(-1)?.step;
  const last = purchases.filter(({ step }) => step === lastStep).map(({ product }) => product);
  return {
    purchases,
    explored: explored
      .filter(({ product }) => !agesOf.has(product))
      .sort((a, b) => a.product - b.product),
    lastOrder: { products: last, weights: last.map(() => 1) },
    own: new Map(
      [...agesOf].map(([product, ages]) => [
        product,
        {
          frequency: ages.reduce((sum, age) => sum + decayByAge(age, HISTORY_HALF_LIFE_DAYS), 0),
          recency: decayByAge(ages[0] ?? Infinity, RECENCY_HALF_LIFE_DAYS),
          orders: ages.length,
          lastDays: ages[0] ?? Infinity,
        },
      ]),
    ),
  };
}

function orderPurchases(moments: readonly Moment[]): OrderedPurchase[] {
  const sorted = moments.toSorted((a, b) => b.ageDays - a.ageDays || a.product - b.product);
  const purchases: OrderedPurchase[] = [];
  for (const { product, ageDays } of sorted) {
    const before = purchases.at(-1);
    if (before?.product === product && before.ageDays === ageDays) continue;
    const step = before ? before.step + (before.ageDays === ageDays ? 0 : 1) : 0;
    purchases.push({ product, ageDays, step });
  }
  return purchases;
}

/**
 * Every product of a history once: bought ones with the sum of their purchases' weights, explored ones with their
 * interest.
 */
export function decayHistory(
  { purchases, explored }: ProfilePurchases,
  { halfLifeDays, halfLifeOrders }: HistoryDecay,
): ProductWeights {
  const lastStep = purchases.at(-1)?.step ?? 0;
  const weightOf = new Map<number, number>();
  for (const { product, ageDays, step } of purchases) {
    const weight = 2 ** (-Math.max(0, ageDays) / halfLifeDays - (lastStep - step) / halfLifeOrders);
    weightOf.set(product, (weightOf.get(product) ?? 0) + weight);
  }
  for (const { product, weight } of explored) weightOf.set(product, weight);
  const products = Int32Array.from(weightOf.keys()).sort();
  return {
    products,
    weights: Float64Array.from(products, (product) => weightOf.get(product) ?? 0),
  };
}

/** Each product's share of the profile's last `orders` orders, in (0, 1]. */
export function shareOfRecent({ purchases }: ProfilePurchases, orders: number): ProductWeights {
  const lastStep = purchases.at(-1)?.step ?? 0;
  const recent = Math.min(orders, lastStep + 1);
  const counts = new Map<number, number>();
  for (const { product, step } of purchases) {
    if (step > lastStep - recent) counts.set(product, (counts.get(product) ?? 0) + 1);
  }
  const products = Int32Array.from(counts.keys()).sort();
  return {
    products,
    weights: Float64Array.from(products, (product) => (counts.get(product) ?? 0) / recent),
  };
}
