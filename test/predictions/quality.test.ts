import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isProven, isWorse, logLossesOf, skillOf } from "~/predictions/quality";

const skill = (value: number, error = 0.01) => ({ skill: { skill: value, error } });

describe("skillOf", () => {
  test("is 0 against itself, 1 without any loss, and negative when the baseline is better", () => {
    expect(skillOf([1, 2, 3], [1, 2, 3])).toEqual({ skill: 0, error: 0 });
    expect(skillOf([0, 0], [1, 1])?.skill).toBe(1);
    expect(skillOf([2, 2], [1, 1])?.skill).toBe(-1);
  });

  test("is null without rows, or against a perfect baseline", () => {
    expect(skillOf([], [])).toBeNull();
    expect(skillOf([1, 1], [0, 0])).toBeNull();
  });

  test("equals 1 − sum / sum", () => {
    const loss = fc.double({ min: 0.01, max: 10, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(loss, loss), { minLength: 2, maxLength: 30 }), (rows) => {
        const sum = (of: 0 | 1) => rows.reduce((total, row) => total + row[of], 0);
        const measured = skillOf(
          rows.map(([own]) => own),
          rows.map(([, base]) => base),
        );
        expect(measured?.skill).toBeCloseTo(1 - sum(0) / sum(1), 8);
      }),
    );
  });
});

describe("isWorse", () => {
  test.each([
    ["is better", skill(0.3), skill(0.2), false],
    ["is worse by no more than chance", skill(0.18), skill(0.2), false],
    ["is worse by more than chance", skill(0.1), skill(0.2), true],
    ["cannot be tried any more", { skill: null }, skill(0.2), true],
    ["follows one that could not be tried", skill(-0.5), { skill: null }, false],
  ])("is correct for a fit that %s", (_what, next, previous, worse) => {
    expect(isWorse(next, previous)).toBe(worse);
  });
});

describe("isProven", () => {
  test("requires twice the standard error", () => {
    expect(isProven(skill(0.03))).toBe(true);
    expect(isProven(skill(0.02))).toBe(false);
    expect(isProven({ skill: null })).toBe(false);
  });
});

test("logLossesOf uses the probability of the outcome, and clips certainties", () => {
  const [right, wrong, sure] = logLossesOf([0.8, 0.8, 1], [1, 0, 0]);
  expect(right).toBeCloseTo(-Math.log(0.8), 12);
  expect(wrong).toBeCloseTo(-Math.log(0.2), 12);
  expect(sure).toBeLessThan(40);
});
