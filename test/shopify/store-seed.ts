/**
 * The initial data of a local store. Ids are the numeric tails of Shopify's GIDs, as strings; money is a decimal
 * string in the shop's currency; instants are ISO 8601 in UTC.
 */
export interface StoreSeed {
  /** Metafields of products that have a definition ("reviews.rating"); default: none. */
  readonly definedMetafields?: readonly string[];
  readonly shop: SeedShop;
  readonly products: readonly SeedProduct[];
  readonly collections: readonly SeedCollection[];
  readonly customers: readonly SeedCustomer[];
  /** Oldest first. Orders before `cutAt` are history; later ones happen while the store is open. */
  readonly orders: readonly SeedOrder[];
  /** The instant at which the local store opens. */
  readonly cutAt: string;
}

export interface SeedShop {
  /** "acme.myshopify.com" */
  readonly domain: string;
  readonly name: string;
  readonly email: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly countryCode: string;
  readonly address1: string;
  readonly city: string;
  readonly zip: string;
  /** Its primary language; absent: English. */
  readonly locale?: string;
  /** Absent: only its own country. */
  readonly shipsToCountries?: readonly string[];
}

export interface SeedProduct {
  readonly id: string;
  readonly handle: string;
  readonly title: string;
  readonly vendor: string;
  readonly productType: string;
  readonly tags: readonly string[];
  readonly status: "ACTIVE" | "ARCHIVED" | "DRAFT";
  readonly descriptionHtml: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly publishedAt: string | null;
  /** Absolute, or a path on the local Shopify ("/cdn/products/123.svg"), which draws it. */
  readonly imageUrl: string | null;
  /** The metafields of a review app by namespace and key ("reviews.rating"); default: none. */
  readonly metafields?: Readonly<Record<string, string>>;
  readonly variants: readonly SeedVariant[];
}

export interface SeedVariant {
  readonly id: string;
  readonly title: string;
  readonly sku: string;
  readonly price: string;
  readonly compareAtPrice: string | null;
  readonly inventoryQuantity: number;
  /** What a unit costs the merchant; default: not entered. */
  readonly unitCost?: string | null;
  readonly options: readonly { readonly name: string; readonly value: string }[];
}

export interface SeedCollection {
  readonly id: string;
  readonly handle: string;
  readonly title: string;
  readonly updatedAt: string;
  readonly productIds: readonly string[];
}

export interface SeedCustomer {
  readonly id: string;
  readonly email: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly phone: string | null;
  readonly locale: string;
  readonly countryCode: string | null;
  readonly city: string | null;
  readonly createdAt: string;
  readonly marketingState: "SUBSCRIBED" | "NOT_SUBSCRIBED" | "UNSUBSCRIBED" | "PENDING";
  readonly marketingUpdatedAt: string | null;
}

export interface SeedOrder {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly customerId: string | null;
  readonly email: string | null;
  readonly currency: string;
  readonly lines: readonly SeedOrderLine[];
  readonly discountCodes: readonly string[];
  /** Discount on the whole order; default "0". */
  readonly totalDiscount?: string;
  readonly refunds: readonly SeedRefund[];
  readonly cancelledAt: string | null;
  readonly fulfilledAt: string | null;
  readonly checkoutToken: string;
}

export interface SeedOrderLine {
  readonly id: string;
  readonly productId: string | null;
  readonly variantId: string | null;
  readonly title: string;
  readonly sku: string | null;
  readonly quantity: number;
  readonly unitPrice: string;
}

export interface SeedRefund {
  readonly id: string;
  readonly createdAt: string;
  readonly lines: readonly {
    readonly lineId: string;
    readonly quantity: number;
    readonly subtotal: string;
  }[];
}
