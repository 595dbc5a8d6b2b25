import { describe, expect, test } from "vitest";
import { eventsFromWebhook } from "~/events/from-shopify/from-shopify";
import type { OrderSnapshot } from "~/events/event";
import { aWebhook, bodyOf } from "./shopify-fixtures";

const BODY = bodyOf("orders/create");

/** The stored order and its customer. */
function read(change: object): { order: OrderSnapshot; customerId: string | null } {
  const translation = eventsFromWebhook(aWebhook("orders/create", { ...BODY, ...change }));
  if (translation.kind !== "events") throw new Error(JSON.stringify(translation));
  const event = translation.events.find(({ kind }) => kind === "order_placed");
  if (event?.kind !== "order_placed") throw new Error("no order was placed");
  return { order: event.payload, customerId: event.customerId };
}
const usual = read({});

/** An amount that the customer saw in yen and the shop received in its own currency. */
const inYen = (amount: string) => ({
  shop_money: { amount, currency_code: BODY["currency"] },
  presentment_money: { amount: "9999", currency_code: "JPY" },
});

describe("an order", () => {
  test.each([["pos"], ["shopify_draft_order"], ["subscription_contract"], ["580111"]])(
    "from %s counts like any other, and keeps its source",
    (source_name) => {
      const { order, customerId } = read({ source_name });
      expect(order).toEqual({ ...usual.order, sourceName: source_name });
      expect(customerId).toBe(usual.customerId);
    },
  );

  test("of a company belongs to the person who placed it", () => {
    const { order, customerId } = read({ company: { id: 7, location_id: 8 }, po_number: "PO-1" });
    expect(order).toEqual(usual.order);
    expect(customerId).toBe(usual.customerId);
  });

  test("in another currency counts with the amount that the shop received", () => {
    const lines = (BODY["line_items"] as object[]).map((line) => ({
      ...line,
      price_set: inYen((line as { price: string }).price),
    }));
    const { order } = read({
      presentment_currency: "JPY",
      total_price_set: inYen(BODY["total_price"] as string),
      line_items: lines,
    });
    expect(order).toEqual(usual.order);
  });

  test("for a gift card, or paid with one, counts with its full amount", () => {
    const lines = (BODY["line_items"] as object[]).map((line) => ({ ...line, gift_card: true }));
    expect(read({ line_items: lines }).order).toEqual(usual.order);
    expect(read({ payment_gateway_names: ["gift_card"] }).order).toEqual(usual.order);
  });

  test("keeps a line without a product, such as a tip or a custom item", () => {
    const [line, ...rest] = BODY["line_items"] as object[];
    const custom = { ...line, product_id: null, variant_id: null };
    const { order } = read({ line_items: [custom, ...rest] });
    expect(order.lines[0]).toMatchObject({ productId: null, variantId: null });
    expect(order.totalMinor).toBe(usual.order.totalMinor);
  });

  test("is marked as a test order", () => {
    expect(read({ test: true }).order).toEqual({ ...usual.order, test: true });
  });
});
