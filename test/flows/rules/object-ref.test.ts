import { describe, expect, test } from "vitest";
import type { AnyEvent } from "~/events/event";
import type { Trigger } from "~/flows/definition/trigger";
import { toObjectRef } from "~/flows/rules/object-ref";
import { anOrder, hoursAgo, NOW, SHOP } from "../../support/builders";

/** An event of a kind. Its payload has only what the rule reads. */
const event = (kind: AnyEvent["kind"], payload: object = {}) =>
  ({
    ...{ shopId: SHOP, source: "shopify", sourceId: "event-1", customerId: "ada" },
    ...{ kind, occurredAt: NOW, payload, personal: null },
  }) as unknown as AnyEvent;

const age = { maxAgeHours: 24 };
const CHECKOUT: Trigger = { kind: "checkout_idle", idleMinutes: 60, ...age };
const CART: Trigger = { kind: "cart_idle", idleMinutes: 45, ...age };
const BROWSE: Trigger = {
  ...{ kind: "browse_idle", idleMinutes: 30, minViews: 2, minDwellSeconds: 30 },
  ...age,
};
const DELIVERED: Trigger = { kind: "order_delivered", daysAfterFulfillment: 5, ...age };
const PAID: Trigger = { kind: "order_paid", ...age };
const OPT_IN: Trigger = { kind: "consent_given", ...age };
const JOINED: Trigger = { kind: "segment_joined", segmentId: "vip", ...age };
const LEFT: Trigger = { kind: "segment_left", segmentId: "vip", ...age };
const SHOPIFY_FLOW: Trigger = { kind: "shopify_flow", ...age };

const REVIEWED: Trigger = {
  ...{ kind: "custom_event", eventName: "review_submitted" },
  ...{ property: "", comparison: "is", value: "" },
  ...age,
};

const fulfilled = anOrder({ orderId: "900", fulfilledAt: NOW });
const unfulfilled = anOrder({ orderId: "900" });
const subscribed = { marketingState: "subscribed", optIn: null, changedAt: hoursAgo(2) };
const unsubscribed = { ...subscribed, marketingState: "unsubscribed" };

