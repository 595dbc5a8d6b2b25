import { expect, test } from "vitest";
import type { LiftAnswer } from "~/feedback/lift/lift-answers";
import type {
  OptimizationsPageData as Optimizations,
  ShownDecision,
} from "~/pages/optimizations/optimizations-page.server";
import { OptimizationsPage } from "~/routes/app.optimizations/page";
import { textOf } from "../../support/render-page";

const TRIED: ShownDecision = {
  currency: "GBP",
  decisionId: "1",
  decidedAt: "2026-11-24T09:00:00Z",
  kind: "frequency",
  email: null,
  before: [],
  after: [
    { variant: "own", text: null, share: 0.85 },
    { variant: "tolerance", text: null, share: 0.15 },
  ],
  evidence: { kind: "tolerance", customers: 80, scored: 900, capPer7Days: 4, lossRate: 0.019 },
  state: "stands",
  awaitsApproval: true,
};
const NEW_SHOP: Optimizations = {
  ...{ timeZone: "Europe/London", pausedAt: null, weeks: [], tests: [], held: [] },
  ...{ page: 1, hasNext: false, countedAt: null },
  earnings: { currency: "GBP", total: null, experiments: [] },
  together: { answer: null, baselineRate: 0.1 },
  limits: {
    ...{ marketingCapHours: 16, marketingCapPer7Days: 4 },
    ...{ maxDiscountPercent: 15, marginPercent: 50 },
    quietHours: { startHour: 21, endHour: 8 },
  },
  progress: { sent: 412, people: 96 },
};
const render = (optimizations: Optimizations) =>
  textOf(
    <OptimizationsPage
      {...{ optimizations, isBusy: false, error: null, doneCount: null }}
      onSubmit={() => undefined}
    />,
  );
const page = (change: Partial<ShownDecision>) =>
  render({ ...NEW_SHOP, weeks: [{ monday: "2026-11-23", changes: [{ ...TRIED, ...change }] }] });

const IN_A_TEST = { weeks: [{ monday: "2026-11-23", changes: [TRIED] }] };

test("a change that is tested with a share of customers can be approved or reverted", () => {
  const text = page({});
  expect(text).toContain("15% of your customers get no more emails");
  expect(text).toContain("Approve for all customers Revert");
});

test("an approved change can be reverted, and one that ended by itself is only listed", () => {
  const approved = page({ evidence: { kind: "approved" }, awaitsApproval: false });
  expect(approved).not.toContain("Approve");
  expect(approved).toContain("Revert");
  const ended = page({
    awaitsApproval: false,
    evidence: {
      ...({ kind: "compared", rule: "no_gain", days: 56 } as const),
      people: { control: 850, treated: 150 },
      mean: { control: 1_000, treated: 1_000 },
    },
  });
  expect(ended).toContain("Your email frequency applies to all customers again");
  expect(ended).not.toContain("Revert");
});

test("a proposal can be approved or dismissed, and needs no action once answered", () => {
  const evidence = {
    kind: "fatigue",
    clickRatio: 0.7,
    leaveRatio: 2,
    emails: 900,
    chance: 0.9,
  } as const;
  const proposed = page({ evidence });
  expect(proposed).toContain("Approve Dismiss");
  expect(proposed).not.toContain("Revert");
  const dismissed = page({ evidence, state: "reverted", awaitsApproval: false });
  expect(dismissed).toContain("Dismissed");
  expect(dismissed).not.toContain("Approve");
  const withdrawn = { kind: "fatigue_gone", isApproved: false } as const;
  expect(page({ evidence: withdrawn, awaitsApproval: false })).not.toContain("Revert");
});

test("a new shop sees what is tested first and when, and the limits", () => {
  const text = render(NEW_SHOP);
  expect(text).toContain("What Kindred tests first");
  expect(text).toContain("once your flows have sent 200 emails in 60 days. They’re at 412");
  expect(text).toContain("once 500 customers get email within 28 days. You’re at 96");
  expect(text).toContain("Earnings Not known yet Appears after 10 orders");
  expect(text).toContain("Max 4 emails to a customer in 7 days");
  expect(text).toContain("No emails from 9 PM to 8 AM");
  expect(text).not.toContain("Running tests");
});

const SUBJECT: Optimizations["tests"][number] = {
  scopeKey: "subject/welcome/email-1",
  kind: "subject",
  email: { kind: "named", flow: "Welcome", number: 1 },
  since: "2026-11-03T09:00:00Z",
  variants: [
    { variant: "own", text: null, share: 0.5, customers: 290, emails: 300, clicks: 9 },
    { variant: "line-2", text: "Hello", share: 0.5, customers: 280, emails: 290, clicks: 21 },
  ],
  difference: { variant: "line-2", low: 0.006, high: 0.078 },
};

