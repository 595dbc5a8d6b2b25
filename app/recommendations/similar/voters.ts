import type { ProfileId } from "~/lib/profile-id";
import { PRICE_BANDS, type PriceBand } from "~/profiles/profile";
import { summarizeOrders } from "~/profiles/project-profile";
import type { EmbeddedCustomer } from "~/predictions/similar-customers/embed-customer";
import type { SimilarCustomer } from "~/predictions/similar-customers/find-similar-customers";
import type { PastPurchase } from "../purchases/purchase";

/** A customer whose purchases count for one of similar taste with few or no orders. */
export interface Voter extends SimilarCustomer {
  /** What the voter bought and kept, each once. */
  readonly productIds: readonly string[];
}

/** Customers with more orders are known better by their own orders than by similar customers. */
export const MAX_FEW_ORDERS = 2;

/** Whether the profile has at most two orders that it kept, which includes none. */
export function hasFewOrders(history: readonly PastPurchase[]): boolean {
  const orders = new Set(history.filter((it) => !it.returned).map(({ at }) => at.getTime()));
  return orders.size <= MAX_FEW_ORDERS;
}

/**
 * Votes for what similar customers bought: each of them has 1 / (1 + distance) votes for each product.
 *
 * @returns product → its votes, > 0
 */
export function countVotes<T>(
  voters: readonly { readonly distance: number; readonly products: Iterable<T> }[],
): Map<T, number> {
  const votes = new Map<T, number>();
  for (const { distance, products } of voters) {
    for (const product of products) {
      votes.set(product, (votes.get(product) ?? 0) + 1 / (1 + distance));
    }
  }
  return votes;
}

/** A product as customer vectors see it. */
export interface ComparedProduct {
  readonly productType: string;
  /** In minor units; `null` if none is available. */
  readonly priceMinor: number | null;
}

/** The price band of a price, by the terciles of these products' prices. */
export function priceBandsOf(
  products: readonly ComparedProduct[],
): (priceMinor: number) => PriceBand {
  const prices = products.flatMap(({ priceMinor }) => priceMinor ?? []).sort((a, b) => a - b);
  const tercile = (n: number) => prices[Math.floor((n * prices.length) / 3)] ?? Infinity;
  const [low, high] = [tercile(1), tercile(2)];
  return (priceMinor) => PRICE_BANDS[priceMinor <= low ? 0 : priceMinor <= high ? 1 : 2];
}

interface WeighedOrder {
  readonly at: Date;
  readonly lines: readonly { readonly product: ComparedProduct; readonly weight: number }[];
}

/**
 * The inputs of a customer vector from products and their prices, where the amounts of the orders are not known.
 *
 * @param orders one unit of each product, times its weight
 * @returns `null` without a product that has a price
 */
export function factsOfOrders(
  profileId: ProfileId,
  orders: readonly WeighedOrder[],
  bandOf: (priceMinor: number) => PriceBand,
): Omit<EmbeddedCustomer, "cluster"> | null {
  const summed = orders.flatMap(({ at, lines }) => {
    const [minorByType, minorByBand] = [new Map<string, number>(), new Map<PriceBand, number>()];
    let totalMinor = 0;
    for (const { product, weight } of lines) {
      if (!product.priceMinor) continue;
      const minor = weight * product.priceMinor;
      const band = bandOf(product.priceMinor);
      totalMinor += minor;
      minorByType.set(product.productType, (minorByType.get(product.productType) ?? 0) + minor);
      minorByBand.set(band, (minorByBand.get(band) ?? 0) + minor);
    }
    return totalMinor === 0 ? [] : [{ at, totalMinor, minorByType, minorByBand }];
  });
  const { lastOrderAt, netSpendMinor, traits } = summarizeOrders(
    summed.map(({ at, totalMinor, minorByType, minorByBand }) => ({
      placedAt: at,
      currency: "",
      totalMinor,
      refundedMinor: 0,
      isCanceled: false,
      isTest: false,
      isDeleted: false,
      minorByType: Object.fromEntries(minorByType),
      minorByBand: Object.fromEntries(minorByBand),
    })),
    "",
  );
  return lastOrderAt && { profileId, lastOrderAt, netSpendMinor, traits };
}

/**
 * A profile without orders, as if its first order were one product of what it looked at, in proportion to its
 * interest.
 */
export function factsOfInterests(
  profileId: ProfileId,
  interests: readonly { readonly productId: string; readonly weight: number }[],
  products: ReadonlyMap<string, ComparedProduct>,
  bandOf: (priceMinor: number) => PriceBand,
  now: Date,
): Omit<EmbeddedCustomer, "cluster"> | null {
  const lines = interests.flatMap(({ productId, weight }) => {
    const product = products.get(productId);
    return product?.priceMinor ? [{ product, weight }] : [];
  });
  const sum = lines.reduce((total, { weight }) => total + weight, 0);
  const shares = lines.map(({ product, weight }) => ({ product, weight: weight / sum }));
  return factsOfOrders(profileId, [{ at: now, lines: shares }], bandOf);
}
