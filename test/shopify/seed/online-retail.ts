import type { SeedOrder, SeedProduct, SeedShop, StoreSeed } from "../store-seed";
import { isCancellation, type Extract, type InvoiceLine } from "./choose-extract";
import { collectionsOf } from "./collections-of";
import { readExtract } from "./extract-file";
import { matchCancellations, type MatchCounts, type MatchedRefund } from "./match-cancellations";
import { customersOf } from "./online-retail-customers";
import { instantOf, productsOf } from "./online-retail-products";
import { decimalOf, minorOf } from "./seed-text";
import { hashHex } from "./stable-hash";

const SHOP: SeedShop = {
  domain: "hanging-heart.myshopify.com",
  name: "Hanging Heart",
  email: "hello@hanging-heart.example",
  currency: "GBP",
  timeZone: "Europe/London",
  countryCode: "GB",
  address1: "1 Example Street",
  city: "London",
  zip: "EC1A 1BB",
};

const CUT_AT = "2010-10-01T00:00:00.000Z";
const FIRST_ORDER_ID = 5_000_000_000_000;
const FIRST_LINE_ID = 3_000_000_000_000;
const FIRST_REFUND_ID = 900_000_000_000;
const DAYS_TO_FULFILL = 2;
const DAY_MS = 86_400_000;

/** A gift shop's real year: Online Retail II as in ATTRIBUTION.md, opened on 2010-10-01. */
export async function loadOnlineRetail(): Promise<StoreSeed> {
  return seedFromExtract(await readExtract()).seed;
}

/**
 * The store of an extract of Online Retail II. An invoice is an order at its first line's minute, shipped two days
 * later. An invoice that begins with "C" becomes refunds of earlier orders by the rules of `matchCancellations`.
 */
export function seedFromExtract(extract: Extract): { seed: StoreSeed; refundCounts: MatchCounts } {
  const sales = extract.lines.filter((line) => !isCancellation(line.invoice)).sort(byTime);
  const cancellations = extract.lines.filter((line) => isCancellation(line.invoice));
  const products = productsOf(extract, SHOP.name);
  const customers = customersOf(sales);

  const drafts = [...Map.groupBy(sales, (line) => line.invoice).values()].map((lines) =>
    orderOf(lines, products, (number) => customers.get(number)),
  );
  const { refunds, counts } = matchCancellations(
    drafts.flatMap(({ order, customer }) =>
      order.lines.map((line) => ({
        orderId: order.id,
        lineId: line.id,
        customer,
        product: line.sku ?? "",
        at: order.createdAt,
        quantity: line.quantity,
        unitMinor: minorOf(line.unitPrice),
      })),
    ),
    cancellations.map((line) => ({
      invoice: line.invoice,
      customer: line.customerId,
      product: line.stockCode,
      at: instantOf(line),
      quantity: -Number(line.quantity),
    })),
  );
  const refundsByOrder = Map.groupBy(withIds(refunds), ({ orderId }) => orderId);

  return {
    seed: {
      shop: SHOP,
      products: [...products.values()],
      collections: collectionsOf([...products.values()], CUT_AT),
      customers: [...customers.values()],
      orders: drafts.map(({ order }) => ({
        ...order,
        refunds: refundsByOrder.get(order.id)?.map(({ refund }) => refund) ?? [],
      })),
      cutAt: CUT_AT,
      definedMetafields: ["reviews.rating", "reviews.rating_count"],
    },
    refundCounts: counts,
  };
}

function orderOf(
  lines: readonly InvoiceLine[],
  products: ReadonlyMap<string, SeedProduct>,
  findCustomer: (number: string) => { id: string; email: string | null } | undefined,
): { order: SeedOrder; customer: string } {
  const [first] = lines;
  if (!first) throw new RangeError("an invoice without lines");
  const { invoice, customerId } = first;
  const customer = findCustomer(customerId);
  const createdAt = instantOf(first);
  const order: SeedOrder = {
    id: String(FIRST_ORDER_ID + Number(invoice)),
    name: `#${invoice}`,
    createdAt,
    customerId: customer?.id ?? null,
    email: customer?.email ?? null,
    currency: SHOP.currency,
    lines: lines.map((line, index) => {
      const product = products.get(line.stockCode);
      return {
        id: String(FIRST_LINE_ID + Number(invoice) * 1000 + index),
        productId: product?.id ?? null,
        variantId: product?.variants[0]?.id ?? null,
        title: product?.title ?? line.stockCode,
        sku: line.stockCode,
        quantity: Number(line.quantity),
        unitPrice: decimalOf(minorOf(line.price)),
      };
    }),
    discountCodes: [],
    refunds: [],
    cancelledAt: null,
    fulfilledAt: new Date(Date.parse(createdAt) + DAYS_TO_FULFILL * DAY_MS).toISOString(),
    checkoutToken: hashHex(`checkout ${invoice}`),
  };
  return { order, customer: customerId };
}

function withIds(refunds: readonly MatchedRefund[]) {
  const used = new Map<string, number>();
  return refunds.map(({ invoice, orderId, at, lines }) => {
    const ordinal = used.get(invoice) ?? 0;
    used.set(invoice, ordinal + 1);
    return {
      orderId,
      refund: {
        id: String(FIRST_REFUND_ID + Number(invoice.slice(1)) * 1000 + ordinal),
        createdAt: at,
        lines: lines.map(({ lineId, quantity, subtotalMinor }) => ({
          lineId,
          quantity,
          subtotal: decimalOf(subtotalMinor),
        })),
      },
    };
  });
}

function byTime(a: InvoiceLine, b: InvoiceLine): number {
  return a.invoiceDate < b.invoiceDate ? -1 : a.invoiceDate > b.invoiceDate ? 1 : 0;
}