describe("the object of an event", () => {
  test("a custom event of the name: the event, if its property is as required", () => {
    const name = { name: "review_submitted" };
    const reviewed = {
      ...event("custom_event_received", name),
      personal: { properties: { rating: 4 } },
    } as AnyEvent;
    const object = { kind: "person", key: "event/event-1", at: NOW, eventId: "event-1" };
    expect(toObjectRef(reviewed, REVIEWED)).toEqual(object);
    const other = event("custom_event_received", { name: "points_earned" });
    expect(toObjectRef(other, REVIEWED)).toBeNull();
    const atLeast = (value: string): Trigger => ({
      ...{ ...REVIEWED, property: "rating", comparison: "at_least", value },
    });
    expect(toObjectRef(reviewed, atLeast("4"))).toEqual(object);
    expect(toObjectRef(reviewed, atLeast("5"))).toBeNull();
    // The properties of an erased event are gone.
    expect(toObjectRef(event("custom_event_received", name), atLeast("4"))).toBeNull();
  });

  test.each(["checkout_started", "checkout_updated"] as const)("%s: the checkout", (kind) => {
    expect(toObjectRef(event(kind, { token: "c1" }), CHECKOUT)).toEqual({
      kind: "checkout",
      token: "c1",
    });
  });

  test.each(["order_placed", "order_updated", "order_paid", "order_fulfilled"] as const)(
    "%s: the order, for a delivery once it is fulfilled",
    (kind) => {
      const order = { kind: "order", orderId: "900" };
      expect(toObjectRef(event(kind, fulfilled), DELIVERED)).toEqual(order);
      expect(toObjectRef(event(kind, unfulfilled), DELIVERED)).toBeNull();
    },
  );

  test.each(["order_placed", "order_paid"] as const)("%s: the order that was paid", (kind) => {
    expect(toObjectRef(event(kind, unfulfilled), PAID)).toEqual({ kind: "order", orderId: "900" });
  });

  test("an added product: the cart of that day", () => {
    expect(toObjectRef(event("product_added_to_cart"), CART)).toEqual({
      kind: "cart",
      key: "cart/2026-03-03",
      startedAt: NOW,
      idleMinutes: 45,
    });
  });

  test("a viewed product: the product on that day, in any variant", () => {
    expect(toObjectRef(event("product_viewed", { productId: "501" }), BROWSE)).toEqual({
      kind: "product",
      key: "viewed/501/2026-03-03",
      productId: "501",
      variantId: null,
      at: NOW,
      seenMinor: null,
    });
  });

  test("an opt-in: the person, whether it came with the customer or later", () => {
    const person = { kind: "person", key: "subscribed", at: hoursAgo(2) };
    expect(toObjectRef(event("consent_changed", subscribed), OPT_IN)).toEqual(person);
    expect(toObjectRef(event("customer_created", { consent: subscribed }), OPT_IN)).toEqual(person);
  });

  test.each([
    ["an opt-out", event("consent_changed", unsubscribed)],
    ["a customer without an opt-in", event("customer_created", { consent: unsubscribed })],
    ["a customer without reported consent", event("customer_created", { consent: null })],
    ["a later change of a subscribed customer", event("customer_updated", { consent: subscribed })],
  ])("%s: none", (_what, it) => {
    expect(toObjectRef(it, OPT_IN)).toBeNull();
  });

  test.each([
    [JOINED, "joined"],
    [LEFT, "left"],
  ] as const)("a segment change: the person on that day (%s)", (trigger, change) => {
    expect(
      toObjectRef(event(trigger.kind as "segment_joined", { segmentId: "vip" }), trigger),
    ).toEqual({
      kind: "person",
      key: `${change}/vip/2026-03-03`,
      at: NOW,
      moved: { segmentId: "vip", change },
    });
  });

  test("a change of another segment, or the other way round: none", () => {
    expect(toObjectRef(event("segment_joined", { segmentId: "new" }), JOINED)).toBeNull();
    expect(toObjectRef(event("segment_left", { segmentId: "vip" }), JOINED)).toBeNull();
  });

  test("a workflow of Shopify Flow: the person, once per run", () => {
    const entry = event("flow_entry_requested", { flowId: "f1", runId: "run-7" });
    expect(toObjectRef(entry, SHOPIFY_FLOW)).toEqual({
      kind: "person",
      key: "shopify-flow/run-7",
      at: NOW,
    });
  });

  test.each([CHECKOUT, CART, BROWSE, DELIVERED, PAID, OPT_IN, JOINED, SHOPIFY_FLOW])(
    "an unrelated event: none ($kind)",
    (trigger) => {
      expect(toObjectRef(event("email_unsubscribed", fulfilled), trigger)).toBeNull();
      expect(toObjectRef(event("order_canceled", unfulfilled), trigger)).toBeNull();
    },
  );

  test.each([
    { kind: "lapsed", defaultDays: 90, intervalFactor: 2, maxPerDay: 9 },
    { kind: "replenishment_due", daysBefore: 3, minRepeatBuyers: 20, tag: "" },
    { kind: "unengaged", minEmails: 9, quietDays: 90 },
    { kind: "top_customer", topShare: 0.1 },
    { kind: "anniversary", of: "sign_up", daysBefore: 0 },
    { kind: "order_expected", topShare: 0.1, withinDays: 7 },
    { kind: "back_in_stock", minUnits: 1, validDays: 60 },
    { kind: "price_drop", minDropRate: 0.1, seenWithinDays: 30, settleMinutes: 0 },
    { kind: "low_stock", maxUnits: 5, minViews: 3, seenWithinDays: 14 },
  ] as const)("any event: none for a trigger that scans find ($kind)", (trigger) => {
    expect(toObjectRef(event("order_placed", fulfilled), trigger)).toBeNull();
  });
});
