import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareRates, type RateCount } from "~/ml/experiments/compare-rates";

const count = (people: number, ordered: number): RateCount => ({ people, ordered });

const aCount = fc
  .integer({ min: 1, max: 5_000 })
  .chain((people) => fc.integer({ min: 0, max: people }).map((ordered) => count(people, ordered)));

describe("compareRates", () => {
  // Newcombe 1998, table II, method 10.
  test.each([
    [count(70, 56), count(80, 48), 0.0524, 0.3339],
    [count(10, 9), count(10, 3), 0.1705, 0.809],
    [count(7, 6), count(7, 2), 0.0582, 0.8062],
    [count(56, 5), count(29, 0), -0.0381, 0.1926],
    [count(10, 0), count(20, 0), -0.1611, 0.2775],
    [count(10, 10), count(10, 0), 0.6075, 1],
  ])("gives the published interval for %o against %o", (a, b, low, high) => {
    const compared = compareRates(a, b);
    expect(compared.low).toBeCloseTo(low, 3);
    expect(compared.high).toBeCloseTo(high, 3);
  });

  test("gives the opposite difference for swapped groups, within its interval", () => {
    fc.assert(
      fc.property(aCount, aCount, (a, b) => {
        const [ab, ba] = [compareRates(a, b), compareRates(b, a)];
        expect(ab.difference).toBeCloseTo(-ba.difference, 12);
        expect(ab.low).toBeCloseTo(-ba.high, 12);
        expect(ab.low).toBeLessThanOrEqual(ab.difference);
        expect(ab.high).toBeGreaterThanOrEqual(ab.difference);
      }),
    );
  });
});
