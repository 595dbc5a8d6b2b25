import { expect, test } from "vitest";
import { LiftAnswers } from "~/components/charts/lift-answers";
import type { LiftView } from "~/feedback/reports/lift-view.server";
import { textOf } from "../support/render-page";

type Answer = LiftView["answers"][number];

const LOOK: NonNullable<Answer["current"]> = {
  ...{ incrementalMinor: 1_134_20, lowMinor: -912_00, highMinor: 3_012_00 },
  ...{ standardErrorMinor: 995_00, chancePositive: 0.862, priorMinor: 1_800_00 },
  ...{ people: 1_600, revenueMinor: 18_000_00, holdoutPeople: 90, attributedMinor: 4_102_00 },
  ...{ from: "2026-01-05", to: "2026-03-02", fraction: 0.4 },
};
const TOTAL: Answer = {
  ...{ of: "total", flowId: "", campaignId: "", windowDays: 30, people: 1_690 },
  ...{ problem: null, current: LOOK, finished: null, expected: [], groups: [] },
  name: "",
};
const FLOW: Answer = {
  ...TOTAL,
  of: "source",
  flowId: "welcome",
  name: "Welcome",
};

const view = (answers: readonly Answer[], change: Partial<LiftView> = {}): LiftView => ({
  ...{ countedAt: "2026-04-02T08:00:00.000Z", caps: { 7: null, 30: 400_00 }, answers },
  ...{ holdoutRate: 0.05, undoRate: null },
  ...change,
});
const words = (answers: readonly Answer[], change: Partial<LiftView> = {}) =>
  textOf(
    <LiftAnswers lift={view(answers, change)} currency="GBP" onSetHoldout={() => undefined} />,
  );

test("says in money what is attributed, incremental, possible and likely, the total before the flows", () => {
  const text = words([TOTAL, FLOW]);
  expect(text).toContain(
    "£4,100 attributed; about £1,100 incremental, between −\u2060£910 and £3,000; 86% likely positive",
  );
  expect(text).toContain("Revenue in the 30 days after the first email, Jan 5 – Mar 2, 2026");
  expect(text.indexOf("All flows and campaigns")).toBeLessThan(
    text.indexOf("By flow and campaign"),
  );
  expect(text.indexOf("By flow and campaign")).toBeLessThan(text.indexOf("Welcome"));
});

test("states the prior, the looks and the cap", () => {
  const text = words([TOTAL]);
  expect(text).toContain("standard deviation of 10% of these customers’ revenue, which is £1,800");
  expect(text).toContain("Over all looks of a measurement together");
  expect(text).toContain("More than £400 from one customer counts as £400");
});

test("shows the longest window that has a result", () => {
  const seven = { ...TOTAL, windowDays: 7 as const };
  expect(words([seven, TOTAL])).toContain("in the 30 days");
  expect(words([seven, { ...TOTAL, current: null }])).toContain("in the 7 days");
  expect(words([{ ...TOTAL, current: null }])).toContain("No result yet.");
});

test("claims an effect only when the whole interval lies on one side of zero", () => {
  expect(words([TOTAL])).toContain("Probably more revenue");
  expect(words([{ ...TOTAL, current: { ...LOOK, lowMinor: 5 } }])).toContain("More revenue");
  expect(words([{ ...TOTAL, current: { ...LOOK, highMinor: -5 } }])).toContain("Less revenue");
});

test("leaves out a value that is noise, and never its interval", () => {
  const look = { ...LOOK, incrementalMinor: -84_000_00, chancePositive: 0.37 };
  const text = words([
    { ...TOTAL, current: { ...look, lowMinor: -520_000_00, highMinor: 352_000_00 } },
  ]);
  expect(text).toContain("Not known yet");
  expect(text).toContain(
    "£4,100 attributed. How much of it is incremental isn’t known yet: between −\u2060£520,000 and £350,000; 37% likely positive",
  );
  expect(text).not.toContain("84,000");
});

test("offers an earlier answer by a larger holdout, and its undo", () => {
  const expected = [
    { rate: 0.05, day: "2027-03-14" },
    { rate: 0.15, day: "2027-01-20" },
  ];
  const text = words([{ ...TOTAL, expected }]);
  expect(text).toContain("Answer expected by Mar 14, 2027 at 5% holdout, by Jan 20, 2027 at 15%.");
  expect(text).toContain("Use 15% holdout");
  expect(text).not.toContain("Undo");
  const changed = words([{ ...TOTAL, expected: [{ rate: 0.15, day: null }] }], {
    ...{ holdoutRate: 0.15, undoRate: 0.05 },
  });
  expect(changed).toContain("Answer expected in more than three years at 15% holdout.");
  expect(changed).toContain("Undo: back to 5% holdout");
});

test("warns instead of comparing when people are missing from a group", () => {
  const problem = { kind: "unbalanced", holdout: 200, expectedHoldout: 300 } as const;
  const text = words([{ ...TOTAL, current: null, problem }]);
  expect(text).toContain("Needs review");
  expect(text).toContain("The holdout group has 200 customers, but about 300 were expected.");
});

test("keeps the final result beside the measurement that follows it", () => {
  const text = words([{ ...TOTAL, finished: { ...LOOK, incrementalMinor: 2_000_00 } }]);
  expect(text).toContain("Final result");
  expect(text).toContain("about £2,000 incremental");
});
