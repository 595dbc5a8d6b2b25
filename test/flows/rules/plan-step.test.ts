import { describe, expect, test } from "vitest";
import { ABANDONED_CHECKOUT } from "~/flows/library/visits/abandoned-checkout";
import { BACK_IN_STOCK } from "~/flows/library/products/back-in-stock";
import { BROWSE_ABANDONMENT } from "~/flows/library/visits/browse-abandonment";
import { CROSS_SELL } from "~/flows/library/orders/cross-sell";
import { planStep } from "~/flows/rules/plan-step";
import { daysAgo, hoursAgo, NOW } from "../../support/builders";
import {
  checkoutFacts,
  aDueEnrollment,
  orderFacts,
  anOrderSince,
  productFacts,
  profileFacts,
  enrollmentFacts,
} from "../../support/enrollment-builders";

const ofOrder = enrollmentFacts({ object: orderFacts() });

describe("planStep", () => {
  test("waits from the due time, not from when a worker claimed it", () => {
    const enrollment = aDueEnrollment({ dueAt: hoursAgo(0.5) });
    expect(planStep(ABANDONED_CHECKOUT, enrollment, enrollmentFacts(), NOW)).toEqual([
      { kind: "wait", stepId: "email-2", until: hoursAgo(-23.5) },
    ]);
  });

  test("plans the email ten minutes after the due time, then waits a day from now", () => {
    const enrollment = aDueEnrollment({ stepId: "email-1", dueAt: hoursAgo(5) });
    expect(planStep(ABANDONED_CHECKOUT, enrollment, enrollmentFacts(), NOW)).toMatchObject([
      {
        kind: "plan_message",
        stepId: "email-1",
        state: "planned",
        notBefore: hoursAgo(5 - 1 / 6),
        expiresAt: hoursAgo(-18),
        intent: { templateId: "abandoned-checkout/email-1", audience: "subscribers" },
      },
      { kind: "wait", stepId: "email-2", until: hoursAgo(-24) },
    ]);
  });

  test("ends after the first email for customers who are not subscribed", () => {
    const profile = profileFacts({ marketingState: "not_subscribed" });
    const commands = planStep(
      ABANDONED_CHECKOUT,
      aDueEnrollment({ stepId: "email-1" }),
      enrollmentFacts({ profile }),
      NOW,
    );
    expect(commands.map(({ kind }) => kind)).toEqual(["plan_message", "complete"]);
  });

  test("completes with the last email", () => {
    const commands = planStep(
      ABANDONED_CHECKOUT,
      aDueEnrollment({ stepId: "email-3" }),
      enrollmentFacts(),
      NOW,
    );
    expect(commands.map(({ kind }) => kind)).toEqual(["plan_message", "complete"]);
  });

  test("records the emails withheld from the holdout", () => {
    const enrollment = aDueEnrollment({ stepId: "email-1", variant: "holdout" });
    expect(planStep(ABANDONED_CHECKOUT, enrollment, enrollmentFacts(), NOW)[0]).toMatchObject({
      kind: "plan_message",
      state: "withheld",
      reason: "holdout",
    });
  });

  test("records the shop-wide holdout, whatever the flow drew", () => {
    for (const variant of ["treated", "holdout"] as const) {
      const enrollment = aDueEnrollment({ stepId: "email-1", variant, isInShopHoldout: true });
      expect(planStep(ABANDONED_CHECKOUT, enrollment, enrollmentFacts(), NOW)[0]).toMatchObject({
        ...{ kind: "plan_message", state: "withheld", reason: "shop_holdout" },
      });
    }
  });

  test("keeps waiting while the checkout is in use", () => {
    const object = checkoutFacts({ updatedAt: hoursAgo(0.25) });
    const enrollment = aDueEnrollment({ stepId: "email-2" });
    expect(planStep(ABANDONED_CHECKOUT, enrollment, enrollmentFacts({ object }), NOW)).toEqual([
      { kind: "wait", stepId: "email-2", until: hoursAgo(-0.75) },
    ]);
  });

  test("ends without a planned email once there is an order", () => {
    const facts = enrollmentFacts({ ordersSince: [anOrderSince()] });
    expect(planStep(ABANDONED_CHECKOUT, aDueEnrollment({ stepId: "email-2" }), facts, NOW)).toEqual(
      [{ kind: "exit", reason: "order_placed" }],
    );
  });

  test("waits longer for a high-priced product", () => {
    const enrollment = aDueEnrollment({ stepId: "high-priced", dueAt: NOW });
    const waits = (isHighPriced: boolean) =>
      planStep(
        BROWSE_ABANDONMENT,
        enrollment,
        enrollmentFacts({ object: productFacts({ isHighPriced: isHighPriced }) }),
        NOW,
      );
    expect(waits(false)[0]).toMatchObject({ kind: "plan_message", stepId: "email-1" });
    expect(waits(true)).toEqual([{ kind: "wait", stepId: "email-1", until: hoursAgo(-3) }]);
  });

  test("routes sold-out products to another branch", () => {
    const enrollment = aDueEnrollment({ stepId: "gone-again", dueAt: NOW });
    const plan = (isAvailable: boolean) =>
      planStep(
        BACK_IN_STOCK,
        enrollment,
        enrollmentFacts({ object: productFacts({ isAvailable }) }),
        NOW,
      );
    expect(plan(false)).toEqual([{ kind: "wait", stepId: "email-3", until: daysAgo(-7) }]);
    expect(plan(true)).toMatchObject([
      { kind: "plan_message", stepId: "email-1" },
      { kind: "wait", stepId: "not-clicked" },
    ]);
  });

  test("sends the second cross-sell only to those who clicked in the first", () => {
    const enrollment = aDueEnrollment({ stepId: "clicked-only", dueAt: daysAgo(0) });
    expect(planStep(CROSS_SELL, enrollment, ofOrder, NOW)).toEqual([{ kind: "complete" }]);
    expect(planStep(CROSS_SELL, { ...enrollment, hasClicked: true }, ofOrder, NOW)).toMatchObject([
      { kind: "plan_message", stepId: "email-2" },
      { kind: "complete" },
    ]);
  });
});
