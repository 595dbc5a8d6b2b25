import { currentQuantity, decimal, financialStatus, minor } from "../order-totals";
import { amountSpentMinor } from "../store";
import { gid, type OrderRecord } from "../store-records";
import type { SeedOrderLine, SeedRefund } from "../store-seed";
import { storefrontUrl, type LocalShop, type World } from "../world";
import { addressPayload, customerPayload } from "./customer-payload";
import { moneyFields, moneySet, numericIdValue } from "./rest-values";

/** orders/*: the complete order in its current state. */
export function orderPayload(world: World, shop: LocalShop, order: OrderRecord) {
  const { store } = shop;
  const { currency } = order;
  const totals = store.totalsOf(order);
  const customer = order.customerId === null ? null : store.customers.get(order.customerId);
  const address = customer ? addressPayload(customer) : null;
  const status = financialStatus(order);
  return {
    id: numericIdValue(order.id),
    admin_graphql_api_id: gid("Order", order.id),
    app_id: 580111,
    browser_ip: null,
    buyer_accepts_marketing: order.buyerAcceptsMarketing,
    cancel_reason: order.cancelReason,
    cancelled_at: order.cancelledAt,
    cart_token: order.cartToken,
    checkout_token: order.checkoutToken,
    client_details: null,
    closed_at: null,
    confirmation_number: null,
    confirmed: true,
    contact_email: order.email,
    created_at: order.createdAt,
    currency,
    ...moneyFields("current_subtotal_price", totals.currentTotalMinor, currency),
    ...moneyFields("current_total_discounts", totals.discountMinor, currency),
    ...moneyFields("current_total_price", totals.currentTotalMinor, currency),
    ...moneyFields("current_total_tax", 0, currency),
    current_total_additional_fees_set: null,
    current_total_duties_set: null,
    current_shipping_price_set: moneySet(0, currency),
    customer_locale: customer?.locale ?? "en",
    discount_codes: order.discountCodes.map((code) => ({
      code,
      amount: decimal(totals.discountMinor, currency),
      type: "fixed_amount",
    })),
    email: order.email,
    estimated_taxes: false,
    financial_status: status,
    fulfillment_status: order.fulfilledAt === null ? null : "fulfilled",
    landing_site: order.landingSite,
    landing_site_ref: null,
    location_id: null,
    name: order.name,
    note: order.note,
    note_attributes: [],
    number: order.number,
    order_number: order.number,
    order_status_url: storefrontUrl(world, shop, `/orders/${order.checkoutToken}`),
    payment_gateway_names: ["bogus"],
    phone: null,
    presentment_currency: currency,
    processed_at: order.createdAt,
    referring_site: order.referringSite,
    source_name: "web",
    ...moneyFields("subtotal_price", totals.totalMinor, currency),
    tags: order.tags.join(", "),
    tax_lines: [],
    taxes_included: false,
    test: order.test,
    token: order.checkoutToken,
    ...moneyFields("total_discounts", totals.discountMinor, currency),
    ...moneyFields("total_line_items_price", totals.lineItemsMinor, currency),
    ...moneyFields("total_price", totals.totalMinor, currency),
    total_shipping_price_set: moneySet(0, currency),
    ...moneyFields("total_tax", 0, currency),
    total_outstanding: decimal(status === "pending" ? totals.totalMinor : 0, currency),
    total_tip_received: "0.00",
    total_weight: 0,
    updated_at: order.updatedAt,
    user_id: null,
    billing_address: address,
    shipping_address: address,
    customer: customer ? customerPayload(customer, store.shop.currency) : null,
    discount_applications: [],
    fulfillments: order.fulfilledAt === null ? [] : [fulfillmentPayload(shop, order)],
    line_items: order.lines.map((line) => linePayload(shop, order, line)),
    payment_terms: null,
    refunds: order.refunds.map((refund) => refundPayload(shop, order, refund)),
    shipping_lines: [],
  };
}

