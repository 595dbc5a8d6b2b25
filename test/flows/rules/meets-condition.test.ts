import { describe, expect, test } from "vitest";
import type { ProfileCondition } from "~/flows/definition/condition";
import { NO_ACTIVITY } from "~/flows/facts/load-activity.server";
import { meetsAllConditions, meetsCondition } from "~/flows/rules/meets-condition";
import type { EnrollmentFacts } from "~/flows/rules/enrollment-facts";
import type { CustomerFacts } from "~/segments/customer-facts";
import { daysAgo, hoursAgo, NOW } from "../../support/builders";
import {
  checkoutFacts,
  enrollmentFacts,
  orderFacts,
  productFacts,
  profileFacts,
} from "../../support/enrollment-builders";

const meets = (condition: ProfileCondition, facts: Partial<EnrollmentFacts>) =>
  meetsCondition(condition, enrollmentFacts(facts), NOW);
const withProfile = (overrides: Parameters<typeof profileFacts>[0]) => ({
  profile: profileFacts(overrides),
});

test("only a subscribed customer is subscribed", () => {
  expect(meets({ kind: "is_subscribed" }, {})).toBe(true);
  expect(meets({ kind: "is_subscribed" }, withProfile({ marketingState: "pending" }))).toBe(false);
});

test.each([
  [1, false],
  [2, true],
  [4, true],
  [5, false],
])("two to four orders include %i: %s", (orderCount, expected) => {
  const between = { kind: "order_count", min: 2, max: 4 } as const;
  expect(meets(between, withProfile({ orderCount }))).toBe(expected);
});

test("an order count without a maximum has no upper limit", () => {
  const many = { kind: "order_count", min: 2, max: null } as const;
  expect(meets(many, withProfile({ orderCount: 900 }))).toBe(true);
  expect(meets(many, withProfile({ orderCount: 1 }))).toBe(false);
});

test.each([
  ["an order", orderFacts({ totalMinor: 50_00 }), true],
  ["a smaller checkout", checkoutFacts({ totalMinor: 49_99 }), false],
  ["a product, which has no total", productFacts({ priceMinor: 90_00 }), false],
  ["nothing", null, false],
])("a total of at least 50 is met by %s: %s", (_what, object, expected) => {
  expect(meets({ kind: "total_at_least", minMinor: 50_00 }, { object })).toBe(expected);
});

describe("a period", () => {
  test.each([
    ["never", null, false],
    ["ten days ago", daysAgo(10), false],
    ["just less than ten days ago", daysAgo(9.999), true],
  ])("of ten days: an order %s", (_when, lastOrderAt, isWithin) => {
    const facts = withProfile({ lastOrderAt });
    expect(meets({ kind: "ordered_within", days: 10 }, facts)).toBe(isWithin);
    expect(meets({ kind: "no_order_for", days: 10 }, facts)).toBe(!isWithin);
  });

  test.each([
    ["never", null, true],
    ["ten hours ago", hoursAgo(10), true],
    ["just less than ten hours ago", hoursAgo(9.999), false],
  ])("of ten hours: an email %s", (_when, emailedAt, expected) => {
    const activity = { ...NO_ACTIVITY, emailedAt };
    expect(meets({ kind: "no_email_for", hours: 10 }, { activity })).toBe(expected);
  });
});

test.each([
  ["likely_to_order", "intentRank"],
  ["valuable", "valueRank"],
] as const)("%s: the rank is within the top share", (kind, rank) => {
  const ranked = (value: number | null) => ({
    predictionRanks: { intentRank: null, valueRank: null, [rank]: value },
  });
  expect(meets({ kind, topShare: 0.25 }, ranked(0.25))).toBe(true);
  expect(meets({ kind, topShare: 0.25 }, ranked(0.26))).toBe(false);
  expect(meets({ kind, topShare: 1 }, ranked(null))).toBe(false);
});

test("a rule is met by customers that it matches, and by no profile that cannot be in segments", () => {
  const rule = (kind: "all" | "any") => ({ kind: "meets_rule", rule: { kind, of: [] } }) as const;
  const customer = {} as CustomerFacts;
  expect(meets(rule("all"), { customer })).toBe(true);
  expect(meets(rule("any"), { customer })).toBe(false);
  expect(meets(rule("all"), { customer: null })).toBe(false);
});

test("all conditions must be met", () => {
  const facts = enrollmentFacts(withProfile({ orderCount: 3 }));
  const atLeast = (min: number) => ({ kind: "order_count", min, max: null }) as const;
  expect(meetsAllConditions([], facts, NOW)).toBe(true);
  expect(meetsAllConditions([atLeast(1), atLeast(3)], facts, NOW)).toBe(true);
  expect(meetsAllConditions([atLeast(1), atLeast(4)], facts, NOW)).toBe(false);
});
