import { daysSinceLastOrder, type Traits } from "~/profiles/profile";

/** What the portraits are drawn from: a customer with an order at least. */
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

/** A customer as numbers, one a trait. */
interface Portrait {
  readonly profileId: string;
  readonly segment: string;
  /** Counts, days and money by the logarithm of one more; shares as they are. */
  readonly values: readonly number[];
}

export interface Portraits {
  /** What each number says. */
  readonly traits: readonly Trait[];
  readonly customers: readonly Portrait[];
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
const PRODUCT_TYPES = 4;

/**
 * Draws customers as what they bought: how lately, how often and for how much, at which prices,
 * and how much of it of each of the shop's four best selling product types.
 *
 * @returns portraits in the order of profile ids, so that the order of `customers` changes nothing
 */
export function portrayCustomers(customers: readonly CustomerFacts[], now: Date): Portraits {
  const inOrder = [...customers].sort((a, b) => (a.profileId < b.profileId ? -1 : 1));
  const productTypes = largestTypes(inOrder);
  return {
    traits: [
      ...MEASURES.map((kind) => ({ kind })),
      ...productTypes.map((productType) => ({ kind: "product_type" as const, productType })),
    ],
    customers: inOrder.map((customer) => ({
      profileId: customer.profileId,
      segment: customer.segment,
      values: [
        ...measure(customer, now),
        ...productTypes.map((productType) => shareOf(customer.traits, productType)),
      ],
    })),
  };
}

/** In the order of `MEASURES`. */
function measure({ lastOrderAt, netSpendMinor, traits }: CustomerFacts, now: Date): number[] {
  return [
    Math.log1p(daysSinceLastOrder(lastOrderAt, now) ?? 0),
    Math.log1p(traits.purchaseDays),
    Math.log1p(Math.max(0, netSpendMinor)),
    Math.log1p(Math.max(0, traits.averageOrderMinor ?? 0)),
    traits.priceBands.low,
    traits.priceBands.high,
  ];
}

/** The product types with the largest shares over all customers, ties by name. */
function largestTypes(customers: readonly CustomerFacts[]): string[] {
  const sums = new Map<string, number>();
  for (const { productType, share } of customers.flatMap(({ traits }) => traits.affinities)) {
    sums.set(productType, (sums.get(productType) ?? 0) + share);
  }
  return [...sums]
    .sort(([a, shareA], [b, shareB]) => shareB - shareA || (a < b ? -1 : 1))
    .slice(0, PRODUCT_TYPES)
    .map(([productType]) => productType);
}

function shareOf({ affinities }: Traits, productType: string): number {
  return affinities.find((affinity) => affinity.productType === productType)?.share ?? 0;
}
