/** What decides whether a product may be put in front of a customer. */
export interface OfferFacts {
  readonly status: string;
  readonly publishedAt: Date | null;
  readonly deletedAt: Date | null;
  readonly imageUrl: string | null;
  readonly variants: readonly {
    /** In minor units of the shop's currency. */
    readonly priceMinor: bigint | number;
    readonly availableForSale: boolean;
  }[];
}

export type Offer =
  { readonly kind: "offerable" } | { readonly kind: "withheld"; readonly reason: WithheldReason };

type WithheldReason = "deleted" | "not_published" | "no_image" | "no_price" | "sold_out";

/**
 * Whether a product may be offered at `now`: active and published, with a
 * picture, and a variant that can be bought at a price above nothing.
 *
 * @returns the first reason that stands against it, in the order of the type
 */
export function decideOffer(product: OfferFacts, now: Date): Offer {
  const { status, publishedAt, deletedAt, imageUrl, variants } = product;
  if (deletedAt) return withheld("deleted");
  if (status !== "active" || !publishedAt || publishedAt > now) return withheld("not_published");
  if (!imageUrl) return withheld("no_image");
  const priced = variants.filter((it) => it.priceMinor > 0);
  if (priced.length === 0) return withheld("no_price");
  return priced.some((it) => it.availableForSale) ? { kind: "offerable" } : withheld("sold_out");
}

const withheld = (reason: WithheldReason): Offer => ({ kind: "withheld", reason });
