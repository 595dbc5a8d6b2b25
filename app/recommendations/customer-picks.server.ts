/** A recommended product, with why, for people to read. */
export interface CustomerPick {
  readonly productId: string;
  readonly title: string;
  readonly imageUrl: string | null;
  readonly priceMinor: number;
  readonly reason: string;
}
