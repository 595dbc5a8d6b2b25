import { currentQuantity, decimal, financialStatus, lineMinor, minor } from "../order-totals";
import { checkoutTotalMinor, recoveryUrl } from "../payloads/checkout-payload";
import {
  gid,
  idOf,
  type CheckoutLine,
  type CheckoutRecord,
  type OrderRecord,
} from "../store-records";
import type { SeedOrderLine } from "../store-seed";
import { bySortKey, connection, countOf, type ConnectionArgs } from "./connection";
import { findVariant } from "./resolve-catalog";
import type { Fields } from "./resolvers";
import type { GraphqlContext } from "./run-document";

const SIXTY_DAYS_MS = 60 * 86_400_000;

/** Without read_all_orders an app sees only the last sixty days. */
function visibleOrders({ shop, scopes, world }: GraphqlContext): OrderRecord[] {
  const orders = [...shop.store.orders.values()];
  if (scopes.includes("read_all_orders")) return orders;
  const since = world.clock.nowMs() - SIXTY_DAYS_MS;
  return orders.filter((it) => Date.parse(it.createdAt) >= since);
}

const moneyBag = (amountMinor: number, currency: string) => {
  const money = { amount: decimal(amountMinor, currency), currencyCode: currency };
  return { shopMoney: money, presentmentMoney: money };
};

const times = {
  id: (it: { id: string }) => Number(it.id),
  updated_at: (it: { updatedAt: string }) => it.updatedAt,
  created_at: (it: { createdAt: string }) => it.createdAt,
};

const orderSearch = {
  ...times,
  processed_at: (it: OrderRecord) => it.createdAt,
  name: (it: OrderRecord) => it.name,
  email: (it: OrderRecord) => it.email,
  customer_id: (it: OrderRecord) => Number(it.customerId),
  test: (it: OrderRecord) => String(it.test),
  financial_status: (it: OrderRecord) => financialStatus(it),
};

export const orderQueries: Fields = {
  orders: (_: unknown, args: ConnectionArgs & { sortKey?: string }, context: GraphqlContext) =>
    connection(visibleOrders(context), args, context, {
      isRoot: true,
      search: orderSearch,
      sortBy: bySortKey(args.sortKey),
    }),
  order: (_: unknown, { id }: { id: string }, { shop }: GraphqlContext) =>
    shop.store.orders.get(idOf("Order", id) ?? "") ?? null,
  ordersCount: (_: unknown, { query }: { query?: string | null }, context: GraphqlContext) =>
    countOf(visibleOrders(context), query, orderSearch),
  abandonedCheckouts: (_: unknown, args: ConnectionArgs, context: GraphqlContext) =>
    connection(
      [...context.shop.store.checkouts.values()].filter((it) => it.completedAt === null),
      args,
      context,
      { isRoot: true, search: times },
    ),
};

interface LineSource {
  readonly order: OrderRecord;
  readonly line: SeedOrderLine;
}

interface CheckoutLineSource {
  readonly checkout: CheckoutRecord;
  readonly line: CheckoutLine;
}

const productOf = (
  { line }: { line: { productId: string | null } },
  _: unknown,
  { shop }: GraphqlContext,
) => shop.store.products.get(line.productId ?? "") ?? null;

const variantOf = (
  { line }: { line: { variantId: string | null } },
  _: unknown,
  context: GraphqlContext,
) => findVariant(context, line.variantId);