function linePayload(shop: LocalShop, order: OrderRecord, line: SeedOrderLine) {
  const product = line.productId === null ? undefined : shop.store.products.get(line.productId);
  const unitMinor = minor(line.unitPrice, order.currency);
  const variant = product?.variants.find((it) => it.id === line.variantId);
  return {
    id: numericIdValue(line.id),
    admin_graphql_api_id: gid("LineItem", line.id),
    attributed_staffs: [],
    current_quantity: currentQuantity(order, line),
    fulfillable_quantity: order.fulfilledAt === null ? currentQuantity(order, line) : 0,
    fulfillment_service: "manual",
    fulfillment_status: order.fulfilledAt === null ? null : "fulfilled",
    gift_card: false,
    grams: 0,
    name: line.title,
    ...moneyFields("price", unitMinor, order.currency),
    product_exists: product !== undefined,
    product_id: numericIdValue(product ? line.productId : null),
    properties: [],
    quantity: line.quantity,
    requires_shipping: true,
    sku: line.sku,
    taxable: true,
    title: line.title,
    ...moneyFields("total_discount", 0, order.currency),
    variant_id: numericIdValue(product ? line.variantId : null),
    variant_inventory_management: "shopify",
    variant_title: variant && variant.title !== "Default Title" ? variant.title : null,
    vendor: product?.vendor ?? null,
    tax_lines: [],
    duties: [],
    discount_allocations: [],
  };
}

export function refundPayload(shop: LocalShop, order: OrderRecord, refund: SeedRefund) {
  const { currency } = order;
  const lines = refund.lines.map((it, index) => {
    const line = order.lines.find(({ id }) => id === it.lineId);
    const subtotalMinor = minor(it.subtotal, currency);
    return {
      id: numericIdValue(`${refund.id}${index}`),
      quantity: it.quantity,
      line_item_id: numericIdValue(it.lineId),
      location_id: null,
      restock_type: "no_restock",
      // The only place where Shopify writes money as a number.
      subtotal: Number(decimal(subtotalMinor, currency)),
      total_tax: 0,
      subtotal_set: moneySet(subtotalMinor, currency),
      total_tax_set: moneySet(0, currency),
      line_item: line ? linePayload(shop, order, line) : null,
    };
  });
  const totalMinor = refund.lines.reduce((sum, it) => sum + minor(it.subtotal, currency), 0);
  return {
    id: numericIdValue(refund.id),
    order_id: numericIdValue(order.id),
    created_at: refund.createdAt,
    processed_at: refund.createdAt,
    note: null,
    user_id: null,
    restock: false,
    duties: [],
    total_duties_set: moneySet(0, currency),
    return: null,
    refund_shipping_lines: [],
    admin_graphql_api_id: gid("Refund", refund.id),
    order_adjustments: [],
    refund_line_items: lines,
    transactions: [
      {
        id: numericIdValue(`${refund.id}9`),
        order_id: numericIdValue(order.id),
        kind: "refund",
        status: "success",
        amount: decimal(totalMinor, currency),
        currency,
        created_at: refund.createdAt,
        test: order.test,
      },
    ],
  };
}

export function fulfillmentPayload(shop: LocalShop, order: OrderRecord) {
  const id = `${order.id}1`;
  return {
    id: numericIdValue(id),
    admin_graphql_api_id: gid("Fulfillment", id),
    order_id: numericIdValue(order.id),
    status: "success",
    created_at: order.fulfilledAt,
    updated_at: order.fulfilledAt,
    service: "manual",
    email: order.email,
    shipment_status: null,
    tracking_company: null,
    tracking_number: null,
    tracking_numbers: [],
    tracking_urls: [],
    name: `${order.name}.1`,
    line_items: order.lines.map((line) => linePayload(shop, order, line)),
  };
}

/** customers/purchasing_summary: the change of an order's customer. */
export function purchasingSummaryPayload(shop: LocalShop, customerId: string, occurredAt: string) {
  const { store } = shop;
  const orderIds = store.ordersOfCustomer.get(customerId) ?? [];
  const last = orderIds.at(-1);
  const { currency } = store.shop;
  return {
    customerId: gid("Customer", customerId),
    numberOfOrders: orderIds.length,
    amountSpent: {
      amount: decimal(amountSpentMinor(store, customerId), currency),
      currencyCode: currency,
    },
    lastOrderId: last === undefined ? null : gid("Order", last),
    occurredAt,
  };
}
