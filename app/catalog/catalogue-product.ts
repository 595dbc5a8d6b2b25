import type { Offer } from "./offerable";

/** What choosing among a shop's products needs to know about one. */
export interface CatalogueProduct {
  readonly productId: string;
  readonly title: string;
  readonly vendor: string;
  readonly productType: string;
  readonly tags: readonly string[];
  /** Of the cheapest variant that can be bought, in minor units; `null` when none can. */
  readonly priceMinor: number | null;
  /** What is left to sell; `null` where the shop does not count it, or sells on without stock. */
  readonly unitsLeft: number | null;
  /** Whether it may be put before a customer, at the time of reading. */
  readonly offer: Offer;
  /** When it was published, or made. */
  readonly since: Date;
}

/** Whether a product may be put before a customer at all. */
export const isOfferable = ({ offer }: CatalogueProduct): boolean => offer.kind === "offerable";
