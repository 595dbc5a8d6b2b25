import type { ProfileId } from "~/lib/profile-id";
import { daysSinceLastOrder, type Traits } from "~/profiles/profile";

/** The input of a customer vector: a customer with at least one order. */
export interface EmbeddedCustomer {
  readonly profileId: ProfileId;
  /** Customers are compared within one cluster, such as a customer group. */
  readonly cluster: string;
  readonly lastOrderAt: Date;
  /** In minor units of the shop's currency. */
  readonly netSpendMinor: number;
  readonly traits: Traits;
}

/** One feature that customers are compared by. */
export type Trait =
  | { readonly kind: (typeof MEASURES)[number] }
  | { readonly kind: "product_type"; readonly productType: string };

/** A customer as a numeric vector. */
export interface CustomerVector {
  readonly profileId: ProfileId;
  readonly cluster: string;
  /** One value per trait: log1p of counts, days and money; shares unchanged. */
  readonly values: ArrayLike<number>;
}

/** All vectors of a shop in columns, to save memory. */
export interface CustomerVectors {
  /** The meaning of each value. */
  readonly traits: readonly Trait[];
  /** Ascending, unique. */
  readonly profileIds: readonly ProfileId[];
  readonly clusters: readonly string[];
  /** Customers × traits, row-major. */
  readonly values: Float64Array;
}

const MEASURES = [
  "recency",
  "frequency",
  "spend",
  "order_size",
  "low_prices",
  "high_prices",
] as const;
/** Ten dimensions with the six measures: in more, distances become nearly equal. */
export const COMPARED_PRODUCT_TYPES = 4;

/** The traits of a vector: six measures, then the shares of these product types. */
export function traitsOf(productTypes: readonly string[]): Trait[] {
  return [
    ...MEASURES.map((kind) => ({ kind })),
    ...productTypes.map((productType) => ({ kind: "product_type" as const, productType })),
  ];
}

/**
 * Embeds a customer by purchases: recency, frequency, spend, price levels and the shares of product
 * types.
 *
 * @returns values in the order of `traitsOf(productTypes)`
 */
export function embedCustomer(
  { profileId, cluster, lastOrderAt, netSpendMinor, traits }: EmbeddedCustomer,
  productTypes: readonly string[],
  now: Date,
): CustomerVector {
  const measures = [
    Math.log1p(daysSinceLastOrder(lastOrderAt, now) ?? 0),
    Math.log1p(traits.purchaseDays),
    Math.log1p(Math.max(0, netSpendMinor)),
    Math.log1p(Math.max(0, traits.averageOrderMinor ?? 0)),
    traits.priceBands.low,
    traits.priceBands.high,
  ];
  const shares = productTypes.map((productType) => shareOf(traits, productType));
  return { profileId, cluster, values: [...measures, ...shares] };
}

/** Sorts vectors by profile id, so that the input order does not matter. */
export function toVectorColumns(
  vectors: readonly CustomerVector[],
  productTypes: readonly string[],
): CustomerVectors {
  const inOrder = [...vectors].sort((a, b) => (a.profileId < b.profileId ? -1 : 1));
  const traits = traitsOf(productTypes);
  const values = new Float64Array(inOrder.length * traits.length);
  inOrder.forEach((vector, row) => values.set(vector.values, row * traits.length));
  return {
    traits,
    profileIds: inOrder.map(({ profileId }) => profileId),
    clusters: inOrder.map(({ cluster }) => cluster),
    values,
  };
}

function shareOf({ affinities }: Traits, productType: string): number {
  return affinities.find((affinity) => affinity.productType === productType)?.share ?? 0;
}
