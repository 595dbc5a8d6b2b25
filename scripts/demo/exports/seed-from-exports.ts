import type {
  SeedCustomer,
  SeedOrder,
  SeedProduct,
  SeedShop,
  StoreSeed,
} from "../../../test/shopify/store-seed";
import { currencyExponent } from "~/lib/money";
import { decimal, minor } from "../../../test/shopify/order-totals";
import { collectionsOf } from "../../../test/shopify/seed/collections-of";
import type { ExportedOrder } from "./exported-order";
import { generateHistory } from "./generated-history";
import { productLookup } from "./product-lookup";
import { refundOf } from "./refund-of";
import { decimalOf, minorOf } from "../../../test/shopify/seed/seed-text";
import { hashHex } from "../../../test/shopify/seed/stable-hash";

const FIRST_ORDER_ID = 5_000_000_000_000;
const FIRST_CUSTOMER_ID = 6_000_000_000_000;
const LINE_IDS_PER_ORDER = 10_000;
const FIRST_LINE_ID = 3_000_000_000_000;
const FIRST_REFUND_ID = 900_000_000_000;

/** Share of the orders that are history when the store opens. */
const HISTORY_RATE = 0.8;
/** With fewer orders, all of them are history. */
const MIN_SIZE_TO_CUT = 10;
const HISTORY_SEED = 1;
const FALLBACK_CURRENCY = "USD";

const SHOP: Omit<SeedShop, "currency" | "locale"> = {
  domain: "your-store.myshopify.com",
  name: "Your Store",
  email: "hello@your-store.example",
  timeZone: "UTC",
  countryCode: "US",
  address1: "1 Example Street",
  city: "Example City",
  zip: "00000",
};

/**
 * The store of a merchant's exports. Customers are the unchanged email addresses of the orders; products are found by
 * SKU, then by name. Shipping and taxes are omitted: an order's value is its lines minus its discount. The store
 * opens after four fifths of the orders, and the last fifth is played. Without orders it gets those of
 * `generateHistory`, which are labeled as generated. A product without an image gets a drawing.
 */
export function seedFromExports({
  products: exported,
  orders: given,
  currency: shopCurrency = null,
  locale = "en",
}: {
  products: readonly SeedProduct[];
  orders: readonly ExportedOrder[];
  /** Of the shop; null: the most common one of the orders. */
  currency?: string | null;
  /** The language of the shop and its customers. */
  locale?: string;
}): StoreSeed {
  const orders = given.length > 0 ? given : generateHistory(exported, HISTORY_SEED);
  const currency = shopCurrency ?? mostCommonCurrency(orders) ?? FALLBACK_CURRENCY;
  const openedAt = orders[0]?.createdAt ?? exported[0]?.createdAt ?? new Date(0).toISOString();
  const products = exported.map((product) => inStoreSince(product, openedAt));
  const customers = customersOf(orders, locale);
  const findProduct = productLookup(products);
  const cutAt = cutOf(orders) ?? openedAt;

  return {
    shop: { ...SHOP, currency, locale },
    products,
    collections: collectionsOf(products, openedAt),
    customers: [...customers.values()],
    orders: orders.map((written, index): SeedOrder => {
      const order = inWholeUnits(written, written.currency ?? currency);
      const lines = order.lines.map((line, i) => ({
        id: String(FIRST_LINE_ID + index * LINE_IDS_PER_ORDER + i),
        ...findProduct(line),
        title: line.name,
        sku: line.sku,
        quantity: line.quantity,
        unitPrice: line.unitPrice,
      }));
      const refundId = String(FIRST_REFUND_ID + index);
      return {
        id: String(FIRST_ORDER_ID + index),
        name: order.name,
        createdAt: order.createdAt,
        customerId: customers.get(keyOf(order.email))?.id ?? null,
        email: order.email,
        currency: order.currency ?? currency,
        lines,
        discountCodes: order.discountCode === null ? [] : [order.discountCode],
        totalDiscount: discountOf(order),
        refunds: refundOf(refundId, order, lines),
        cancelledAt: order.cancelledAt,
        fulfilledAt: order.fulfilledAt,
        checkoutToken: hashHex(`checkout ${index} ${order.name}`),
      };
    }),
    cutAt,
  };
}

/** Rounds the order's amounts if its currency has no minor units, so that sums are exact. */
function inWholeUnits(order: ExportedOrder, currency: string): ExportedOrder {
  if (currencyExponent(currency) >= 2) return order;
  const rounded = (amount: string) => decimal(minor(amount, currency), currency);
  return {
    ...order,
    discountAmount: rounded(order.discountAmount),
    refundedAmount: rounded(order.refundedAmount),
    lines: order.lines.map((line) => ({ ...line, unitPrice: rounded(line.unitPrice) })),
  };
}

/** A discount on shipping may exceed the lines' value; an order is never negative. */
function discountOf({ discountAmount, lines }: ExportedOrder): string {
  const worthMinor = lines.reduce((sum, it) => sum + minorOf(it.unitPrice) * it.quantity, 0);
  return decimalOf(Math.min(minorOf(discountAmount), worthMinor));
}

function inStoreSince(product: SeedProduct, at: string): SeedProduct {
  return {
    ...product,
    createdAt: at,
    updatedAt: at,
    publishedAt: product.publishedAt === null ? null : at,
    imageUrl: product.imageUrl ?? `/cdn/products/${product.id}.svg`,
  };
}

function customersOf(orders: readonly ExportedOrder[], locale: string): Map<string, SeedCustomer> {
  const customers = new Map<string, SeedCustomer>();
  for (const order of orders) {
    const key = keyOf(order.email);
    if (key === "") continue;
    const before = customers.get(key);
    const { firstName, lastName } = namesOf(order.billingName);
    customers.set(key, {
      id: before?.id ?? String(FIRST_CUSTOMER_ID + customers.size + 1),
      email: before?.email ?? order.email,
      firstName: firstName ?? before?.firstName ?? null,
      lastName: lastName ?? before?.lastName ?? null,
      phone: null,
      locale,
      countryCode: order.countryCode ?? before?.countryCode ?? null,
      city: order.city ?? before?.city ?? null,
      createdAt: before?.createdAt ?? order.createdAt,
      // The latest order has the current consent.
      marketingState: order.acceptsMarketing ? "SUBSCRIBED" : "NOT_SUBSCRIBED",
      marketingUpdatedAt: order.acceptsMarketing ? order.createdAt : null,
    });
  }
  return customers;
}

function keyOf(email: string | null): string {
  return email?.toLowerCase() ?? "";
}

function namesOf(name: string | null): { firstName: string | null; lastName: string | null } {
  const words = name?.split(/\s+/) ?? [];
  const lastName = words.length > 1 ? (words.pop() ?? null) : null;
  return { firstName: words.join(" ") || null, lastName };
}

function cutOf(orders: readonly ExportedOrder[]): string | null {
  const last = orders.length < MIN_SIZE_TO_CUT ? orders.length : orders.length * HISTORY_RATE;
  return orders[Math.floor(last) - 1]?.createdAt ?? null;
}

function mostCommonCurrency(orders: readonly ExportedOrder[]): string | null {
  const byCurrency = Map.groupBy(orders, ({ currency }) => currency);
  byCurrency.delete(null);
  return [...byCurrency].sort(([, a], [, b]) => b.length - a.length)[0]?.[0] ?? null;
}
