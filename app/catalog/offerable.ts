/** The facts that decide whether a product can be offered. */
export interface OfferFacts {
  readonly status: string;
  readonly publishedAt: Date | null;
  readonly hasImage: boolean;
  /** Lowest price of an available variant in minor units of the shop's currency; null if none is available. */
  readonly fromPriceMinor: bigint | number | null;
}

export type Offer =
  | { readonly kind: "offerable" }
  | { readonly kind: "withheld"; readonly reason: WithheldReason };

export type WithheldReason = "not_published" | "no_image" | "sold_out" | "no_price";

/**
 * Whether a product can be offered at `now`: active and published, with an
 * image and an available variant. A cheapest variant with a price of zero
 * is a gift or an unpriced entry and not an offer.
 *
 * @returns the first reason against it, in the order of the type
 */
export function decideOffer(product: OfferFacts, now: Date): Offer {
  const { status, publishedAt, hasImage, fromPriceMinor } = product;
  if (status !== "active" || !publishedAt || publishedAt > now) return withheld("not_published");
  if (!hasImage) return withheld("no_image");
  if (fromPriceMinor === null) return withheld("sold_out");
  return fromPriceMinor > 0 ? { kind: "offerable" } : withheld("no_price");
}

const withheld = (reason: WithheldReason): Offer => ({ kind: "withheld", reason });
