import { describe, expect, test } from "vitest";
import type { FlowDefinition } from "~/flows/definition/flow";
import type { FunnelStage } from "~/flows/definition/trigger";
import { NO_ACTIVITY } from "~/flows/facts/load-activity.server";
import { BACK_IN_STOCK } from "~/flows/library/products/back-in-stock";
import { ABANDONED_CART } from "~/flows/library/visits/abandoned-cart";
import { ABANDONED_CHECKOUT } from "~/flows/library/visits/abandoned-checkout";
import { BROWSE_ABANDONMENT } from "~/flows/library/visits/browse-abandonment";
import { decideEnrollment, decideEntry, type ExistingEnrollment } from "~/flows/rules/enroll";
import type { ObjectFacts } from "~/flows/rules/enrollment-facts";
import { daysAgo, hoursAgo, NOW } from "../../support/builders";
import {
  checkoutFacts,
  enrollmentFacts,
  orderFacts,
  productFacts,
} from "../../support/enrollment-builders";

const firesAt = (definition: FlowDefinition, facts: Parameters<typeof enrollmentFacts>[0]) => {
  const entry = decideEntry(definition, enrollmentFacts(facts), daysAgo(30));
  return entry.kind === "await" ? entry.firesAt : entry;
};
const withTrigger = (trigger: FlowDefinition["trigger"]): FlowDefinition => ({
  ...{ ...ABANDONED_CHECKOUT, exits: [], trigger },
});
const CART: ObjectFacts = {
  ...{ kind: "cart", startedAt: hoursAgo(5), updatedAt: hoursAgo(3), lines: [{} as never] },
  ...{ availableLineCount: 1, totalMinor: 9_00 },
};
const PERSON: ObjectFacts = {
  ...{ kind: "person", at: hoursAgo(4), hasMovedBack: false, noLongerQualifies: false },
};

describe("a trigger fires", () => {
  test("an hour after a cart changed", () => {
    expect(firesAt(ABANDONED_CART, { object: CART })).toEqual(hoursAgo(2));
  });

  test("when an order was paid, or days after it was fulfilled", () => {
    const object = orderFacts({ placedAt: daysAgo(9), fulfilledAt: daysAgo(3) });
    const paid = withTrigger({ kind: "order_paid", maxAgeHours: 24 });
    expect(firesAt(paid, { object })).toEqual(daysAgo(9));
    const delivered = withTrigger({
      ...{ kind: "order_delivered", daysAfterFulfillment: 2, maxAgeHours: 24 },
    });
    expect(firesAt(delivered, { object })).toEqual(daysAgo(1));
  });

  test("after the last visit since a product was viewed", () => {
    const after = (visitedAt: Date | null) =>
      firesAt(BROWSE_ABANDONMENT, {
        ...{ object: productFacts({ at: hoursAgo(2) }) },
        activity: { ...NO_ACTIVITY, visitedAt },
      });
    expect(after(hoursAgo(1))).toEqual(NOW);
    expect(after(hoursAgo(3))).toEqual(hoursAgo(1));
    expect(after(null)).toEqual(hoursAgo(1));
  });

  test("when a product that the customer waits for is back, whatever they visit", () => {
    const activity = { ...NO_ACTIVITY, visitedAt: hoursAgo(1) };
    const object = productFacts({ at: hoursAgo(2) });
    expect(firesAt(BACK_IN_STOCK, { object, activity })).toEqual(hoursAgo(2));
  });

  test("when something happened to a person", () => {
    const joined = withTrigger({ kind: "segment_joined", segmentId: "vip", maxAgeHours: 24 });
    expect(firesAt(joined, { object: PERSON })).toEqual(hoursAgo(4));
  });

  test("however late, unless it has a maximum age", () => {
    const object = productFacts({ at: daysAgo(300), unitsLeft: 90 });
    const entry = decideEntry(BACK_IN_STOCK, enrollmentFacts({ object }), NOW);
    expect(entry).toEqual({ kind: "enter" });
  });

  test.each([CART, PERSON, productFacts()])(
    "not for an object that only its event describes ($kind)",
    (object) => {
      const flow = { person: "consent_given", cart: "cart_idle", product: "browse_idle" } as const;
      const definition = withTrigger({
        ...{ kind: flow[object.kind], idleMinutes: 30, maxAgeHours: 24 },
        ...{ minViews: 1, minDwellSeconds: 1 },
      });
      expect(decideEnrollment(definition, enrollmentFacts({ object }), [], NOW)).toEqual({
        kind: "nothing",
        reason: "object_gone",
      });
    },
  );

  test("only in the period before its first email would be late", () => {
    const updatedAt = (hours: number) =>
      decideEntry(
        ABANDONED_CHECKOUT,
        enrollmentFacts({ object: checkoutFacts({ updatedAt: hoursAgo(hours) }) }),
        NOW,
      );
    const { trigger } = ABANDONED_CHECKOUT;
    const maxAge = "maxAgeHours" in trigger ? trigger.maxAgeHours : 0;
    expect(updatedAt(1 + maxAge)).toEqual({ kind: "nothing", reason: "too_old" });
    expect(updatedAt(0.999 + maxAge)).toEqual({ kind: "enter" });
  });
});

