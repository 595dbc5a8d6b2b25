import { decimal, minor } from "../order-totals";
import type { CheckoutLine, CheckoutRecord } from "../store-records";
import { storefrontUrl, type LocalShop, type World } from "../world";
import { addressPayload, customerPayload } from "./customer-payload";
import { numericIdValue } from "./rest-values";

export function checkoutTotalMinor(checkout: CheckoutRecord): number {
  return checkout.lines.reduce(
    (sum, line) => sum + minor(line.unitPrice, checkout.currency) * line.quantity,
    0,
  );
}

export const recoveryUrl = (world: World, shop: LocalShop, checkout: CheckoutRecord) =>
  storefrontUrl(world, shop, `/checkouts/${checkout.token}/recover`);

/** checkouts/create and checkouts/update. It has no `id`: the key is the token. */
export function checkoutPayload(world: World, shop: LocalShop, checkout: CheckoutRecord) {
  const { store } = shop;
  const customer =
    checkout.customerId === null ? undefined : store.customers.get(checkout.customerId);
  const total = decimal(checkoutTotalMinor(checkout), checkout.currency);
  const zero = decimal(0, checkout.currency);
  const address = customer ? addressPayload(customer) : null;
  return {
    token: checkout.token,
    cart_token: checkout.cartToken,
    email: checkout.email,
    gateway: null,
    buyer_accepts_marketing: checkout.buyerAcceptsMarketing,
    buyer_accepts_sms_marketing: false,
    sms_marketing_phone: null,
    created_at: checkout.createdAt,
    updated_at: checkout.updatedAt,
    completed_at: checkout.completedAt,
    closed_at: null,
    landing_site: "/",
    referring_site: "",
    note: null,
    note_attributes: [],
    currency: checkout.currency,
    presentment_currency: checkout.currency,
    customer_locale: checkout.locale,
    phone: checkout.phone,
    name: `#${checkout.id}`,
    source: null,
    source_name: "web",
    abandoned_checkout_url: recoveryUrl(world, shop, checkout),
    discount_codes: checkout.discountCodes.map((code) => ({ code, amount: zero })),
    line_items: checkout.lines.map((line) => linePayload(shop, checkout, line)),
    shipping_lines: [],
    tax_lines: [],
    taxes_included: false,
    total_weight: 0,
    total_discounts: zero,
    total_line_items_price: total,
    total_price: total,
    total_tax: zero,
    subtotal_price: total,
    total_duties: null,
    reservation_token: null,
    billing_address: address,
    shipping_address: address,
    ...(customer && { customer: customerPayload(customer, store.shop.currency) }),
  };
}

function linePayload(shop: LocalShop, checkout: CheckoutRecord, line: CheckoutLine) {
  const product = line.productId === null ? undefined : shop.store.products.get(line.productId);
  const variant = product?.variants.find((it) => it.id === line.variantId);
  const unitMinor = minor(line.unitPrice, checkout.currency);
  return {
    key: line.key,
    applied_discounts: [],
    discount_allocations: [],
    tax_lines: [],
    compare_at_price: variant?.compareAtPrice ?? null,
    gift_card: false,
    grams: 0,
    line_price: decimal(unitMinor * line.quantity, checkout.currency),
    presentment_title: line.title,
    presentment_variant_title: variant?.title ?? null,
    price: decimal(unitMinor, checkout.currency),
    product_id: numericIdValue(line.productId),
    properties: {},
    quantity: line.quantity,
    rank: 0,
    requires_shipping: true,
    sku: line.sku,
    taxable: true,
    title: line.title,
    unit_price_measurement: {},
    variant_id: numericIdValue(line.variantId),
    variant_price: decimal(unitMinor, checkout.currency),
    variant_title: variant && variant.title !== "Default Title" ? variant.title : null,
    vendor: product?.vendor ?? null,
  };
}

export function checkoutDeletePayload(checkout: CheckoutRecord) {
  return {
    id: numericIdValue(checkout.id),
    presentment_currency: checkout.currency,
    buyer_accepts_sms_marketing: false,
    sms_marketing_phone: null,
    total_discounts: null,
    cart_token: checkout.cartToken,
  };
}
