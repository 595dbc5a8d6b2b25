import { expect, test } from "vitest";
import { findCrossings } from "~/predictions/crossings";
import type { Prediction } from "~/predictions/prediction";
import { NOW } from "../support/builders";

const explanation = { base: 0, strongest: [], rest: 0 };
const score = (value: number, days: number) => ({
  ...{ value, low: 0, high: 1, grade: "B" as const, explanation, days },
});

/** A profile with these probabilities of churn and of an order within 30 days. */
function aPrediction(churn: number | null, intent: number): Prediction {
  return {
    profileId: "c1",
    computedAt: NOW,
    grade: "B",
    detail: {
      intent: [score(0.9, 7), score(intent, 30), score(0.99, 90)],
      churn: churn === null ? null : score(churn, 180),
      value: score(0, 0),
      expectedOrders: 1,
      nextOrder: null,
      group: { key: "regular", grade: "B", explanation },
      bestHour: null,
      tolerance: null,
      uplift: null,
    },
  };
}
const crossed = (
  before: readonly [churn: number | null, intent: number | null] | null,
  now: readonly [churn: number | null, intent: number],
) => {
  const known = before ? { churnRate: before[0], buy30Rate: before[1] } : null;
  const found = findCrossings(new Map(known ? [["c1", known]] : []), [aPrediction(...now)]);
  return found.map(({ what, rate }) => `${what} ${rate}`);
};

test.each([
  ["has come above a half", [0.4, 0.1], [0.6, 0.1], ["churn 0.6"]],
  ["has come to a half exactly", [0.49, 0.1], [0.5, 0.1], ["churn 0.5"]],
  ["stays above it", [0.5, 0.1], [0.9, 0.1], []],
  ["falls below it", [0.9, 0.9], [0.1, 0.1], []],
  ["has come above it in both", [0.4, 0.4], [0.6, 0.7], ["churn 0.6", "intent 0.7"]],
  ["was never scored", null, [0.9, 0.9], []],
  ["had never ordered, and so had no chance of being lost", [null, 0.1], [0.9, 0.1], []],
] as const)("detects a probability that %s", (_what, before, now, expected) => {
  expect(crossed(before, now)).toEqual(expected);
});
