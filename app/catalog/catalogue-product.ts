import type { Offer } from "./offerable";

/** What choosing among a shop's products needs to know about one. */
export interface CatalogueProduct {
  readonly productId: string;
  readonly title: string;
  readonly vendor: string;
  readonly productType: string;
  /** Whether it may be put before a customer, at the time of reading. */
  readonly offer: Offer;
  /** When it was published, or made. */
  readonly since: Date;
}

/** Whether a product may be put before a customer at all. */
export const isOfferable = ({ offer }: CatalogueProduct): boolean => offer.kind === "offerable";
