import type { NamedProduct } from "./mail-products.server";

type Prices = Pick<NamedProduct, "priceMinor" | "compareAtMinor" | "seenMinor" | "lowestMinor">;

interface Reference {
  /** What it cost when the recipient looked at it. */
  readonly seenMinor: number;
  /** The lowest price of the 30 days before it became cheaper; null: not known for so long. */
  readonly lowestMinor: number | null;
  /** Whether the law wants that one beside a reduction. */
  readonly isByLaw: boolean;
}

/**
 * A product with what it cost before, for a mail that says that it costs less: what the recipient saw, and by law the
 * lowest price of 30 days, which is then the one that is struck through. Where that is not known, or is not higher,
 * the law allows no former price at all, the merchant's own neither.
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
