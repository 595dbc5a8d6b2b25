import { expect, test } from "vitest";
import {
  MERCHANT_SETTING,
  productTrial,
  scopeKey,
  withSubject,
  type Experiment,
} from "~/experiments/optimization/experiment";
import type { LoggedDecision } from "~/experiments/optimization/experiment-store.server";
import type { DrawnVariant } from "~/feedback/gains/drawn-variant-store.server";
import { listRunningTests } from "~/pages/optimizations/running-tests";
import { daysAgo } from "../../support/builders";

const OF_EMAIL = { flowId: "welcome", stepId: "email-1" };
const SUBJECTS: Experiment = {
  ...{ kind: "subject", ...OF_EMAIL, isHeld: false },
  variants: withSubject(MERCHANT_SETTING, "Hello")!,
};
const LISTS: Experiment = {
  ...{ kind: "products", ...OF_EMAIL, isHeld: false },
  variants: productTrial("goes_with")!,
};
const decision = (
  evidence: LoggedDecision["evidence"],
  change: Partial<LoggedDecision> = {},
): LoggedDecision => ({
  ...{ decisionId: "1", scopeKey: scopeKey(LISTS), decidedAt: daysAgo(9), revertedAt: null },
  ...{ before: [], after: [], evidence },
  ...change,
});
const drawn = (change: Partial<DrawnVariant>): DrawnVariant => ({
  ...{ kind: "subject", ...OF_EMAIL, variant: "own", customers: 90, emails: 100, clicks: 3 },
  since: daysAgo(20),
  ...change,
});
const list = (
  experiment: Experiment,
  decisions: readonly LoggedDecision[] = [],
  results: readonly DrawnVariant[] = [],
) => listRunningTests([experiment], new Map([[scopeKey(experiment), decisions]]), results);
const winner = (share: number): Experiment => ({
  ...SUBJECTS,
  variants: [
    { variant: "own", text: null, share: 1 - share },
    { variant: "line-2", text: "Hello", share },
  ],
});
const CHOSEN = {
  ...({ kind: "value", favored: "line-2", chance: 0.98, awaitsApproval: false } as const),
  ...{ gain: { low: 0.4, mean: 2, high: 3.6 }, isSupported: true, options: [] },
  reasons: {
    ...{ base: 4, clickValue: 0, unsubscribes: 0, group: { money: 0, clicks: 0 } },
    ...{ shop: { money: 0, clicks: 0 }, email: { money: 2, clicks: 0.5 } },
  },
};

test("a subject that the merchant added is tested since its first email", () => {
  const [running] = list(
    SUBJECTS,
    [],
    [drawn({}), drawn({ variant: "line-2", since: daysAgo(21), emails: 100, clicks: 15 })],
  );
  expect(running?.since).toEqual(daysAgo(21));
  expect(running?.variants).toMatchObject([
    { variant: "own", customers: 90, emails: 100, clicks: 3 },
    { variant: "line-2", customers: 90, emails: 100, clicks: 15 },
  ]);
  const { low = 0, high = 0, variant } = running?.difference ?? {};
  expect(variant).toBe("line-2");
  // 12 more clicks in 100 emails
  expect(low).toBeGreaterThan(0.03);
  expect(high).toBeLessThan(0.22);
});

test("a test that Kindred started runs since its decision, before any email", () => {
  const trial = decision({ kind: "trial", sends: 1_200 });
  expect(list(LISTS, [trial])).toMatchObject([{ since: daysAgo(9), difference: null }]);
  expect(list(SUBJECTS)).toMatchObject([{ since: null, difference: null }]);
});

test("a test ends when one variant has all but the control, and not when it waits for approval", () => {
  expect(list(winner(0.9), [decision(CHOSEN)])).toEqual([]);
  expect(list(winner(0.7), [decision({ ...CHOSEN, awaitsApproval: true })])).toHaveLength(1);
  // Its shares were set before anything was known, also if the merchant had approved earlier ones.
  const open = decision({ ...CHOSEN, isSupported: false });
  expect(list(winner(0.9), [open, decision({ kind: "approved" })])).toHaveLength(1);
  expect(list(winner(0.9), [decision({ kind: "approved" }), open])).toEqual([]);
  // The merchant's own shares, without a decision.
  expect(list(winner(0.9))).toHaveLength(1);
  // A reverted decision ends nothing.
  expect(list(winner(0.9), [decision(CHOSEN, { revertedAt: daysAgo(1) })])).toHaveLength(1);
});

test("what is on hold or has one variant is no test", () => {
  expect(list({ ...SUBJECTS, isHeld: true })).toEqual([]);
  expect(list({ ...SUBJECTS, variants: MERCHANT_SETTING })).toEqual([]);
});

test("few emails on a side are not compared", () => {
  const few = [drawn({}), drawn({ variant: "line-2", emails: 49, clicks: 9 })];
  expect(list(SUBJECTS, [], few)[0]?.difference).toBeNull();
});
