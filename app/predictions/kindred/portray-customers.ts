import { daysSinceLastOrder, type Traits } from "~/profiles/profile";

/** What a portrait is drawn from: a customer with an order at least. */
export interface CustomerFacts {
  readonly profileId: string;
  /** Customers are compared within one, such as a customer group. */
  readonly segment: string;
  readonly lastOrderAt: Date;
  /** In minor units of the shop's currency. */
  readonly netSpendMinor: number;
  readonly traits: Traits;
}

/** One thing that customers are compared by. */
export type Trait =
  | { readonly kind: (typeof MEASURES)[number] }
  | { readonly kind: "product_type"; readonly productType: string };

/** A customer as numbers. */
export interface Portrait {
  readonly profileId: string;
  readonly segment: string;
  /** One a trait. Counts, days and money by the logarithm of one more; shares as they are. */
  readonly values: ArrayLike<number>;
}

/** All portraits of a shop, in columns: there may be many. */
export interface Portraits {
  /** What each number says. */
  readonly traits: readonly Trait[];
  /** Rising, each once. */
  readonly profileIds: readonly string[];
  readonly segments: readonly string[];
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
/** With the six measures ten: in more dimensions everybody is about as far from everybody. */
export const COMPARED_TYPES = 4;

/** What the numbers of a portrait say: six measures, then the shares of these product types. */
export function traitsOf(productTypes: readonly string[]): Trait[] {
  return [
    ...MEASURES.map((kind) => ({ kind })),
    ...productTypes.map((productType) => ({ kind: "product_type" as const, productType })),
  ];
}

/**
 * Draws a customer as what was bought: how lately, how often and for how much, at which prices, and
 * how much of it of each of some product types.
 *
 * @returns values in the order of `traitsOf(productTypes)`
 */
export function portrayCustomer(
  { profileId, segment, lastOrderAt, netSpendMinor, traits }: CustomerFacts,
  productTypes: readonly string[],
  now: Date,
): Portrait {
  const measures = [
    Math.log1p(daysSinceLastOrder(lastOrderAt, now) ?? 0),
    Math.log1p(traits.purchaseDays),
    Math.log1p(Math.max(0, netSpendMinor)),
    Math.log1p(Math.max(0, traits.averageOrderMinor ?? 0)),
    traits.priceBands.low,
    traits.priceBands.high,
  ];
  const shares = productTypes.map((productType) => shareOf(traits, productType));
  return { profileId, segment, values: [...measures, ...shares] };
}

/** Puts portraits in the order of profile ids, so that the order they come in changes nothing. */
export function gatherPortraits(
  portraits: readonly Portrait[],
  productTypes: readonly string[],
): Portraits {
  const inOrder = [...portraits].sort((a, b) => (a.profileId < b.profileId ? -1 : 1));
  const traits = traitsOf(productTypes);
  const values = new Float64Array(inOrder.length * traits.length);
  inOrder.forEach((portrait, row) => values.set(portrait.values, row * traits.length));
  return {
    traits,
    profileIds: inOrder.map(({ profileId }) => profileId),
    segments: inOrder.map(({ segment }) => segment),
    values,
  };
}

function shareOf({ affinities }: Traits, productType: string): number {
  return affinities.find((affinity) => affinity.productType === productType)?.share ?? 0;
}
