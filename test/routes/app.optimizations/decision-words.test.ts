import { describe, expect, test } from "vitest";
import { MERCHANT_SETTING, productTrial } from "~/experiments/optimization/experiment";
import { DISCOUNT_TRIAL } from "~/experiments/offers/decide-discounts";
import { approvedFrequency } from "~/experiments/frequency/frequency-variants";
import type { ShownDecision } from "~/pages/optimizations/optimizations-page.server";
import { createFormat } from "~/i18n/create-format";
import { textIn } from "~/i18n/text-in.server";
import * as words from "~/routes/app.optimizations/decision-words";

const WRITER = {
  text: textIn("en", "optimizations"),
  recommendations: textIn("en", "recommendations"),
  format: createFormat("en-US", "UTC"),
};
const headlineOf = (it: ShownDecision) => words.headlineOf(it, WRITER);
const evidenceOf = (it: ShownDecision) => words.evidenceOf(it, WRITER).join("\n");

const change = (overrides: Partial<ShownDecision>): ShownDecision => ({
  decisionId: "1",
  decidedAt: "2026-11-24T09:00:00Z",
  kind: "subject",
  email: { kind: "named", flow: "Cross-sell", number: 1 },
  before: [],
  after: [
    { variant: "own", text: null, share: 0.1 },
    { variant: "line-2", text: "Still thinking?", share: 0.9 },
  ],
  evidence: {
    kind: "value",
    favored: "line-2",
    chance: 0.998,
    gain: { low: 0.8, mean: 2, high: 3.1 },
    isSupported: true,
    reasons: {
      base: 4,
      shop: { money: 0, clicks: 0 },
      email: { money: 2.5, clicks: 0.6 },
      group: { money: -0.25, clicks: -0.06 },
      clickValue: 0,
      unsubscribes: -0.25,
    },
    options: [
      { variant: "line-2", value: 6, sends: 612, clicks: 49 },
      { variant: "own", value: 4, sends: 600, clicks: 18 },
    ],
    awaitsApproval: false,
  },
  currency: "GBP",
  state: "stands",
  awaitsApproval: false,
  ...overrides,
});

