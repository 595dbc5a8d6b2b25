import { describe, expect, test } from "vitest";
import { decideEnrollment, decideEntry, type ExistingEnrollment } from "~/flows/rules/enroll";
import { toObjectRef } from "~/flows/rules/object-ref";
import { ABANDONED_CHECKOUT } from "~/flows/library/visits/abandoned-checkout";
import { CROSS_SELL } from "~/flows/library/orders/cross-sell";
import type { FlowDefinition } from "~/flows/definition/flow";
import { anOrder, anOrderPlaced, daysAgo, hoursAgo, NOW } from "../../support/builders";
import {
  checkoutFacts,
  orderFacts,
  anOrderSince,
  profileFacts,
  enrollmentFacts,
} from "../../support/enrollment-builders";

const anEnrollment = (overrides: Partial<ExistingEnrollment> = {}): ExistingEnrollment => ({
  enrollmentId: "enrollment-1",
  objectKey: "checkout-1",
  state: "active",
  objectUpdatedAt: hoursAgo(3),
  nextRunAt: hoursAgo(1),
  hasEmailed: false,
  ...overrides,
});

const forAllCustomers: FlowDefinition = {
  ...ABANDONED_CHECKOUT,
  steps: ABANDONED_CHECKOUT.steps.map((step) =>
    step.stepId === "email-1" && step.kind === "send"
      ? { ...step, audience: "all_customers" }
      : step,
  ),
};

describe("decideEnrollment for a checkout", () => {
  test("waits until the checkout has been idle for an hour", () => {
    expect(decideEnrollment(ABANDONED_CHECKOUT, enrollmentFacts(), [], NOW)).toMatchObject({
      kind: "await",
      trigger: { kind: "checkout", token: "checkout-1" },
      firesAt: hoursAgo(1),
    });
  });

  test.each([
    ["an order came first", { ordersSince: [anOrderSince()] }, "order_placed"],
    ["it was completed", { object: checkoutFacts({ completedAt: NOW }) }, "checkout_completed"],
    ["a newer one was started", { hasNewerCheckout: true }, "checkout_replaced"],
    ["it is worth nothing", { object: checkoutFacts({ totalMinor: 0 }) }, "empty_checkout"],
    ["all is sold out", { object: checkoutFacts({ availableLineCount: 0 }) }, "nothing_available"],
    ["it is from a till", { object: checkoutFacts({ sourceName: "pos" }) }, "not_online_store"],
    ["it was left long ago", { object: checkoutFacts({ updatedAt: daysAgo(3) }) }, "too_old"],
    ["nobody left an address", { profile: profileFacts({ hasAddress: false }) }, "no_address"],
    [
      "the customer is not subscribed",
      { profile: profileFacts({ marketingState: "not_subscribed" }) },
      "not_subscribed",
    ],
    [
      "the customer unsubscribed",
      { profile: profileFacts({ marketingState: "unsubscribed" }) },
      "unsubscribed",
    ],
  ] as const)("does nothing when %s", (_what, facts, reason) => {
    const nothing = { kind: "nothing", reason };
    expect(decideEnrollment(ABANDONED_CHECKOUT, enrollmentFacts(facts), [], NOW)).toEqual(nothing);
    expect(decideEntry(ABANDONED_CHECKOUT, enrollmentFacts(facts), NOW)).toEqual(nothing);
  });

  test("enrolls customers without an opt-in when an email may reach all customers", () => {
    const profile = profileFacts({ marketingState: "not_subscribed" });
    expect(decideEnrollment(forAllCustomers, enrollmentFacts({ profile }), [], NOW).kind).toBe(
      "await",
    );
  });

  test("still rejects customers who opted out", () => {
    const profile = profileFacts({ marketingState: "unsubscribed" });
    expect(decideEnrollment(forAllCustomers, enrollmentFacts({ profile }), [], NOW).kind).toBe(
      "nothing",
    );
  });

  test("restarts when the checkout changes before the first email", () => {
    expect(decideEnrollment(ABANDONED_CHECKOUT, enrollmentFacts(), [anEnrollment()], NOW)).toEqual({
      kind: "update",
      enrollmentId: "enrollment-1",
      objectUpdatedAt: hoursAgo(2),
      nextRunAt: hoursAgo(1),
      restarts: true,
    });
  });

  test("keeps its step and waits for the checkout to be idle when it changes after an email", () => {
    const enrollment = anEnrollment({ hasEmailed: true, nextRunAt: hoursAgo(-20) });
    expect(
      decideEnrollment(ABANDONED_CHECKOUT, enrollmentFacts(), [enrollment], NOW),
    ).toMatchObject({
      kind: "update",
      nextRunAt: hoursAgo(-20),
      restarts: false,
    });
  });

  test("ignores a repeated update", () => {
    const enrollment = anEnrollment({ objectUpdatedAt: hoursAgo(2) });
    expect(decideEnrollment(ABANDONED_CHECKOUT, enrollmentFacts(), [enrollment], NOW)).toEqual({
      kind: "nothing",
      reason: "nothing_new",
    });
  });

  test("waits longer when the checkout changes while it waits", () => {
    const enrollment = anEnrollment({ state: "scheduled" });
    expect(
      decideEnrollment(ABANDONED_CHECKOUT, enrollmentFacts(), [enrollment], NOW),
    ).toMatchObject({
      kind: "update",
      nextRunAt: hoursAgo(1),
    });
  });

  test("never enrolls twice for one checkout", () => {
    const enrollment = anEnrollment({ state: "ended", nextRunAt: null });
    expect(decideEnrollment(ABANDONED_CHECKOUT, enrollmentFacts(), [enrollment], NOW)).toEqual({
      kind: "nothing",
      reason: "already_ended",
    });
  });
});

