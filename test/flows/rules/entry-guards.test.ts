import { describe, expect, test } from "vitest";
import type { Trigger } from "~/flows/definition/trigger";
import { findIneligibilityReason, isPriceDrop } from "~/flows/rules/entry-guards";
import type { CartFacts, ProductFacts } from "~/flows/rules/enrollment-facts";
import { hoursAgo } from "../../support/builders";
import { checkoutFacts, orderFacts, productFacts } from "../../support/enrollment-builders";

const CHECKOUT: Trigger = { kind: "checkout_idle", idleMinutes: 60, maxAgeHours: 24 };
const CART: Trigger = { kind: "cart_idle", idleMinutes: 30, maxAgeHours: 24 };
const PAID: Trigger = { kind: "order_paid", maxAgeHours: 24 };
const DELIVERED: Trigger = { kind: "order_delivered", daysAfterFulfillment: 5, maxAgeHours: 24 };
const OPT_IN: Trigger = { kind: "consent_given", maxAgeHours: 24 };
const BROWSE: Trigger = {
  ...{ kind: "browse_idle", idleMinutes: 30, maxAgeHours: 24 },
  ...{ minViews: 2, minDwellSeconds: 30 },
};
const BACK: Trigger = { kind: "back_in_stock", minUnits: 3, validDays: 60 };
const DROP = {
  kind: "price_drop",
  minDropRate: 0.1,
  seenWithinDays: 30,
  settleMinutes: 0,
} as const;
const LOW: Trigger = { kind: "low_stock", maxUnits: 5, minViews: 3, seenWithinDays: 14 };
const REPLENISHMENT: Trigger = {
  ...{ kind: "replenishment_due", daysBefore: 3, minRepeatBuyers: 20, tag: "" },
};

describe("an order", () => {
  test("of the online store qualifies, a test order does not", () => {
    expect(findIneligibilityReason(PAID, orderFacts())).toBeNull();
    expect(findIneligibilityReason(PAID, orderFacts({ isTest: true }))).toBe("test_order");
    expect(findIneligibilityReason(DELIVERED, orderFacts({ isTest: true }))).toBe("test_order");
  });

  test("of another channel qualifies once it is delivered, not when it is paid", () => {
    const till = orderFacts({ sourceName: "pos" });
    expect(findIneligibilityReason(PAID, till)).toBe("not_online_store");
    expect(findIneligibilityReason(DELIVERED, till)).toBeNull();
  });

  test("without a channel counts as one of the online store", () => {
    expect(findIneligibilityReason(PAID, orderFacts({ sourceName: null }))).toBeNull();
  });
});

test.each([
  ["a checkout of the online store", {}, null],
  ["a checkout of another channel", { sourceName: "draft" }, "not_online_store"],
  ["a checkout worth a penny", { totalMinor: 1 }, null],
  ["a checkout worth nothing", { totalMinor: 0 }, "empty_checkout"],
  ["a sold-out checkout", { availableLineCount: 0 }, "nothing_available"],
])("%s gives the right reason", (_what, checkout, reason) => {
  expect(findIneligibilityReason(CHECKOUT, checkoutFacts(checkout))).toBe(reason);
});

test.each([
  ["a cart", {}, null],
  ["a cart worth a penny", { totalMinor: 1 }, null],
  ["a cart worth nothing", { totalMinor: 0 }, "empty_checkout"],
  ["a sold-out cart", { availableLineCount: 0 }, "nothing_available"],
])("%s gives the right reason", (_what, overrides, reason) => {
  const cart: CartFacts = {
    ...{ kind: "cart", startedAt: hoursAgo(2), updatedAt: hoursAgo(1), lines: [] },
    ...{ availableLineCount: 1, totalMinor: 20_00, ...overrides },
  };
  expect(findIneligibilityReason(CART, cart)).toBe(reason);
});

test("a person qualifies until the segment change is reversed", () => {
  const person = { kind: "person", at: hoursAgo(1), noLongerQualifies: false } as const;
  expect(findIneligibilityReason(OPT_IN, { ...person, hasMovedBack: false })).toBeNull();
  expect(findIneligibilityReason(OPT_IN, { ...person, hasMovedBack: true })).toBe("moved_back");
});

describe("a product", () => {
  const reasonFor = (trigger: Trigger, product: Partial<ProductFacts>) =>
    findIneligibilityReason(trigger, productFacts(product));

  test.each([BROWSE, BACK, DROP, LOW, REPLENISHMENT])(
    "that was removed from the shop never qualifies ($kind)",
    (trigger) => {
      const removed = { isPublished: false, isGoneAgain: true, views: 9, seenMinor: 90_00 };
      expect(reasonFor(trigger, removed)).toBe("nothing_available");
    },
  );

  test.each([BACK, DROP, LOW, REPLENISHMENT])(
    "that is sold out does not qualify ($kind)",
    (trigger) => {
      const soldOut = { isAvailable: false, unitsLeft: 4, seenMinor: 90_00 };
      expect(reasonFor(trigger, soldOut)).toBe("nothing_available");
    },
  );

  test.each([
    ["viewed twice", { views: 2, dwellSeconds: 0 }, null],
    ["looked at for half a minute", { views: 1, dwellSeconds: 30 }, null],
    ["viewed once and shortly", { views: 1, dwellSeconds: 29 }, "hardly_looked_at"],
    ["that has sold out since", { views: 2, isAvailable: false }, null],
  ])("%s gives the right reason after a visit", (_what, product, reason) => {
    expect(reasonFor(BROWSE, product)).toBe(reason);
  });

  test("that sold out again qualifies for alternatives until it is available", () => {
    expect(reasonFor(BACK, { isGoneAgain: true, isAvailable: false })).toBeNull();
    expect(reasonFor(BACK, { isGoneAgain: true, isAvailable: true })).toBe("available_again");
  });

  test.each([
    ["enough units", 3, null],
    ["too few units", 2, "nothing_available"],
    ["uncounted units", null, null],
  ])("is back in stock with %s", (_what, unitsLeft, reason) => {
    expect(reasonFor(BACK, { unitsLeft })).toBe(reason);
  });

  test.each([
    ["at the threshold", 5, null],
    ["with the last unit", 1, null],
    ["above the threshold", 6, "not_scarce"],
    ["with no counted unit", 0, "not_scarce"],
    ["with uncounted units", null, "not_scarce"],
  ])("is low in stock %s", (_what, unitsLeft, reason) => {
    expect(reasonFor(LOW, { unitsLeft })).toBe(reason);
  });

  test("is cheaper only if the customer saw a higher price", () => {
    expect(reasonFor(DROP, { priceMinor: 20_00, seenMinor: 25_00 })).toBeNull();
    expect(reasonFor(DROP, { priceMinor: 20_00, seenMinor: 20_00 })).toBe("not_cheaper");
    expect(reasonFor(DROP, { priceMinor: 20_00, seenMinor: null })).toBe("not_cheaper");
  });

  test("needs nothing else to be replenished", () => {
    expect(reasonFor(REPLENISHMENT, { unitsLeft: null })).toBeNull();
  });
});

test("a price drop is at least the flow's share and at least one unit of currency", () => {
  expect(isPriceDrop(90_00, 100_00, DROP)).toBe(true);
  expect(isPriceDrop(90_01, 100_00, DROP)).toBe(false);
  expect(isPriceDrop(4_00, 5_00, DROP)).toBe(true);
  expect(isPriceDrop(4_01, 5_00, DROP)).toBe(false);
});
