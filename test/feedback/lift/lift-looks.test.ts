import { expect, test } from "vitest";
import type { LiftDay } from "~/feedback/lift/lift-days";
import { informationShare, listLooks, measureLooks } from "~/feedback/lift/lift-looks";
import { addDays } from "~/lib/calendar-day";
import { NO_SUMS } from "~/ml/experiments/adjusted-difference";

const START = "2026-01-05";

/** A day of first emails: a fifth of the people order for 100, and nobody's order depends on the email. */
function dayOf(index: number, people: number): LiftDay[] {
  const of = {
    day: addDays(START, index),
    flowId: "welcome",
    campaignId: "",
    windowDays: 30,
  } as const;
  const sums = (count: number) => ({
    ...NO_SUMS,
    ...{ people: count, ordered: count / 5, net: count * 20, netSquares: (count / 5) * 100 ** 2 },
  });
  return [
    { ...of, holdoutRate: 0.5, variant: "treated", ...sums(people) },
    { ...of, holdoutRate: 0.5, variant: "holdout", ...sums(people) },
  ];
}
const days = (count: number, people: number) =>
  Array.from({ length: count }, (_, index) => dayOf(index, people)).flat();

test("looks first at the first day, then weekly", () => {
  const rows = days(20, 10);
  for (const [last, to] of [
    [0, 0],
    [6, 0],
    [7, 7],
    [13, 7],
    [14, 14],
  ] as const) {
    expect(measureLooks(rows, addDays(START, last)).current).toMatchObject({
      ...{ from: START, to: addDays(START, to), people: 10 * (to + 1) },
    });
  }
});

test("ignores people whose window has not ended, and has no look before anyone's has", () => {
  const rows = days(20, 10);
  expect(measureLooks(rows, addDays(START, -1))).toEqual({ current: null, finished: null });
  expect(measureLooks([], START)).toEqual({ current: null, finished: null });
});

test("early intervals are wider in standard errors than late ones", () => {
  const rows = days(200, 10);
  const widthAt = (last: number) => {
    const look = measureLooks(rows, addDays(START, last)).current!;
    return (look.highMinor - look.lowMinor) / 2 / look.standardErrorMinor;
  };
  expect(widthAt(7)).toBeGreaterThan(widthAt(60));
  expect(widthAt(60)).toBeGreaterThan(1.96);
});

test("ends with the planned information, and measures later people anew", () => {
  const rows = days(60, 100);
  const { current, finished } = measureLooks(rows, addDays(START, 59));
  expect(finished!.fraction).toBeGreaterThanOrEqual(1);
  const half = (finished!.highMinor - finished!.lowMinor) / 2;
  expect(half / finished!.standardErrorMinor).toBeGreaterThan(1.96);
  expect(half / finished!.standardErrorMinor).toBeLessThan(2.16);
  expect(current!.from).toBe(addDays(finished!.to, 1));
});

test("the planned information detects a fifth of revenue four times in five", () => {
  const standardErrorMinor = (0.2 * 1_000) / (1.959964 + 0.841621);
  expect(informationShare({ revenueMinor: 1_000, standardErrorMinor })).toBeCloseTo(1, 9);
  expect(
    informationShare({ revenueMinor: 1_000, standardErrorMinor: 2 * standardErrorMinor }),
  ).toBeCloseTo(0.25, 9);
});

test("the order of the rows does not matter", () => {
  const rows = days(60, 10);
  const last = addDays(START, 45);
  const expected = measureLooks(rows, last);
  expect(measureLooks(rows.toReversed(), last)).toEqual(expected);
  expect(expected.current!.to).toBe(addDays(START, 42));
});

test("each look adds information, and none is just before the end", () => {
  const rows = days(120, 31);
  const { looks, next } = listLooks(rows, 0, addDays(START, 119));
  const fractions = looks.map(({ fraction }) => fraction);
  expect(fractions.length).toBeGreaterThan(5);
  fractions.slice(1).forEach((fraction, i) => {
    const before = fractions[i]!;
    expect(fraction).toBeGreaterThan(Math.min(before * 1.1, before + 0.05));
  });
  expect(fractions.slice(0, -1).every((fraction) => fraction <= 0.9)).toBe(true);
  expect(fractions.at(-1)!).toBeGreaterThanOrEqual(1);
  // Two rows a day: the measurement ends with its last look.
  expect(next).toBe(2 * (1 + (Date.parse(looks.at(-1)!.to) - Date.parse(START)) / 86_400_000));
  // Every week that adds enough information is looked at.
  const weekly = Array.from({ length: 18 }, (_, week) => addDays(START, 7 * week));
  const possible = weekly.filter((day) => day <= looks.at(-1)!.to);
  expect(looks.length).toBeGreaterThan(possible.length / 2);
});

test("waits with the first look until someone in both variants has ordered", () => {
  const quiet = Array.from({ length: 10 }, (_, index) =>
    dayOf(index, 10).map((row) => ({ ...row, ordered: 0, net: 0, netSquares: 0 })),
  ).flat();
  const later = Array.from({ length: 10 }, (_, index) => dayOf(index + 10, 10)).flat();
  expect(measureLooks(quiet, addDays(START, 9)).current).toBeNull();
  const { current } = measureLooks([...quiet, ...later], addDays(START, 15));
  expect(current).toMatchObject({ from: START, to: addDays(START, 14), people: 150 });
});
