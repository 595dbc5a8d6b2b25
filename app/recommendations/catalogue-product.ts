/** What a pick needs to know about a product. */
export interface CatalogueProduct {
  readonly productId: string;
  readonly title: string;
  readonly vendor: string;
  readonly productType: string;
  /** On sale in the online store now: active, published, not deleted. */
  readonly published: boolean;
  /** At least one variant can be bought. */
  readonly available: boolean;
  readonly hasImage: boolean;
  /** The lowest price of a variant that can be bought, minor units; 0 without one. */
  readonly priceMinor: number;
  /** When it was published, or made. */
  readonly since: Date;
}

/** Whether a product may be put before a customer at all. Gifts and price-less entries may not. */
export function isOfferable(product: CatalogueProduct): boolean {
  return product.published && product.available && product.hasImage && product.priceMinor > 0;
}
