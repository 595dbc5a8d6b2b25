import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decayByAge } from "~/ml/ranking/age-decay";
import { fitPopularity } from "~/ml/ranking/popularity";

describe("decayByAge", () => {
  test.each([
    [0, 1],
    [30, 0.5],
    [60, 0.25],
    [-5, 1],
  ])("weights an age of %d days as %d at a half-life of 30 days", (ageDays, weight) => {
    expect(decayByAge(ageDays, 30)).toBeCloseTo(weight, 12);
  });

  test("never decays at an infinite half-life", () => {
    expect(decayByAge(10_000, Infinity)).toBe(1);
  });
});

describe("fitPopularity", () => {
  test("ranks one purchase of today above an old one, and level with two old ones", () => {
    const scores = fitPopularity({
      products: 4,
      productIndices: [0, 1, 2, 2],
      agesDays: [0, 30, 30, 30],
      halfLifeDays: 30,
    });
    expect([...scores]).toEqual([1, 0.5, 1, 0]);
  });

  test("ranks the same a day later, since all scores shrink by one factor", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat({ max: 4 }), fc.nat({ max: 400 })), { maxLength: 30 }),
        fc.integer({ min: 1, max: 90 }),
        (purchases, laterDays) => {
          const at = (delay: number) =>
            fitPopularity({
              products: 5,
              productIndices: purchases.map(([product]) => product),
              agesDays: purchases.map(([, age]) => age + delay),
              halfLifeDays: 30,
            });
          const later = at(laterDays);
          at(0).forEach((score, product) => {
            expect(later[product]).toBeCloseTo(score * 2 ** (-laterDays / 30), 9);
          });
        },
      ),
    );
  });
});