describe("the description of an optimization", () => {
  test("names the chosen subject, its certainty and gain, the others, its reasons and the control", () => {
    expect(headlineOf(change({}))).toBe("90% of these emails now use “Still thinking?”");
    expect(evidenceOf(change({})).split("\n")).toEqual([
      "Chance that “Still thinking?” earns the most: 100%",
      "Expected gain over your setting: £20 per 1,000 emails (95% interval: £8.00 to £31)",
      "“Still thinking?”: expected net margin of £60 per 1,000 emails, after clicks in 49 of 612 emails",
      "Your setting: expected net margin of £40 per 1,000 emails, after clicks in 18 of 600 emails",
      "Your setting is expected to earn £40.",
      "In this email, it gets 60% more clicks on top of that (£25).",
      "With the customers who get this email, it gets 6% fewer clicks on top of that (−\u2060£2.50).",
      "Unsubscribes change it by −\u2060£2.50.",
      "10% of the emails keep your setting as the control.",
    ]);
  });

  test("claims no gain that the interval does not show, and gives no reasons for the merchant's own", () => {
    const { evidence } = change({});
    if (evidence.kind !== "value") throw new Error(evidence.kind);
    const unsure = { ...evidence, isSupported: false, gain: { low: -1, mean: 2, high: 4 } };
    expect(evidenceOf(change({ evidence: unsure }))).toContain(
      "isn’t known yet whether this is a gain",
    );
    const own = { ...evidence, favored: "own", gain: { low: 0, mean: 0, high: 0 } };
    expect(headlineOf(change({ evidence: own }))).toBe("10% of these emails keep your setting");
    expect(evidenceOf(change({ evidence: own }))).not.toContain("gain");
  });

  test("says why a test ended", () => {
    const ended = change({
      evidence: {
        kind: "worse",
        sends: { control: 400, treated: 600 },
        mean: { control: 4, treated: 3 },
      },
    });
    expect(headlineOf(ended)).toBe("All of these emails use your setting again");
    expect(evidenceOf(ended)).toContain("worth 25% less each than 400 emails with your setting");
    expect(evidenceOf({ ...ended, kind: "offer" })).toMatch(
      /^600 emails .* earned 25% less margin in 30 days than 400 emails with yours/,
    );
  });

  test("shows that lists are tested, and on how many emails", () => {
    const trial = change({
      kind: "products",
      after: productTrial("goes_with") ?? [],
      evidence: { kind: "trial", sends: 1_240 },
    });
    expect(headlineOf(trial)).toBe("20% of these emails are testing other recommended products");
    expect(evidenceOf(trial)).toMatch(/^1,240 of these emails were sent/);
  });

  test("shows which customers get fewer emails, and why", () => {
    const fewer = change({
      kind: "frequency",
      email: null,
      evidence: { kind: "tolerance", customers: 1, scored: 900, capPer7Days: 4, lossRate: 0.019 },
    });
    expect(headlineOf(fewer)).toBe(
      "90% of your customers get no more emails than their learned limit",
    );
    expect(evidenceOf(fewer)).toMatch(
      /learned limit below your 4 emails .* 1.9% of them unsubscribe/,
    );
  });

  test("explains an automatic revert with the spending of both groups", () => {
    const compared = change({
      kind: "frequency",
      email: null,
      evidence: {
        ...({ kind: "compared", rule: "harm", days: 15 } as const),
        people: { control: 850, treated: 150 },
        mean: { control: 1_200, treated: 1_000 },
      },
    });
    expect(headlineOf(compared)).toBe("Your email frequency applies to all customers again");
    expect(evidenceOf(compared)).toMatch(
      /^In 15 days, 850 customers with your setting spent 20% more each than 150/,
    );
  });

  const frequency = (
    evidence: ShownDecision["evidence"],
    after: ShownDecision["after"] = MERCHANT_SETTING,
  ) => change({ kind: "frequency", email: null, after, evidence });
  const fatigue = (clickRatio: number | null, leaveRatio: number | null) => ({
    ...({ kind: "fatigue", clickRatio, leaveRatio, emails: 4_000, chance: 0.86 } as const),
    ...{ orders: 210, creditedOrders: 6 },
  });

  test("shows the evidence of a proposal, and affected and unaffected customers", () => {
    const proposed = frequency(fatigue(0.69, 2.07));
    expect(headlineOf(proposed)).toBe(
      "Your customers may be getting too much email. Kindred proposes one email a week.",
    );
    expect(evidenceOf(proposed)).toBe(
      "Customers who got 7 or more emails in 28 days clicked 31% less and unsubscribed 2.1 times as often as those who got 4 or fewer.\nProbability that customers respond less to more email: 86%, by these emails and by how often yours get email.\nIf they don’t, one email a week costs at most some of the orders after a click in the emails that it limits: so far 6 of 210 orders.\nIf you approve, 9 in 10 customers get at most one email a week from your flows and campaigns. 1 in 10 keep your setting as the control. Emails about checkouts, orders and requests aren’t limited.",
    );
  });

  test.each([
    [0.69, null, "clicked 31% less than those who got 4 or fewer."],
    [1.1, 12.34, "unsubscribed 12.3 times as often as those who got 4 or fewer."],
  ])(
    "claims only worsened measures: of clicks %s, of unsubscribes %s",
    (clicks, leaves, expected) => {
      expect(evidenceOf(frequency(fatigue(clicks, leaves)))).toContain(
        `Customers who got 7 or more emails in 28 days ${expected}`,
      );
    },
  );

  test("says so while the emails show neither, and nothing about orders that were not counted", () => {
    const evidence = { ...fatigue(null, 0.9), orders: undefined };
    expect(evidenceOf(frequency(evidence))).toMatch(/^The emails so far don’t show whether/);
    expect(evidenceOf(frequency(evidence))).not.toContain("orders after a click");
  });

  test("shows which customers get one email a week after approval, and how it ends", () => {
    const approved = frequency(
      { kind: "approved" },
      approvedFrequency(MERCHANT_SETTING, fatigue(0.5, 2)),
    );
    expect(headlineOf(approved)).toBe(
      "90% of your customers get one email a week, as you approved",
    );
    expect(evidenceOf(approved)).toMatch(/^1 in 10 customers keep your setting/);
    const ended = frequency({ kind: "fatigue_gone", isApproved: true });
    expect(headlineOf(ended)).toBe("Your email frequency applies to all customers again");
    const withdrawn = frequency({ kind: "fatigue_gone", isApproved: false });
    expect(headlineOf(withdrawn)).toBe("Kindred no longer proposes one email a week");
    expect(evidenceOf(withdrawn)).toMatch(/no longer show/);
  });

  test("shows what a discount cost and the most that it can have brought", () => {
    const gain = { low: -20, mean: 4, high: 28 };
    const discounts = (needless: number | null) =>
      change({
        kind: "offer",
        after: DISCOUNT_TRIAL,
        evidence: {
          ...({ kind: "discounts", ownPercent: null, sends: 900, orders: 80, gain } as const),
          ...{ chance: 0.6, isSupported: false, givenShare: 0, awaitsApproval: true },
          needless:
            needless === null
              ? null
              : { emails: 700, given: 9, brought: 5, gain, chance: needless },
        },
      });
    expect(evidenceOf(discounts(0.93))).toContain(
      "Orders after 700 emails with your discount took £90 off per 1,000 emails. The orders that followed a click earned £50, even if the discount brought all of them. So it probably pays to leave it out (93% likely).",
    );
    expect(evidenceOf(discounts(null))).not.toContain("leave it out");
  });
});
