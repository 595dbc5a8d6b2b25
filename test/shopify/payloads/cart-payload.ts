import { decimal, minor } from "../order-totals";
import type { CartLine, CartRecord } from "../store-records";
import type { LocalShop } from "../world";
import { moneySet, numericIdValue } from "./rest-values";

/** carts/create and carts/update: without address and customer; the id is the token. */
export function cartPayload(shop: LocalShop, cart: CartRecord) {
  return {
    id: cart.token,
    token: cart.token,
    line_items: cart.lines.map((line) => linePayload(shop, cart, line)),
    note: null,
    created_at: cart.createdAt,
    updated_at: cart.updatedAt,
  };
}

function linePayload(shop: LocalShop, { currency }: CartRecord, line: CartLine) {
  const unitMinor = minor(line.unitPrice, currency);
  const unit = decimal(unitMinor, currency);
  const whole = decimal(unitMinor * line.quantity, currency);
  const money = (amountMinor: number) => moneySet(amountMinor, currency);
  return {
    id: numericIdValue(line.id),
    key: `${line.variantId}:${shop.handle}`,
    properties: null,
    quantity: line.quantity,
    variant_id: numericIdValue(line.variantId),
    product_id: numericIdValue(line.productId),
    title: line.title,
    sku: line.sku,
    vendor: shop.store.products.get(line.productId)?.vendor ?? null,
    grams: 0,
    gift_card: false,
    taxable: true,
    price: unit,
    price_set: money(unitMinor),
    original_price: unit,
    discounted_price: unit,
    discounted_price_set: money(unitMinor),
    line_price: whole,
    line_price_set: money(unitMinor * line.quantity),
    original_line_price: whole,
    original_line_price_set: money(unitMinor * line.quantity),
    total_discount: decimal(0, currency),
    total_discount_set: money(0),
    discounts: [],
    parent_relationship: null,
  };
}
