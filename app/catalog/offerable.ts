/** What decides whether a product may be put in front of a customer. */
export interface OfferFacts {
  readonly status: string;
  readonly publishedAt: Date | null;
  readonly hasImage: boolean;
  /** The lowest price of a variant that can be bought, in minor units of the shop's currency; null when none can. */
  readonly fromPriceMinor: bigint | number | null;
}

export type Offer =
  { readonly kind: "offerable" } | { readonly kind: "withheld"; readonly reason: WithheldReason };

export type WithheldReason = "not_published" | "no_image" | "sold_out" | "no_price";

/**
 * Whether a product may be offered at `now`: active and published, with a
 * picture, and a variant that can be bought. Where the cheapest such variant
 * costs nothing it is a gift or an entry without a price, and no offer.
 *
 * @returns the first reason that stands against it, in the order of the type
 */
export function decideOffer(product: OfferFacts, now: Date): Offer {
  const { status, publishedAt, hasImage, fromPriceMinor } = product;
  if (status !== "active" || !publishedAt || publishedAt > now) return withheld("not_published");
  if (!hasImage) return withheld("no_image");
  if (fromPriceMinor === null) return withheld("sold_out");
  return fromPriceMinor > 0 ? { kind: "offerable" } : withheld("no_price");
}

const withheld = (reason: WithheldReason): Offer => ({ kind: "withheld", reason });
