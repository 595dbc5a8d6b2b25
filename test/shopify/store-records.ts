import { createHash } from "node:crypto";
import type {
  SeedCollection,
  SeedCustomer,
  SeedOrder,
  SeedOrderLine,
  SeedProduct,
  SeedRefund,
  SeedShop,
  SeedVariant,
} from "./store-seed";

export interface ShopRecord extends SeedShop {
  readonly id: string;
  readonly createdAt: string;
  updatedAt: string;
}

export type MarketingState =
  | "SUBSCRIBED"
  | "NOT_SUBSCRIBED"
  | "UNSUBSCRIBED"
  | "PENDING"
  | "INVALID"
  | "REDACTED";

export type OptInLevel = "SINGLE_OPT_IN" | "CONFIRMED_OPT_IN" | "UNKNOWN";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export interface CustomerRecord extends Omit<
  Mutable<SeedCustomer>,
  "marketingState" | "marketingUpdatedAt"
> {
  updatedAt: string;
  tags: string[];
  note: string | null;
  verifiedEmail: boolean;
  /** namespace.key → value */
  metafields: Record<string, string>;
  openTrackingLevel: "OPTED_IN" | "OPTED_OUT" | "UNKNOWN";
  marketing: { state: MarketingState; optInLevel: OptInLevel | null; updatedAt: string | null };
}

/** The definition of a customer metafield. */
export interface MetafieldDefinitionRecord {
  readonly namespace: string;
  readonly key: string;
  readonly name: string;
  readonly type: string;
}

export interface VariantRecord extends Mutable<SeedVariant> {
  updatedAt: string;
}

export interface ProductRecord extends Omit<Mutable<SeedProduct>, "variants"> {
  variants: VariantRecord[];
}

export type CollectionRecord = Mutable<SeedCollection>;

/** A merchant's segment in Shopify, in its query language. */
export interface SegmentRecord {
  readonly id: string;
  readonly name: string;
  readonly query: string;
}

/** A discount with codes, by the code in capitals. */
export interface DiscountRecord {
  readonly id: string;
  readonly title: string;
  /** Fraction of the discount. */
  readonly percentage: number;
  readonly startsAt: string;
  endsAt: string | null;
  /** How often each code may be used; null: unlimited. */
  readonly usageLimit: number | null;
  readonly appliesOncePerCustomer: boolean;
  readonly usedBy: string[];
  codes: Record<string, { readonly id: string; readonly code: string; usageCount: number }>;
}

/** An app's marketing activity, by its own id. */
export interface MarketingActivityRecord {
  readonly id: string;
  readonly remoteId: string;
  readonly remoteUrl: string;
  readonly title: string;
  readonly status: string;
  readonly tactic: string;
  readonly utm: { readonly campaign: string; readonly source: string; readonly medium: string };
  /** YYYY-MM-DD → results of that day. */
  readonly engagements: Record<string, Readonly<Record<string, unknown>>>;
}

/** Codes that are being added to a discount. */
export interface BulkCodesRecord {
  readonly id: string;
  readonly discountId: string;
  /** Number of polls until it is done. */
  pollsLeft: number;
  readonly codes: readonly { readonly code: string; readonly redeemId: string | null }[];
}

export interface OrderRecord {
  readonly id: string;
  readonly name: string;
  readonly number: number;
  readonly createdAt: string;
  updatedAt: string;
  cancelledAt: string | null;
  cancelReason: "customer" | "declined" | "fraud" | "inventory" | "other" | null;
  fulfilledAt: string | null;
  paidAt: string | null;
  customerId: string | null;
  email: string | null;
  readonly currency: string;
  readonly lines: readonly SeedOrderLine[];
  readonly discountCodes: readonly string[];
  /** Decimal string, not allocated to lines: subtracted from the order's subtotal. */
  readonly totalDiscount: string;
  refunds: SeedRefund[];
  tags: string[];
  note: string | null;
  readonly test: boolean;
  readonly checkoutToken: string;
  readonly cartToken: string | null;
  readonly landingSite: string | null;
  readonly referringSite: string | null;
  readonly buyerAcceptsMarketing: boolean;
}

/** An image among the shop's files. Its bytes are stored separately in the store. */
export interface FileRecord {
  readonly id: string;
  readonly name: string;
  readonly alt: string;
  /** The format and size from its bytes; null: not an image. */
  readonly mimeType: string | null;
  readonly sizeBytes: number;
  readonly width: number | null;
  readonly height: number | null;
  readonly createdAt: string;
  /** End of processing, in real time. */
  readonly readyAtMs: number;
  /** Why it cannot be shown after processing; null: it can. */
  readonly failure: { readonly code: string; readonly message: string } | null;
}

