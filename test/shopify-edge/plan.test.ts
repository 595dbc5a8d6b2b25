import { expect, test } from "vitest";
import {
  OFFERED_PLANS,
  planById,
  planOfSubscription,
  replacementOf,
  subscriptionName,
  trialDaysLeft,
} from "~/shopify/billing/plan";
import { readSubscriptions, type Subscription } from "~/shopify/billing/read-subscriptions";
import { daysAgo, NOW } from "../support/builders";

const subscription = (change: Partial<Subscription> = {}): Subscription => ({
  id: "gid://shopify/AppSubscription/1",
  name: "Kindred Growth",
  status: "ACTIVE",
  test: false,
  createdAt: daysAgo(3),
  trialDays: 14,
  currentPeriodEnd: daysAgo(-41),
  ...change,
});
const readPlan = (change: Partial<Parameters<typeof readSubscriptions>[0]> = {}) =>
  readSubscriptions({ isDevelopment: false, active: [], recent: [], ...change });

test("each larger plan costs more and has more emails", () => {
  for (const [i, plan] of OFFERED_PLANS.entries()) {
    const less = OFFERED_PLANS[i - 1];
    if (!less) continue;
    expect(plan.price).toBeGreaterThan(less.price);
    expect(plan.emailsPerMonth!).toBeGreaterThan(less.emailsPerMonth!);
  }
});

test("finds a paid plan by the name of its subscription, and ignores a foreign one", () => {
  for (const plan of OFFERED_PLANS.filter(({ price }) => price > 0)) {
    expect(planOfSubscription(subscriptionName(plan))?.id).toBe(plan.id);
  }
  expect(planOfSubscription("Kindred Free")).toBeNull();
  expect(planOfSubscription("Something else")).toBeNull();
});

test("without a subscription a shop has the free plan, and a development store its own plan", () => {
  expect(readPlan().plan).toBe("free");
  expect(readPlan({ isDevelopment: true }).plan).toBe("development");
});

test("a development store has the plan of its test subscription", () => {
  const active = [subscription({ test: true })];
  expect(readPlan({ isDevelopment: true, active })).toMatchObject({ plan: "growth", isTest: true });
});

test("a pending downgrade keeps the larger plan", () => {
  const small = subscription();
  const large = subscription({ id: "gid://shopify/AppSubscription/2", name: "Kindred Scale" });
  for (const active of [
    [small, large],
    [large, small],
  ]) {
    expect(readPlan({ active })).toMatchObject({ plan: "scale", subscriptionId: large.id });
  }
});

test("a subscription frozen for an unpaid bill grants nothing, and is reported", () => {
  const frozen = subscription({ status: "FROZEN" });
  const unpaid = { plan: "free", lastPlan: "growth", lastStatus: "frozen" };
  expect(readPlan({ recent: [frozen] })).toMatchObject(unpaid);
  // A plan that was declined later is not why the shop has none.
  const declined = subscription({ name: "Kindred Scale", status: "DECLINED" });
  expect(readPlan({ recent: [declined, frozen] })).toMatchObject(unpaid);
  const pending = subscription({ name: "Kindred Scale", status: "PENDING" });
  expect(readPlan({ recent: [pending, frozen] })).toMatchObject({ lastStatus: "pending" });
});

test("reports the newest subscription beside the active plan", () => {
  const held = subscription();
  const declined = subscription({ name: "Kindred Scale", status: "DECLINED" });
  expect(readPlan({ active: [held], recent: [declined, held] })).toMatchObject({
    plan: "growth",
    lastPlan: "scale",
    lastStatus: "declined",
  });
});

test("a trial ends a fixed number of days after its subscription was created", () => {
  expect(readPlan({ active: [subscription()] }).trialEndsAt).toEqual(daysAgo(-11));
  expect(readPlan({ active: [subscription({ trialDays: 0 })] }).trialEndsAt).toBeNull();
});

test("used trial days are not granted again", () => {
  expect(trialDaysLeft(null, NOW)).toBe(14);
  expect(trialDaysLeft(daysAgo(5), NOW)).toBe(9);
  expect(trialDaysLeft(daysAgo(400), NOW)).toBe(0);
});

test("an upgrade begins at once, a downgrade at the end of the paid period", () => {
  expect(replacementOf(planById("growth"), planById("scale"))).toBe("APPLY_IMMEDIATELY");
  expect(replacementOf(planById("scale"), planById("growth"))).toBe("APPLY_ON_NEXT_BILLING_CYCLE");
});
