import type { Offer } from "./offerable";

/** The product facts that recommendations need. */
export interface CatalogProduct {
  readonly productId: string;
  readonly title: string;
  readonly vendor: string;
  readonly productType: string;
  readonly tags: readonly string[];
  /** Price of the cheapest available variant in minor units; `null` if none is available. */
  readonly priceMinor: number | null;
  /** Units in stock; `null` if the shop does not track inventory or sells without stock. */
  readonly unitsLeft: number | null;
  /** Whether it could be offered when it was read. */
  readonly offer: Offer;
  /** When it was published, else created. */
  readonly since: Date;
}

/** Whether a product can be offered to customers. */
export const isOfferable = ({ offer }: CatalogProduct): boolean => offer.kind === "offerable";