describe("decideEntry", () => {
  test("enrolls a profile once its checkout has been idle for exactly an hour", () => {
    const object = checkoutFacts({ updatedAt: hoursAgo(1) });
    expect(decideEntry(ABANDONED_CHECKOUT, enrollmentFacts({ object }), NOW)).toEqual({
      kind: "enter",
    });
  });

  test("waits for an hour after the last update", () => {
    const object = checkoutFacts({ updatedAt: hoursAgo(0.5) });
    expect(decideEntry(ABANDONED_CHECKOUT, enrollmentFacts({ object }), NOW)).toEqual({
      kind: "await",
      firesAt: hoursAgo(-0.5),
    });
  });
});

describe("decideEnrollment for a delivered order", () => {
  const ofOrder = (overrides = {}) => enrollmentFacts({ object: orderFacts(overrides) });

  test("counts an order as delivered five days after fulfillment", () => {
    expect(decideEnrollment(CROSS_SELL, ofOrder(), [], NOW)).toMatchObject({
      kind: "await",
      trigger: { kind: "order", orderId: "900" },
      firesAt: daysAgo(1),
    });
  });

  test.each([
    ["it is not fulfilled", { fulfilledAt: null }, "not_fulfilled"],
    ["it is a test", { isTest: true }, "test_order"],
    ["it was refunded in part", { refundedMinor: 100 }, "order_canceled_or_refunded"],
    ["its first email would be late", { fulfilledAt: daysAgo(19) }, "too_old"],
  ])("does nothing when %s", (_what, overrides, reason) => {
    expect(decideEnrollment(CROSS_SELL, ofOrder(overrides), [], NOW)).toEqual({
      kind: "nothing",
      reason,
    });
  });

  test("waits alongside the enrollment about another order", () => {
    const other = anEnrollment({ objectKey: "800", objectUpdatedAt: daysAgo(2) });
    expect(decideEnrollment(CROSS_SELL, ofOrder(), [other], NOW).kind).toBe("await");
  });
});

describe("objectOf", () => {
  const fulfilled = anOrderPlaced(anOrder({ orderId: "900", fulfilledAt: NOW }));

  test("finds the order in every event about a fulfilled order", () => {
    expect(toObjectRef(fulfilled, CROSS_SELL.trigger)).toEqual({
      kind: "order",
      orderId: "900",
    });
    expect(toObjectRef(anOrderPlaced(anOrder()), CROSS_SELL.trigger)).toBeNull();
  });

  test("returns null for an unrelated event", () => {
    expect(toObjectRef(fulfilled, ABANDONED_CHECKOUT.trigger)).toBeNull();
  });
});
