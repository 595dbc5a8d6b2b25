import { expect, test } from "vitest";
import type {
  OptimizationsPageData as Optimizations,
  ShownDecision,
} from "~/pages/optimizations/optimizations-page.server";
import { OptimizationsPage } from "~/routes/app.optimizations/page";
import { textOf } from "../../support/render-page";

const TRIED: ShownDecision = {
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
const page = (change: Partial<ShownDecision>) => {
  const optimizations: Optimizations = {
    ...{ timeZone: "Europe/London", emails: [], held: [] },
    weeks: [{ monday: "2026-11-23", changes: [{ ...TRIED, ...change }] }],
  };
  return textOf(
    <OptimizationsPage
      {...{ optimizations, isBusy: false, error: null, doneCount: null }}
      onSubmit={() => undefined}
    />,
  );
};

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
  const evidence = { kind: "fatigue", clickRatio: 0.7, leaveRatio: 2, emails: 900 } as const;
  const proposed = page({ evidence });
  expect(proposed).toContain("Approve Dismiss");
  expect(proposed).not.toContain("Revert");
  const dismissed = page({ evidence, state: "reverted", awaitsApproval: false });
  expect(dismissed).toContain("Dismissed");
  expect(dismissed).not.toContain("Approve");
  const withdrawn = { kind: "fatigue_gone", isApproved: false } as const;
  expect(page({ evidence: withdrawn, awaitsApproval: false })).not.toContain("Revert");
});
