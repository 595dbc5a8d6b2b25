import { expect, test } from "vitest";
import type { LiftDay } from "~/feedback/lift/lift-days";
import { informationShare, measureLooks } from "~/feedback/lift/lift-looks";
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
