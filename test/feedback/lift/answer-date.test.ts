import { expect, test } from "vitest";
import { expectAnswer } from "~/feedback/lift/answer-date";

const progress = {
  ...{ fraction: 0.25, treated: 950, spread: 950 / 0.05, peoplePerDay: 20 },
  ...{ to: "2026-01-01", windowDays: 30 },
};

test("needs as many people again as the missing share, and their window", () => {
  // Three times the thousand people so far, at 20 a day.
  expect(expectAnswer(progress, 0.05)).toBe("2026-06-30");
});

test("comes earlier with a larger holdout", () => {
  // 1,599 people m solve .25 (950 + .85 m)² / (19,000 + .85 m / .15) = 950² / 19,000, at 20 a day.
  expect(expectAnswer(progress, 0.15)).toBe("2026-04-21");
  const start = { ...progress, fraction: 0.02 };
  expect(expectAnswer(start, 0.3)! < expectAnswer(start, 0.15)!).toBe(true);
});

test("has no date beyond three years, or when nobody comes", () => {
  expect(expectAnswer({ ...progress, peoplePerDay: 1 }, 0.05)).toBeNull();
  expect(expectAnswer({ ...progress, peoplePerDay: 0 }, 0.05)).toBeNull();
});
