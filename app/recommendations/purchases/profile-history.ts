import { decayByAge } from "~/ml/ranking/age-decay";
import type { ProductWeights } from "~/ml/neighbors/product-neighbors";
import { HISTORY_HALF_LIFE_DAYS } from "./purchase";

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
  /** Every product once, weighted by the age of its last purchase, or by interest if it was never bought. */
  readonly decayed: ProductWeights;
  /** The products of the last order, equally weighted. */
  readonly lastOrder: ProductWeights;
  readonly own: ReadonlyMap<number, OwnProduct>;
}

/** A profile's purchase pattern for one product. */
export interface OwnProduct {
  /** Purchases with a half-life of 90 days: frequency and recency. */
  readonly frequency: number;
  /** 1 when bought today, with a half-life of 21 days since the last purchase. */
  readonly recency: number;
  readonly orders: number;
}

const RECENCY_HALF_LIFE_DAYS = 21;

/** Folds purchases and interests, in any order, into the models' format. */
export function foldHistory(
  moments: readonly Moment[],
  drawn: readonly ExploredProduct[] = [],
): ProfilePurchases {
  const agesOf = new Map<number, Set<number>>();
  for (const { product, ageDays } of moments) {
    const ages = agesOf.get(product) ?? new Set();
    agesOf.set(product, ages.add(ageDays));
  }
  const products = [...agesOf.keys()].sort((a, b) => a - b);
  const youngest = Math.min(...moments.map(({ ageDays }) => ageDays));
  const lastAges = products.map((product) => Math.min(...(agesOf.get(product) ?? [])));
  const lastOrder = products.filter((_, n) => lastAges[n] === youngest);
  const weighed = [
    ...drawn.filter(({ product }) => !agesOf.has(product)),
    ...products.map((product, n) => ({
      product,
      weight: decayByAge(lastAges[n] ?? Infinity, HISTORY_HALF_LIFE_DAYS),
    })),
  ].sort((a, b) => a.product - b.product);
  return {
    decayed: {
      products: weighed.map(({ product }) => product),
      weights: weighed.map(({ weight }) => weight),
    },
    lastOrder: { products: lastOrder, weights: lastOrder.map(() => 1) },
    own: new Map(
      products.map((product, n) => {
        const ages = [...(agesOf.get(product) ?? [])].sort((a, b) => a - b);
        return [
          product,
          {
            frequency: ages.reduce((sum, age) => sum + decayByAge(age, HISTORY_HALF_LIFE_DAYS), 0),
            recency: decayByAge(lastAges[n] ?? Infinity, RECENCY_HALF_LIFE_DAYS),
            orders: ages.length,
          },
        ];
      }),
    ),
  };
}