describe("a profile enters a flow", () => {
  const enter = (
    overrides: Partial<FlowDefinition>,
    concurrent: { lastEnteredAt?: Date | null; otherStages?: readonly (FunnelStage | null)[] } = {},
  ) =>
    decideEntry({ ...ABANDONED_CART, ...overrides }, enrollmentFacts({ object: CART }), NOW, {
      ...{ lastEnteredAt: null, otherStages: [], ...concurrent },
    });
  const rejected = (reason: string) => ({ kind: "nothing", reason });

  test("that it fits", () => {
    const filter = [{ kind: "order_count", min: 1, max: null } as const];
    expect(enter({ filter: [] })).toEqual({ kind: "enter" });
    expect(enter({ filter })).toEqual(rejected("does_not_fit"));
  });

  test("unless it is in a flow of a later stage", () => {
    expect(enter({}, { otherStages: ["product", "checkout"] })).toEqual(rejected("later_stage"));
    expect(enter({}, { otherStages: ["product", "cart", null] })).toEqual({ kind: "enter" });
  });

  test("alone, if the flow says so", () => {
    expect(enter({ onlyAlone: true })).toEqual({ kind: "enter" });
    expect(enter({ onlyAlone: true }, { otherStages: [null] })).toEqual(rejected("in_other_flow"));
    expect(enter({ onlyAlone: false }, { otherStages: [null] })).toEqual({ kind: "enter" });
  });

  test("again after the flow's minimum days", () => {
    const again = (lastEnteredAt: Date, reentryDays: number | null) =>
      enter({ reentryDays }, { lastEnteredAt });
    expect(again(daysAgo(6.99), 7)).toEqual(rejected("entered_lately"));
    expect(again(daysAgo(7), 7)).toEqual({ kind: "enter" });
    expect(again(NOW, null)).toEqual({ kind: "enter" });
    expect(enter({ reentryDays: 7 }, { lastEnteredAt: null })).toEqual({ kind: "enter" });
  });
});

describe("a change of the object", () => {
  const reschedule = (overrides: Partial<ExistingEnrollment>) =>
    decideEnrollment(
      ABANDONED_CHECKOUT,
      enrollmentFacts(),
      [
        {
          ...{ enrollmentId: "e1", objectKey: "checkout-1", state: "active", hasEmailed: true },
          ...{ objectUpdatedAt: hoursAgo(3), nextRunAt: NOW, ...overrides },
        },
      ],
      NOW,
    );

  test("never makes the next step earlier after an email, and delays it until the object is idle", () => {
    expect(reschedule({ nextRunAt: hoursAgo(-20) })).toMatchObject({ nextRunAt: hoursAgo(-20) });
    expect(reschedule({ nextRunAt: hoursAgo(4) })).toMatchObject({ nextRunAt: hoursAgo(1) });
  });

  test("starts the flow over before the first email, whenever its next step is", () => {
    expect(reschedule({ hasEmailed: false, nextRunAt: hoursAgo(-20) })).toMatchObject({
      ...{ restarts: true, nextRunAt: hoursAgo(1) },
    });
  });

  test("changes nothing without a next step", () => {
    expect(reschedule({ nextRunAt: null })).toEqual({ kind: "nothing", reason: "nothing_new" });
  });
});