test("a running test shows since when, with how many customers, and what is known so far", () => {
  const text = render({ ...NEW_SHOP, tests: [SUBJECT] });
  expect(text).toContain("Subject line: Welcome, email 1 Since");
  expect(text).toContain("Since Nov 3, 2026, with 280 customers so far");
  expect(text).toContain("Your setting: 50% of emails, clicks in 9 of 300 emails (3%)");
  expect(text).toContain(
    "So far, “Hello” gets 0.6 to 7.8 more clicks per 100 emails than your setting.",
  );
  expect(text).not.toContain("What Kindred tests first");
});

test.each([
  [{ low: -0.012, high: 0.034 }, "gets between 1.2 fewer and 3.4 more clicks"],
  [{ low: -0.03, high: -0.01 }, "gets 1 to 3 fewer clicks"],
])("a running test claims only what its interval supports: %o", (interval, expected) => {
  const difference = { variant: "line-2", ...interval };
  expect(render({ ...NEW_SHOP, tests: [{ ...SUBJECT, difference }] })).toContain(expected);
});

test("earnings show an amount only if it is known, and always the range", () => {
  const gain = { gain: 123_400, error: 20_000, scale: 50_000, low: 84_200, high: 162_600 };
  const { scopeKey, kind, email } = SUBJECT;
  const earn = (isShown: boolean) =>
    render({
      ...NEW_SHOP,
      earnings: {
        ...{ currency: "GBP", total: { ...gain, isShown } },
        experiments: [
          { ...{ scopeKey, kind, email }, gain: { ...gain, isShown } },
          { scopeKey: "frequency", kind: "frequency", email: null, gain: null },
        ],
      },
    });
  expect(earn(true)).toContain("About £1,234 Between £842 and £1,626");
  expect(earn(false)).toContain("Not known yet Between £842 and £1,626");
  expect(earn(true)).toContain("Email frequency: all emails Appears after 10 orders");
});

const together = (
  change: Partial<NonNullable<LiftAnswer["current"]>> = {},
  expected: LiftAnswer["expected"] = [],
) => {
  const look = {
    ...{ incrementalMinor: 120_000, lowMinor: -30_000, highMinor: 270_000, attributedMinor: 0 },
    ...{ standardErrorMinor: 75_000, chancePositive: 0.93, priorMinor: 1, people: 900 },
    ...{
      revenueMinor: 2_000_000,
      holdoutPeople: 100,
      from: "2026-10-01",
      to: "2026-10-20",
      fraction: 0.4,
    },
  };
  const mean = { people: 100, lowMinor: 10_00, highMinor: 30_00 };
  const answer: LiftAnswer = {
    ...({ of: "baseline", flowId: "", campaignId: "baseline", windowDays: 30 } as const),
    ...{ people: 1_000, problem: null, finished: null, expected },
    current: { ...look, ...change },
    groups: [
      { ...mean, group: "no_email" as const, meanMinor: 18_00 },
      { ...mean, group: "baseline" as const, meanMinor: 20_00 },
      { ...mean, group: "optimized" as const, meanMinor: 21_30 },
    ],
  };
  return render({ ...NEW_SHOP, ...IN_A_TEST, together: { answer, baselineRate: 0.1 } });
};

test("all optimizations together are compared with the baseline group and with no email", () => {
  const text = together();
  expect(text).toContain(
    "Optimizations probably bring more than your settings About £1,200, between −\u2060£300 and £2,700; 93% likely positive",
  );
  expect(text).toContain("Your settings (baseline group) £20.00 (between £10.00 and £30.00)");
  expect(text).toContain("No email (global holdout) £18.00");
  const off = render({ ...NEW_SHOP, ...IN_A_TEST, together: { answer: null, baselineRate: 0 } });
  expect(off).toContain("The baseline group is off");
});

test("says first that the effect of all optimizations is not known, and leaves out a value that is noise", () => {
  const noise = { incrementalMinor: -84_000_00, lowMinor: -520_000_00, highMinor: 352_000_00 };
  const text = together({ ...noise, chancePositive: 0.37 }, [{ rate: 0.1, day: "2027-04-02" }]);
  expect(text).toContain(
    "Not known yet whether optimizations bring more Between −\u2060£520,000 and £350,000 so far; 37% likely positive.",
  );
  expect(text).toContain("Answer expected by Apr 2, 2027.");
  expect(text).not.toContain("84,000");
});

test("names what all optimizations bring once the whole interval is on one side of zero", () => {
  const expected = [{ rate: 0.1, day: "2027-04-02" }];
  const more = together({ lowMinor: 10_00 }, expected);
  expect(more).toContain("Optimizations bring more than your settings About £1,200");
  expect(more).not.toContain("Answer expected");
  const less = { incrementalMinor: -1_200_00, lowMinor: -2_000_00, highMinor: -400_00 };
  expect(together(less)).toContain("Optimizations bring less than your settings About −");
});
