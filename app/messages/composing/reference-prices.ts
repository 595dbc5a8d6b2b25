import type { NamedProduct } from "./email-products.server";

type Prices = Pick<NamedProduct, "priceMinor" | "compareAtMinor" | "seenMinor" | "lowestMinor">;

interface Reference {
  /** Price when the recipient viewed it. */
  readonly seenMinor: number;
  /** Lowest price of the 30 days before the reduction; null if unknown. */
  readonly lowestMinor: number | null;
  /** Whether the law requires it beside a reduction. */
  readonly isByLaw: boolean;
}

/**
 * Adds the former price for a price-drop email: the price that the recipient saw, or, where the law requires
 * it, the lowest price of 30 days, which is then struck through. If that is unknown or not higher, no former
 * price may be shown, not even the merchant's.
 */
export function withReferencePrice<P extends Prices>(
  product: P,
  { seenMinor, lowestMinor, isByLaw }: Reference,
): P {
  const { priceMinor } = product;
  const isHigher = (minor: number | null) =>
    minor !== null && priceMinor !== null && minor > priceMinor ? minor : null;
  const seen = isHigher(seenMinor);
  if (!isByLaw) return { ...product, seenMinor: seen, compareAtMinor: seen, lowestMinor: null };
  const lowest = isHigher(lowestMinor);
  return {
    ...product,
    seenMinor: lowest === null ? null : seen,
    compareAtMinor: lowest,
    lowestMinor: lowest,
  };
}
