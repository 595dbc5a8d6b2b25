import { expect, test } from "vitest";
import { expectAnswer } from "~/feedback/lift/answer-date";
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
  ...{ today: addDays(START, 60), holdoutRate: 0.05, baselineRate: 0.1, someFlowHoldsOut: false },
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

test("expects the answer about the baseline group at its current size", () => {
  const today = addDays(START, 38);
  const rows = daysOf({ flowId: "", campaignId: "baseline" });
  const withoutEmail = rows
    .filter(({ variant }) => variant === "holdout")
    .map((row) => ({ ...row, variant: "no_email" as const }));
  const expectedAt = (baselineRate: number, days = rows) =>
    of30(days, { baselineRate, today }).find(({ of }) => of === "baseline")!.expected;
  const [now, ...others] = expectedAt(0.2);
  expect(now).toMatchObject({ rate: 0.2, day: expect.stringMatching(/^2026-/) as string });
  expect(others).toEqual([]);
  expect(expectedAt(0.3)[0]!.day! < now!.day!).toBe(true);
  expect(expectedAt(0.2, [...rows, ...withoutEmail])).toEqual([now]);
  expect(expectedAt(0)).toEqual([]);
});

test("names a broken assignment, and shows no look at it", () => {
  const [total] = of30(daysOf({}, 5));
  expect(total).toMatchObject({
    ...{ problem: { kind: "unbalanced", holdout: 1_000 }, current: null, finished: null },
    expected: [],
  });
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

test("counts the people of one window only", () => {
  const [seven, ofSeven, thirty] = answerLift(
    [...daysOf({ windowDays: 7 }).slice(0, 40), ...daysOf({}).slice(0, 60)],
    options,
  );
  expect(seven).toMatchObject({ of: "total", windowDays: 7, people: 1_000 });
  expect(ofSeven).toMatchObject({ of: "source", windowDays: 7, people: 1_000 });
  expect(thirty).toMatchObject({ of: "total", windowDays: 30, people: 1_500 });
});

test("looks at days whose whole window is over, in the store's days", () => {
  const lookOn = (today: number) => of30(daysOf({}), { today: addDays(START, today) })[0]!.current;
  expect(lookOn(30)).toBeNull();
  expect(lookOn(58)!.to).toBe(addDays(START, 21));
  expect(lookOn(59)!.to).toBe(addDays(START, 28));
});

test("attributes revenue from the first to the last day of a look, inclusive", () => {
  const day = (index: number, source: Partial<AttributedDay> = {}) => ({
    ...{ day: addDays(START, index), flowId: "welcome", campaignId: "", refundedMinor: 0 },
    ...{ grossMinor: 10 ** (index + 1) },
    ...source,
  });
  const today = addDays(START, 38);
  const attributed = [
    ...[day(-1), day(0), day(7), day(8)],
    // A campaign's emails have no flow; an email about the account has neither.
    ...[day(1, { flowId: "", campaignId: "spring" }), day(2, { flowId: "" })],
  ];
  const rows = [...daysOf({}), ...daysOf({ flowId: "", campaignId: "spring" })];
  const [total, ...sources] = of30(rows, { attributed, today });
  expect(total!.current!.to).toBe(addDays(START, 7));
  expect(total!.current!.attributedMinor).toBe(10 + 100 + 10 ** 8);
  expect(sources.map((it) => [it.flowId, it.current!.attributedMinor])).toEqual([
    ["welcome", 10 + 10 ** 8],
    ["", 100],
  ]);
});

test("expects the answer from the information so far and the people of the last four weeks", () => {
  // Half as many people in the first fifty days, none held out in a flow that is not compared.
  const rows = daysOf({}).map((row) =>
    row.day < addDays(START, 50)
      ? { ...row, people: row.people / 2, ordered: row.ordered / 2, net: row.net / 2 }
      : row,
  );
  const notCompared = daysOf({ flowId: "vip", holdoutRate: 0 }).filter(
    ({ variant }) => variant === "treated",
  );
  const today = addDays(START, 94);
  const [total] = of30([...rows, ...notCompared], { holdoutRate: 0.2, today });
  const { fraction, to, from } = total!.current!;
  const index = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  expect(index).toBeGreaterThan(50);
  const treated = 20 * 50 + 40 * (index - 49);
  // Of the 28 days, those from day 50 on have 50 people; the flow without a holdout has 40 on each.
  const full = index - 49;
  const peoplePerDay = (full * 50 + (28 - full) * 25) / 28 + 40;
  const progress = {
    ...{ fraction, treated, spread: treated / 0.2, peoplePerDay, to },
    windowDays: 30,
  };
  expect(total!.expected.map(({ rate }) => rate)).toContain(0.2);
  for (const { rate, day } of total!.expected) expect(day).toBe(expectAnswer(progress, rate));
});

test("offers only higher rates with an earlier answer, and none where nobody is held out", () => {
  const today = addDays(START, 38);
  const rows = daysOf({});
  const ratesAt = (holdoutRate: number) =>
    of30(rows, { holdoutRate, today })[0]!.expected.map(({ rate }) => rate);
  expect(ratesAt(0)).toEqual([]);
  expect(ratesAt(0.15)).toEqual([0.15, 0.3]);
  expect(ratesAt(0.3)).toEqual([0.3]);
  // So few people that only a larger holdout gives an answer within three years.
  const few = rows.map((row) => ({
    ...{ ...row, people: row.people / 5, ordered: row.ordered / 5 },
    ...{ net: row.net / 5, netSquares: row.netSquares / 5 },
  }));
  const [total] = of30(few, { holdoutRate: 0.01, today });
  expect(total!.expected[0]).toEqual({ rate: 0.01, day: null });
  expect(total!.expected.slice(1).every(({ day }) => day !== null)).toBe(true);
  expect(total!.expected.length).toBeGreaterThan(1);
});