export interface CheckoutLine {
  readonly key: string;
  readonly productId: string | null;
  readonly variantId: string | null;
  readonly title: string;
  readonly sku: string | null;
  readonly quantity: number;
  readonly unitPrice: string;
}

export interface CartLine {
  readonly id: string;
  readonly productId: string;
  readonly variantId: string;
  readonly title: string;
  readonly sku: string;
  readonly quantity: number;
  readonly unitPrice: string;
}

export interface CartRecord {
  readonly token: string;
  readonly createdAt: string;
  updatedAt: string;
  readonly currency: string;
  lines: readonly CartLine[];
}

export interface CheckoutRecord {
  readonly id: string;
  readonly token: string;
  readonly cartToken: string;
  readonly createdAt: string;
  updatedAt: string;
  completedAt: string | null;
  email: string | null;
  phone: string | null;
  customerId: string | null;
  readonly currency: string;
  lines: readonly CheckoutLine[];
  discountCodes: readonly string[];
  buyerAcceptsMarketing: boolean;
  locale: string;
}

export function shopRecord(seed: SeedShop, openedAt: string): ShopRecord {
  return { ...seed, id: numericId(seed.domain), createdAt: openedAt, updatedAt: openedAt };
}

export function customerRecord(seed: SeedCustomer): CustomerRecord {
  const { marketingState, marketingUpdatedAt, ...rest } = seed;
  return {
    ...rest,
    updatedAt: marketingUpdatedAt ?? seed.createdAt,
    tags: [],
    note: null,
    verifiedEmail: seed.email !== null,
    metafields: {},
    openTrackingLevel: "UNKNOWN",
    marketing: {
      state: marketingState,
      optInLevel: marketingState === "NOT_SUBSCRIBED" ? null : "SINGLE_OPT_IN",
      updatedAt: marketingUpdatedAt,
    },
  };
}

export function productRecord(seed: SeedProduct): ProductRecord {
  return {
    ...seed,
    variants: seed.variants.map((variant) => ({ ...variant, updatedAt: seed.updatedAt })),
  };
}

export function collectionRecord(seed: SeedCollection): CollectionRecord {
  return { ...seed };
}

/** The order as of `asOf`, without later refunds, cancellation and fulfillment. */
export function orderRecord(seed: SeedOrder, asOf: string): OrderRecord {
  const known = (instant: string | null) =>
    instant !== null && Date.parse(instant) <= Date.parse(asOf) ? instant : null;
  const refunds = seed.refunds.filter((refund) => known(refund.createdAt) !== null);
  const cancelledAt = known(seed.cancelledAt);
  const fulfilledAt = known(seed.fulfilledAt);
  const touched = [seed.createdAt, cancelledAt, fulfilledAt, ...refunds.map((it) => it.createdAt)];
  return {
    id: seed.id,
    name: seed.name,
    number: Number(seed.name.replace(/\D/g, "")) || 0,
    createdAt: seed.createdAt,
    updatedAt: touched.filter((it) => it !== null).reduce((a, b) => (a > b ? a : b)),
    cancelledAt,
    cancelReason: cancelledAt ? "customer" : null,
    fulfilledAt,
    paidAt: seed.createdAt,
    customerId: seed.customerId,
    email: seed.email,
    currency: seed.currency,
    lines: seed.lines,
    discountCodes: seed.discountCodes,
    totalDiscount: seed.totalDiscount ?? "0",
    refunds,
    tags: [],
    note: null,
    test: false,
    checkoutToken: seed.checkoutToken,
    cartToken: null,
    landingSite: null,
    referringSite: null,
    buyerAcceptsMarketing: false,
  };
}

/** A stable number for a name, since shops have no id in a seed. */
function numericId(name: string): string {
  return String(createHash("sha256").update(name).digest().readUIntBE(0, 6) % 1_000_000_000_000);
}

export const gid = (type: string, id: string) => `gid://shopify/${type}/${id}`;

/** The numeric tail of a GID, or null for another type. */
export function idOf(type: string, globalId: string): string | null {
  const match = /^gid:\/\/shopify\/(\w+)\/(\d+)$/.exec(globalId);
  return match && match[1] === type ? (match[2] ?? null) : null;
}
