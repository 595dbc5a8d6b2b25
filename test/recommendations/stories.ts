import fc from "fast-check";
import type { AnyEvent, CheckoutSnapshot, OrderSnapshot } from "~/events/event";
import { anOrder, NOW } from "../support/builders";
import { anEvent } from "../profiles/events";

export const CUSTOMERS = ["ada", "eve"] as const;
export const VISITORS = ["visitor-1", "visitor-2"] as const;
export const PRODUCTS = ["1", "2", "3", "4", "5", "6", "7", "8"] as const;

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;

const customerId = fc.constantFrom(...CUSTOMERS);
const visitorId = fc.constantFrom(...VISITORS);
const productId = fc.constantFrom(...PRODUCTS);
const productIds = fc.array(productId, { minLength: 1, maxLength: 3 });
/** Most events are close together, as in a visit; some are older than the read window. */
const minutesAgo = fc.oneof(
  fc.integer({ min: 10, max: 200 }),
  fc.integer({ min: 10, max: 20 * DAY_MINUTES }),
  fc.integer({ min: 10, max: 120 * DAY_MINUTES }),
);

const happening = fc.oneof(
  fc.record({ what: fc.constant("look" as const), visitorId, productId }),
  fc.record({ what: fc.constant("look" as const), visitorId, productId }),
  fc.record({ what: fc.constant("cart" as const), visitorId, productId }),
  fc.record({ what: fc.constant("login" as const), visitorId, customerId }),
  fc.record({
    what: fc.constant("order" as const),
    customerId,
    productIds,
    then: fc.constantFrom("kept", "kept", "canceled", "changed", "half", "refunded", "deleted"),
  }),
  fc.record({
    what: fc.constant("checkout" as const),
    customerId,
    productIds,
    then: fc.constantFrom("left", "changed", "deleted"),
  }),
  fc.record({
    what: fc.constant("click" as const),
    customerId,
    productId: fc.option(productId),
    classification: fc.constantFrom("human" as const, "machine" as const),
  }),
  fc.record({ what: fc.constant("merge" as const) }),
);
type Happening = typeof happening extends fc.Arbitrary<infer H> ? H : never;

/** Customers' and visitors' actions as events, some duplicated, in any order, in slices. */
export const slicedEvents = fc
  .array(fc.record({ it: happening, minutesAgo }), { minLength: 1, maxLength: 24 })
  .chain((story) => {
    // No two actions share an instant.
    const events = story.flatMap(({ it, minutesAgo }, n) =>
      eventsOf(it, new Date(NOW.getTime() - minutesAgo * MINUTE_MS + n * 1_000), String(n)),
    );
    return fc.record({
      events: fc
        .subarray(events)
        .chain((twice) =>
          fc.shuffledSubarray([...events, ...twice], { minLength: events.length + twice.length }),
        ),
      sliceSize: fc.integer({ min: 3, max: 20 }),
    });
  })
  .map(({ events, sliceSize }) =>
    Array.from({ length: Math.ceil(events.length / sliceSize) }, (_, n) =>
      events.slice(n * sliceSize, (n + 1) * sliceSize),
    ),
  );

function eventsOf(it: Happening, at: Date, id: string): AnyEvent[] {
  const minuteLater = new Date(at.getTime() + MINUTE_MS);
  switch (it.what) {
    case "look":
    case "cart": {
      const { visitorId, productId } = it;
      const seen = { productId, variantId: null };
      const by = { source: "pixel", customerId: null, visitorId, occurredAt: at } as const;
      return it.what === "look"
        ? [anEvent("product_viewed", seen, id, by)]
        : [anEvent("product_added_to_cart", { ...seen, quantity: 1 }, id, by)];
    }
    case "login": {
      const { visitorId, customerId } = it;
      const by = { source: "kindred", customerId, visitorId, occurredAt: at } as const;
      return [anEvent("visitor_logged_in", {}, `login/${id}`, by)];
    }
    case "click": {
      const { customerId, productId } = it;
      const payload = { messageId: "m1", flowId: null, stepId: null, linkIndex: 0, productId };
      const by = { source: "kindred", customerId, occurredAt: at } as const;
      return [
        anEvent(
          "email_clicked",
          { ...payload, classification: it.classification },
          `click/${id}`,
          by,
        ),
      ];
    }
    case "merge": {
      const payload = { intoCustomerId: "ada", mergedAt: at };
      return [anEvent("customer_merged", payload, `merge/${id}`, { customerId: "eve" })];
    }
    case "order":
      return orderEvents(it, at, minuteLater, id);
    case "checkout":
      return checkoutEvents(it, at, minuteLater, id);
  }
}

function orderEvents(
  { customerId, productIds, then }: Extract<Happening, { what: "order" }>,
  placedAt: Date,
  changedAt: Date,
  orderId: string,
): AnyEvent[] {
  const order = anOrder({ orderId, placedAt, lines: productIds.map(orderLine) });
  const record = (kind: "order_placed" | "order_updated" | "order_canceled", it: OrderSnapshot) =>
    anEvent(kind, it, `order/${orderId}/${kind}`, { customerId, occurredAt: it.updatedAt });
  const refund = (amountMinor: number) =>
    anEvent(
      "order_refunded",
      { refundId: orderId, orderId, amountMinor, currency: "GBP", refundedAt: changedAt },
      `refund/${orderId}`,
      { customerId: null, occurredAt: changedAt },
    );
  const placed = record("order_placed", order);
  switch (then) {
    case "canceled":
      return [
        placed,
        record("order_canceled", { ...order, updatedAt: changedAt, cancelledAt: changedAt }),
      ];
    case "changed":
      return [
        placed,
        record("order_updated", { ...order, updatedAt: changedAt, lines: [orderLine("8", 0)] }),
      ];
    case "half":
      return [placed, refund(order.totalMinor / 2)];
    case "refunded":
      return [placed, refund(order.totalMinor)];
    case "deleted":
      return [placed, anEvent("order_deleted", { orderId }, `order/${orderId}/deleted`)];
    case "kept":
      return [placed];
  }
}

const orderLine = (productId: string, n: number) => ({
  lineId: String(n),
  productId,
  variantId: null,
  title: productId,
  quantity: 1,
  netMinor: 8_00,
});

function checkoutEvents(
  { customerId, productIds, then }: Extract<Happening, { what: "checkout" }>,
  startedAt: Date,
  changedAt: Date,
  token: string,
): AnyEvent[] {
  const checkout: CheckoutSnapshot = {
    token,
    cartToken: `cart-${token}`,
    startedAt,
    updatedAt: startedAt,
    completedAt: null,
    currency: "GBP",
    totalMinor: 24_00,
    sourceName: "web",
    lines: productIds.map(checkoutLine),
  };
  const record = (kind: "checkout_started" | "checkout_updated", it: CheckoutSnapshot) =>
    anEvent(kind, it, `checkout/${token}/${kind}`, { customerId, occurredAt: it.updatedAt });
  const started = record("checkout_started", checkout);
  switch (then) {
    case "changed":
      return [
        started,
        record("checkout_updated", {
          ...checkout,
          updatedAt: changedAt,
          lines: [checkoutLine("7")],
        }),
      ];
    case "deleted":
      return [
        started,
        anEvent("checkout_deleted", { token, cartToken: null }, `checkout/${token}/deleted`, {
          customerId: null,
          occurredAt: changedAt,
        }),
      ];
    case "left":
      return [started];
  }
}

const checkoutLine = (productId: string) => ({
  productId,
  variantId: null,
  title: productId,
  variantTitle: null,
  quantity: 1,
  netMinor: 8_00,
});