export const orderFields: Readonly<Record<string, Fields>> = {
  Order: {
    id: (it: OrderRecord) => gid("Order", it.id),
    legacyResourceId: (it: OrderRecord) => it.id,
    processedAt: (it: OrderRecord) => it.createdAt,
    cancelReason: (it: OrderRecord) => it.cancelReason?.toUpperCase() ?? null,
    closedAt: () => null,
    customerAcceptsMarketing: (it: OrderRecord) => it.buyerAcceptsMarketing,
    customerLocale: (it: OrderRecord, _: unknown, { shop }: GraphqlContext) =>
      shop.store.customers.get(it.customerId ?? "")?.locale ?? null,
    sourceName: () => "web",
    registeredSourceUrl: () => null,
    displayFinancialStatus: (it: OrderRecord) => financialStatus(it).toUpperCase(),
    displayFulfillmentStatus: (it: OrderRecord) =>
      it.fulfilledAt === null ? "UNFULFILLED" : "FULFILLED",
    discountCode: (it: OrderRecord) => it.discountCodes[0] ?? null,
    currencyCode: (it: OrderRecord) => it.currency,
    presentmentCurrencyCode: (it: OrderRecord) => it.currency,
    totalPriceSet: (it: OrderRecord, _: unknown, { shop }: GraphqlContext) =>
      moneyBag(shop.store.totalsOf(it).totalMinor, it.currency),
    subtotalPriceSet: (it: OrderRecord, _: unknown, { shop }: GraphqlContext) =>
      moneyBag(shop.store.totalsOf(it).totalMinor, it.currency),
    currentTotalPriceSet: (it: OrderRecord, _: unknown, { shop }: GraphqlContext) =>
      moneyBag(shop.store.totalsOf(it).currentTotalMinor, it.currency),
    currentSubtotalPriceSet: (it: OrderRecord, _: unknown, { shop }: GraphqlContext) =>
      moneyBag(shop.store.totalsOf(it).currentTotalMinor, it.currency),
    totalDiscountsSet: (it: OrderRecord, _: unknown, { shop }: GraphqlContext) =>
      moneyBag(shop.store.totalsOf(it).discountMinor, it.currency),
    totalRefundedSet: (it: OrderRecord, _: unknown, { shop }: GraphqlContext) =>
      moneyBag(shop.store.totalsOf(it).refundedMinor, it.currency),
    totalTaxSet: (it: OrderRecord) => moneyBag(0, it.currency),
    totalShippingPriceSet: (it: OrderRecord) => moneyBag(0, it.currency),
    customer: (it: OrderRecord, _: unknown, { shop }: GraphqlContext) =>
      shop.store.customers.get(it.customerId ?? "") ?? null,
    customerJourneySummary: () => null,
    lineItems: (order: OrderRecord, args: ConnectionArgs, context: GraphqlContext) =>
      connection(
        order.lines.map((line): LineSource => ({ order, line })),
        args,
        context,
      ),
    fulfillments: (order: OrderRecord) =>
      order.fulfilledAt === null
        ? []
        : [
            {
              id: gid("Fulfillment", `${order.id}1`),
              createdAt: order.fulfilledAt,
              updatedAt: order.fulfilledAt,
              status: "SUCCESS",
              displayStatus: "FULFILLED",
            },
          ],
    refunds: (order: OrderRecord) =>
      order.refunds.map((refund) => ({
        id: gid("Refund", refund.id),
        legacyResourceId: refund.id,
        createdAt: refund.createdAt,
        note: null,
        totalRefundedSet: moneyBag(
          refund.lines.reduce((sum, it) => sum + minor(it.subtotal, order.currency), 0),
          order.currency,
        ),
      })),
  },
  LineItem: {
    id: ({ line }: LineSource) => gid("LineItem", line.id),
    title: ({ line }: LineSource) => line.title,
    name: ({ line }: LineSource) => line.title,
    quantity: ({ line }: LineSource) => line.quantity,
    currentQuantity: ({ order, line }: LineSource) => currentQuantity(order, line),
    sku: ({ line }: LineSource) => line.sku,
    variantTitle: () => null,
    vendor: (source: LineSource, args: unknown, context: GraphqlContext) =>
      productOf(source, args, context)?.vendor ?? null,
    product: productOf,
    variant: variantOf,
    originalUnitPriceSet: ({ order, line }: LineSource) =>
      moneyBag(minor(line.unitPrice, order.currency), order.currency),
    originalTotalSet: ({ order, line }: LineSource) =>
      moneyBag(lineMinor(order, line), order.currency),
    discountedTotalSet: ({ order, line }: LineSource) =>
      moneyBag(lineMinor(order, line), order.currency),
  },
  AbandonedCheckout: {
    id: (it: CheckoutRecord) => gid("AbandonedCheckout", it.id),
    name: (it: CheckoutRecord) => `#${it.id}`,
    abandonedCheckoutUrl: (it: CheckoutRecord, _: unknown, { world, shop }: GraphqlContext) =>
      recoveryUrl(world, shop, it),
    customer: (it: CheckoutRecord, _: unknown, { shop }: GraphqlContext) =>
      shop.store.customers.get(it.customerId ?? "") ?? null,
    note: () => "",
    totalPriceSet: (it: CheckoutRecord) => moneyBag(checkoutTotalMinor(it), it.currency),
    subtotalPriceSet: (it: CheckoutRecord) => moneyBag(checkoutTotalMinor(it), it.currency),
    lineItems: (checkout: CheckoutRecord, args: ConnectionArgs, context: GraphqlContext) =>
      connection(
        checkout.lines.map((line): CheckoutLineSource => ({ checkout, line })),
        args,
        context,
      ),
  },
  AbandonedCheckoutLineItem: {
    id: ({ line }: CheckoutLineSource) => gid("AbandonedCheckoutLineItem", line.key),
    title: ({ line }: CheckoutLineSource) => line.title,
    quantity: ({ line }: CheckoutLineSource) => line.quantity,
    sku: ({ line }: CheckoutLineSource) => line.sku,
    product: productOf,
    variant: variantOf,
    originalUnitPriceSet: ({ checkout, line }: CheckoutLineSource) =>
      moneyBag(minor(line.unitPrice, checkout.currency), checkout.currency),
  },
};
