import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitSeason, seasonalMultiplier } from "~/ml/customers/season";
import { createRandomNumbers } from "~/ml/numerics/random";
import { drawBinomial } from "~/ml/numerics/random-draws";

/** Orders of a growing store with this seasonal pattern by month. */
function orders(
  months: number,
  season: readonly number[],
  { seed = 1, level = 500, growth = 0 } = {},
) {
  const random = createRandomNumbers(seed);
  return Array.from({ length: months }, (_, n) =>
    drawBinomial(1_000_000, ((level + growth * n) * season[n % 12]!) / 1_000_000, random),
  );
}

const FLAT = new Array<number>(12).fill(1);
const CHRISTMAS = [0.8, 0.8, 0.8, 0.8, 0.8, 0.9, 0.9, 0.9, 1, 1.2, 1.6, 1.5];

describe("fitSeason", () => {
  test.each([0, 20])(
    "finds the months in which a store sells more (growth %d a month)",
    (growth) => {
      const season = fitSeason({ counts: orders(36, CHRISTMAS, { growth }), firstMonth: 0 });
      season.forEach((index, month) => {
        expect(Math.abs(index - CHRISTMAS[month]!)).toBeLessThan(0.1);
      });
    },
  );

  test("finds almost nothing when months differ by chance only", () => {
    for (let seed = 0; seed < 20; seed++) {
      const season = fitSeason({ counts: orders(24, FLAT, { seed, level: 50 }), firstMonth: 3 });
      const reach = Math.max(...season.map((index) => Math.abs(index - 1)));
      expect(reach).toBeLessThan(0.15);
    }
  });

  test("discounts a pattern seen in only one year", () => {
    const once = orders(24, FLAT, { level: 200 });
    const counts = once.with(5, once[5]! * 3);
    const raw = (counts[5]! + counts[17]!) / 2 / 200;
    expect(fitSeason({ counts, firstMonth: 0 })[5]).toBeLessThan(1 + 0.8 * (raw - 1));
  });

  test("has a mean of 1 and rotates with the starting month", () => {
    const counts = fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 24, maxLength: 40 });
    fc.assert(
      fc.property(counts, fc.nat({ max: 11 }), (some, firstMonth) => {
        const season = fitSeason({ counts: some, firstMonth });
        expect(season.reduce((sum, index) => sum + index, 0)).toBeCloseTo(12, 9);
        const january = fitSeason({ counts: some, firstMonth: 0 });
        january.forEach((index, month) =>
          expect(season[(month + firstMonth) % 12]).toBeCloseTo(index, 9),
        );
      }),
    );
  });

  test("claims nothing with less than two years, or without an order", () => {
    expect([...fitSeason({ counts: orders(23, CHRISTMAS), firstMonth: 0 })]).toEqual(FLAT);
    expect([...fitSeason({ counts: [], firstMonth: 0 })]).toEqual(FLAT);
    expect([...fitSeason({ counts: new Array<number>(24).fill(0), firstMonth: 0 })]).toEqual(FLAT);
  });
});

describe("seasonalMultiplier", () => {
  const season = Float64Array.from(CHRISTMAS);

  test("is the mean index of the days, and 1 for whole years or no days", () => {
    const days = (...entries: (readonly [month: number, days: number])[]) =>
      FLAT.map((_, month) => entries.find(([at]) => at === month)?.[1] ?? 0);
    expect(seasonalMultiplier(season, days([10, 30]))).toBeCloseTo(1.6, 12);
    expect(seasonalMultiplier(season, days([10, 15], [11, 15]))).toBeCloseTo(1.55, 12);
    expect(seasonalMultiplier(season, FLAT)).toBeCloseTo(1, 12);
    expect(seasonalMultiplier(season, days())).toBe(1);
  });
});
