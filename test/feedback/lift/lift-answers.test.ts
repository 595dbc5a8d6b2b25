import { expect, test } from "vitest";
import { answerLift, type AttributedDay } from "~/feedback/lift/lift-answers";
import type { LiftDay } from "~/feedback/lift/lift-days";
import { addDays } from "~/lib/calendar-day";
import { NO_SUMS } from "~/ml/experiments/adjusted-difference";

const START = "2026-01-05";

/** Two hundred days of first emails of a flow, a fifth of 50 people a day held out, of whom some order for 10. */
function daysOf(source: Partial<LiftDay>, holdout = 10): LiftDay[] {
  return Array.from({ length: 200 }, (_, index) => {
    const of = {
      day: addDays(START, index),
      flowId: "welcome",
      campaignId: "",
      windowDays: 30,
    } as const;
    const sums = (people: number, ordered: number) => ({
      ...NO_SUMS,
      ...{ people, ordered, net: ordered * 1_000, netSquares: ordered * 1_000 ** 2 },
    });
    return [
      { ...of, holdoutRate: 0.2, variant: "treated" as const, ...sums(40, 4), ...source },
      {
        ...of,
        holdoutRate: 0.2,
        variant: "holdout" as const,
        ...sums(holdout, index % 2),
        ...source,
      },
    ];
  }).flat();
}
const options = {
  ...{ today: addDays(START, 60), holdoutRate: 0.05, someFlowHoldsOut: false },
  attributed: [] as AttributedDay[],
};
const of30 = (days: readonly LiftDay[], change: Partial<typeof options> = {}) =>
  answerLift(days, { ...options, ...change }).filter(({ windowDays }) => windowDays === 30);

test("answers for the total first, then each flow and campaign, largest first", () => {
  const rows = [
    ...daysOf({ flowId: "vip" }).slice(0, 40),
    ...daysOf({}),
    ...daysOf({ flowId: "", campaignId: "spring" }).slice(0, 20),
  ];
  const answers = of30(rows);
  expect(answers.map((it) => [it.of, it.flowId, it.campaignId])).toEqual([
    ["total", "", ""],
    ["source", "welcome", ""],
    ["source", "vip", ""],
    ["source", "", "spring"],
  ]);
  expect(answers[0]!.people).toBe(answers.slice(1).reduce((sum, { people }) => sum + people, 0));
});

test("keeps the comparison of all email apart from the total", () => {
  const answers = of30([...daysOf({}), ...daysOf({ flowId: "" })]);
  expect(answers.map((it) => it.of)).toEqual(["total", "all_email", "source"]);
  expect(answers[0]!.people).toBe(answers[2]!.people);
});

test("attributes the revenue of the days that the look counts, to its own flow", () => {
  const day = (index: number, flowId: string, grossMinor: number) => ({
    ...{ day: addDays(START, index), flowId, campaignId: "", grossMinor, refundedMinor: 1 },
  });
  const attributed = [day(0, "welcome", 100), day(3, "vip", 50), day(50, "welcome", 900)];
  const [total, welcome] = of30(daysOf({}), { attributed });
  expect(total!.current!.attributedMinor).toBe(148);
  expect(welcome!.current!.attributedMinor).toBe(99);
});

test("expects an answer at the current rate, and at offered ones that bring it earlier", () => {
  const today = addDays(START, 38);
  const [total, welcome] = of30(daysOf({}), { holdoutRate: 0.05, today });
  const [now, ...higher] = total!.expected;
  expect(now!.rate).toBe(0.05);
  expect(higher.map(({ rate }) => rate)).toContain(0.15);
  for (const { day } of higher) expect(day! < now!.day!).toBe(true);
  expect(welcome!.expected).toEqual([]);
  const [atHalf] = of30(daysOf({}), { holdoutRate: 0.5, today });
  expect(atHalf!.expected.map(({ rate }) => rate)).toEqual([0.5]);
});

test("names a broken assignment, and shows no look at it", () => {
  const [total] = of30(daysOf({}, 5));
  expect(total).toMatchObject({ problem: { kind: "unbalanced", holdout: 1_000 }, current: null });
});

test("says of a shop without a holdout that there is nothing to compare", () => {
  expect(answerLift([], { ...options, holdoutRate: 0 })).toMatchObject([
    { of: "total", windowDays: 7, problem: { kind: "no_holdout" } },
    { of: "total", windowDays: 30, problem: { kind: "no_holdout" } },
  ]);
});

test("promises a result if only one flow has a holdout", () => {
  const [answer] = answerLift([], { ...options, holdoutRate: 0, someFlowHoldsOut: true });
  expect(answer).toMatchObject({ of: "total", problem: null, current: null });
});

test("promises a result before the first window has ended", () => {
  for (const answer of answerLift([], options)) {
    expect(answer).toMatchObject({ of: "total", problem: null, current: null, finished: null });
  }
});
