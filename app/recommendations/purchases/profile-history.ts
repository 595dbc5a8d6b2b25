import { decayByAge } from "~/ml/ranking/age-decay";
import type { ProductWeights } from "~/ml/neighbours/product-neighbours";
import { HISTORY_HALF_LIFE_DAYS } from "./purchase";

/** A product that was bought and kept, by its index in the models. */
export interface Moment {
  readonly product: number;
  /** Days since; products of one order share it. */
  readonly ageDays: number;
}

/** A product that the profile looked at, put into a cart or clicked on, by its index. */
export interface Drawn {
  readonly product: number;
  /** In (0, 1]. */
  readonly weight: number;
}

/** A profile's purchases as the models ask for them; products rise in each part. */
export interface ProfilePurchases {
  /**
   * Every product once, weighed by how long ago it was last bought; one that was never bought by how
   * much it draws the profile.
   */
  readonly decayed: ProductWeights;
  /** The products of the last order, weighed alike. */
  readonly lastOrder: ProductWeights;
  readonly own: ReadonlyMap<number, OwnProduct>;
}

/** How a profile bought one product. */
export interface OwnProduct {
  /** Purchases, each halved for every 90 days since: how often, of late. */
  readonly frequency: number;
  /** 1 when it was bought today, halved for every 21 days since the last time. */
  readonly recency: number;
  readonly orders: number;
}

const RECENCY_HALF_LIFE_DAYS = 21;

/** Folds moments and draws, in any order, into what the models ask for. */
export function foldHistory(
  moments: readonly Moment[],
  drawn: readonly Drawn[] = [],
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
