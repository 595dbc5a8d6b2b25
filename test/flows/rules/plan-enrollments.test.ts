import { describe, expect, test } from "vitest";
import { ABANDONED_CHECKOUT } from "~/flows/library/visits/abandoned-checkout";
import { CROSS_SELL } from "~/flows/library/orders/cross-sell";
import { ABANDONED_CART } from "~/flows/library/visits/abandoned-cart";
import {
  drawFlowVariant,
  planEnrollments,
  type EnrollmentCandidate,
  type KnownEnrollment,
  type LiveFlow,
} from "~/flows/rules/plan-enrollments";
import { profileIdOfCustomer } from "~/lib/profile-id";
import { daysAgo, hoursAgo, NOW, SHOP } from "../../support/builders";
import { checkoutFacts, enrollmentFacts, orderFacts } from "../../support/enrollment-builders";

const ADA = profileIdOfCustomer("ada");
const BEN = profileIdOfCustomer("ben");
const FLOW: LiveFlow = {
  ...{ flowId: "checkout", version: 3, definition: ABANDONED_CHECKOUT, holdoutRate: 0 },
};
const candidate = (overrides: Partial<EnrollmentCandidate> = {}): EnrollmentCandidate => ({
  ...{ flowId: "checkout", profileId: ADA, about: { kind: "checkout", token: "checkout-1" } },
  ...{ facts: enrollmentFacts(), ...overrides },
});
const trigger = {
  ...{ kind: "checkout" as const, token: "checkout-1", cartToken: "cart-1" },
  ...{ startedAt: hoursAgo(3), idleMinutes: 60 },
};
const known = (overrides: Partial<KnownEnrollment> = {}): KnownEnrollment => ({
  ...{ enrollmentId: "e1", flowId: "checkout", profileId: ADA, objectKey: "checkout-1" },
  ...{ state: "active", objectUpdatedAt: hoursAgo(3), nextRunAt: hoursAgo(1), hasEmailed: false },
  context: { trigger, objectUpdatedAt: hoursAgo(3), waitsSince: hoursAgo(2) },
  ...overrides,
});
const plan = (
  candidates: readonly EnrollmentCandidate[],
  enrollments: readonly KnownEnrollment[] = [],
  flows: readonly LiveFlow[] = [FLOW],
) => planEnrollments(flows, candidates, enrollments, { shopId: SHOP, now: NOW });

describe("planEnrollments", () => {
  test("schedules a new enrollment at the first step of the live version", () => {
    expect(plan([candidate()])).toEqual({
      started: [
        {
          flowId: "checkout",
          version: 3,
          profileId: ADA,
          objectKey: "checkout-1",
          variant: "treated",
          stepId: ABANDONED_CHECKOUT.steps[0]?.stepId,
          nextRunAt: hoursAgo(1),
          context: { trigger, objectUpdatedAt: hoursAgo(2), waitsSince: null },
        },
      ],
      updates: [],
    });
  });

  test("restarts an enrollment whose checkout changed before its first email", () => {
    expect(plan([candidate()], [known()])).toEqual({
      started: [],
      updates: [
        {
          enrollmentId: "e1",
          nextRunAt: hoursAgo(1),
          stepId: ABANDONED_CHECKOUT.steps[0]?.stepId,
          context: { trigger, objectUpdatedAt: hoursAgo(2), waitsSince: null },
        },
      ],
    });
  });

  test("keeps the step and the wait of an enrollment that has emailed", () => {
    const [update] = plan([candidate()], [known({ hasEmailed: true })]).updates;
    expect(update).toMatchObject({ stepId: null, context: { waitsSince: hoursAgo(2) } });
  });

  test.each([
    ["of another profile", { profileId: BEN }],
    ["of another flow", { flowId: "cart" }],
  ])("does not take an enrollment %s for its own", (_what, overrides) => {
    const { started, updates } = plan([candidate()], [known(overrides)]);
    expect([started.length, updates.length]).toEqual([1, 0]);
  });

  test("updates the enrollment of the same object among several", () => {
    const other = known({
      ...{ enrollmentId: "e0", objectKey: "checkout-0" },
      context: { ...known().context, trigger: { ...trigger, token: "checkout-0" } },
    });
    const { updates } = plan([candidate()], [other, known()]);
    expect(updates).toMatchObject([{ enrollmentId: "e1", context: { trigger } }]);
  });

  test("plans nothing for a profile that does not qualify, or without a live flow", () => {
    const nothing = { started: [], updates: [] };
    const empty = enrollmentFacts({ object: checkoutFacts({ totalMinor: 0 }) });
    expect(plan([candidate({ facts: empty })])).toEqual(nothing);
    expect(plan([candidate({ flowId: "gone" })])).toEqual(nothing);
    expect(plan([candidate()], [], [])).toEqual(nothing);
  });

  test("takes the object of an order from what is stored", () => {
    const flow = { ...FLOW, definition: CROSS_SELL };
    const about = { kind: "order", orderId: "900" } as const;
    const facts = enrollmentFacts({ object: orderFacts() });
    expect(plan([candidate({ about, facts })], [], [flow]).started).toMatchObject([
      { objectKey: "900", context: { trigger: { ...about, placedAt: daysAgo(8) } } },
    ]);
  });

  test("takes the object of a cart from its event", () => {
    const about = {
      ...{ kind: "cart" as const, key: "cart/2026-03-03" },
      ...{ startedAt: hoursAgo(2), idleMinutes: 30 },
    };
    const facts = enrollmentFacts({
      object: {
        ...{ kind: "cart", startedAt: hoursAgo(2), updatedAt: hoursAgo(2) },
        ...{ lines: [{} as never], availableLineCount: 1, totalMinor: 20_00 },
      },
    });
    const cart = { ...FLOW, flowId: "cart", definition: ABANDONED_CART };
    const { started } = plan([candidate({ flowId: "cart", about, facts })], [], [FLOW, cart]);
    expect(started).toMatchObject([
      { flowId: "cart", objectKey: "cart/2026-03-03", context: { trigger: about } },
    ]);
  });
});

test("a profile's variant depends on the shop, the flow and its holdout rate", () => {
  const draw = (flowId: string, holdoutRate: number, shopId: string = SHOP) =>
    Array.from({ length: 200 }, (_, n) =>
      drawFlowVariant({ flowId, holdoutRate }, shopId, profileIdOfCustomer(`c${n}`)),
    );
  expect(new Set(draw("checkout", 0))).toEqual(new Set(["treated"]));
  expect(new Set(draw("checkout", 1))).toEqual(new Set(["holdout"]));
  const half = draw("checkout", 0.5);
  expect(draw("checkout", 0.5)).toEqual(half);
  expect(draw("cart", 0.5)).not.toEqual(half);
  expect(draw("checkout", 0.5, "teapot.myshopify.com")).not.toEqual(half);
});
