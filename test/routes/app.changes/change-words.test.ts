import { describe, expect, test } from "vitest";
import { MERCHANT_SETTING, productTrial } from "~/experiments/optimization/experiment";
import { approvedFrequency } from "~/experiments/frequency/frequency-variants";
import type { ShownChange } from "~/feedback/optimizer/changes-page.server";
import { evidenceOf, headlineOf } from "~/routes/app.changes/change-words";

const change = (overrides: Partial<ShownChange>): ShownChange => ({
  decisionId: "1",
  decidedAt: "2026-11-24T09:00:00Z",
  kind: "subject",
  emailName: "Cross-sell, Email 1",
  before: [],
  after: [
    { variant: "own", text: null, share: 0.1 },
    { variant: "line-2", text: "Still thinking?", share: 0.9 },
  ],
  evidence: {
    kind: "clicks",
    variants: [
      { variant: "own", sends: 600, clicks: 18 },
      { variant: "line-2", sends: 612, clicks: 49 },
    ],
    favored: "line-2",
    chance: 0.998,
    awaitsApproval: false,
  },
  state: "stands",
  awaitsApproval: false,
  ...overrides,
});

describe("the description of an optimization", () => {
  test("names the winning subject, its results, its certainty and the control", () => {
    expect(headlineOf(change({}))).toBe("90 % of these emails now go out under “Still thinking?”");
    expect(evidenceOf(change({}))).toBe(
      "What you set: people clicked in 18 of 600 (3 %). “Still thinking?”: people clicked in 49 of 612 (8 %). It is the subject clicked in most with a certainty of 100 %. 10 % of the emails stay as you set them, to compare.",
    );
  });

  test("shows that lists are tested, and on how many emails", () => {
    const trial = change({
      kind: "products",
      after: productTrial("goes_with") ?? [],
      evidence: { kind: "trial", sends: 1_240 },
    });
    expect(headlineOf(trial)).toBe("20 % of these emails now try other product lists than yours");
    expect(evidenceOf(trial)).toMatch(/^1,240 of them went out/);
  });

  test("shows which customers get fewer emails, and why", () => {
    const fewer = change({
      kind: "frequency",
      emailName: null,
      evidence: { kind: "tolerance", customers: 1, scored: 900, capPer7Days: 4, lossRate: 0.019 },
    });
    expect(headlineOf(fewer)).toBe(
      "90 % of your customers get no more email than was found right for them",
    );
    expect(evidenceOf(fewer)).toMatch(/lower limit than your 4 .* 1.9 % of them unsubscribe/);
  });

  test("explains an automatic revert with the spending of both groups", () => {
    const compared = change({
      kind: "frequency",
      emailName: null,
      evidence: {
        ...({ kind: "compared", rule: "harm", days: 15 } as const),
        people: { control: 850, treated: 150 },
        mean: { control: 1_200, treated: 1_000 },
      },
    });
    expect(headlineOf(compared)).toBe("All customers get email as you set it again");
    expect(evidenceOf(compared)).toMatch(
      /^In 15 days, 850 customers who kept your setting spent 20 % more each than 150/,
    );
  });

  const frequency = (
    evidence: ShownChange["evidence"],
    after: ShownChange["after"] = MERCHANT_SETTING,
  ) => change({ kind: "frequency", emailName: null, after, evidence });
  const fatigue = (clickRatio: number | null, leaveRatio: number | null) =>
    ({ kind: "fatigue", clickRatio, leaveRatio, emails: 4_000 }) as const;

  test("shows the evidence of a proposal, and affected and unaffected customers", () => {
    const proposed = frequency(fatigue(0.69, 2.07));
    expect(headlineOf(proposed)).toBe(
      "Your customers tire of email: Kindred proposes one email a week",
    );
    expect(evidenceOf(proposed)).toBe(
      "Customers who had 7 or more emails in 28 days clicked 31 % less and unsubscribed 2.1 times as often as those who had 4 or fewer. One email a week from your flows and campaigns for 9 in 10 customers; 1 in 10 keep your setting as control. Checkout, order and requested emails are not affected. Nothing changes unless you approve it.",
    );
  });

  test.each([
    [0.69, null, "clicked 31 % less than those who had 4 or fewer."],
    [1.1, 12.34, "unsubscribed 12.3 times as often as those who had 4 or fewer."],
    [null, 0.9, "clicked less or unsubscribed sooner than those who had 4 or fewer."],
  ])("claims only worsened measures: of clicks %s, of unsubscribes %s", (clicks, leaves, words) => {
    expect(evidenceOf(frequency(fatigue(clicks, leaves)))).toContain(
      `Customers who had 7 or more emails in 28 days ${words}`,
    );
  });

  test("shows which customers get one email a week after approval, and how it ends", () => {
    const approved = frequency(
      { kind: "approved" },
      approvedFrequency(MERCHANT_SETTING, fatigue(0.5, 2)),
    );
    expect(headlineOf(approved)).toBe(
      "90 % of your customers get one email a week, as you approved",
    );
    expect(evidenceOf(approved)).toMatch(/^One in ten customers keeps your setting/);
    const ended = frequency({ kind: "fatigue_gone", isApproved: true });
    expect(headlineOf(ended)).toBe("All customers get email as you set it again");
    const withdrawn = frequency({ kind: "fatigue_gone", isApproved: false });
    expect(headlineOf(withdrawn)).toBe("Kindred no longer proposes one email a week");
    expect(evidenceOf(withdrawn)).toMatch(/no longer show/);
  });
});
