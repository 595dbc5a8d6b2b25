import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sharedPrior, splitByShares } from "~/ml/experiments/arms";
import { bestArm, planTest } from "~/ml/experiments/test-then-commit";
import { allocateByThompson, probabilitiesToBeBest } from "~/ml/experiments/thompson-sampling";
import { createRandomNumbers } from "~/ml/numerics/random";

const PRIOR = { a: 1, b: 1 };
const options = { prior: PRIOR, draws: 4000, sharpness: 1 };

describe("splitByShares", () => {
  test("distributes the whole, each part within one of its exact share", () => {
    const shares = fc
      .array(fc.double({ min: 0, max: 9, noNaN: true }), { minLength: 1, maxLength: 8 })
      .filter((all) => all.some((share) => share > 0.01));
    fc.assert(
      fc.property(fc.nat({ max: 10_000 }), shares, (total, all) => {
        const parts = splitByShares(total, all);
        const sum = all.reduce((a, b) => a + b);
        expect(parts.reduce((a, b) => a + b)).toBe(total);
        parts.forEach((part, n) =>
          expect(Math.abs(part - (total * all[n]!) / sum)).toBeLessThanOrEqual(1),
        );
      }),
    );
  });
});

describe("chancesToBeBest", () => {
  test("equal the integral over both posteriors, for two arms", () => {
    const counts = { sends: [20, 30], clicks: [6, 5] };
    const chances = probabilitiesToBeBest(counts, options, createRandomNumbers(1));
    expect(Math.abs(chances[0]! - slowChance([7, 15], [6, 26]))).toBeLessThan(0.025);
    expect(chances[0]! + chances[1]!).toBeCloseTo(1, 9);
  });

  test("are equal for arms with the same data", () => {
    const counts = { sends: [50, 50, 50], clicks: [5, 5, 5] };
    for (const chance of probabilitiesToBeBest(counts, options, createRandomNumbers(2))) {
      expect(Math.abs(chance - 1 / 3)).toBeLessThan(0.03);
    }
  });
});

describe("allocateByThompson", () => {
  test("sends almost all to a clearly better arm, and more with a sharper allocation", () => {
    const counts = { sends: [1000, 1000], clicks: [30, 12] };
    const sent = [1, 3].map(
      (sharpness) =>
        allocateByThompson(counts, 1000, { ...options, sharpness }, createRandomNumbers(3))[1]!,
    );
    expect(sent[0]).toBeLessThan(50);
    expect(sent[1]).toBeLessThanOrEqual(sent[0]!);
  });

  test("still tries an arm with little data", () => {
    const counts = { sends: [1000, 20], clicks: [30, 0] };
    expect(allocateByThompson(counts, 1000, options, createRandomNumbers(4))[1]).toBeGreaterThan(
      50,
    );
  });

  test("allocates every email, deterministically per seed, also with one arm", () => {
    const arms = fc.array(fc.tuple(fc.nat({ max: 100 }), fc.nat({ max: 100 })), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(arms, fc.nat({ max: 500 }), fc.nat(), (rows, sends, seed) => {
        const counts = { sends: rows.map(([a, b]) => a + b), clicks: rows.map(([a]) => a) };
        const few = { prior: PRIOR, draws: 20, sharpness: 2 };
        const plan = allocateByThompson(counts, sends, few, createRandomNumbers(seed));
        expect(plan.reduce((a, b) => a + b)).toBe(sends);
        expect(allocateByThompson(counts, sends, few, createRandomNumbers(seed))).toEqual(plan);
      }),
    );
  });
});

describe("sharedPrior", () => {
  test("is the email's own rate with much data, and the default without data", () => {
    const before = { a: 2, b: 98 };
    expect(sharedPrior({ sends: [0, 0], clicks: [0, 0] }, before, 50)).toEqual({ a: 1, b: 49 });
    const { a, b } = sharedPrior({ sends: [5000, 5000], clicks: [700, 300] }, before, 50);
    expect(a / (a + b)).toBeCloseTo(0.1, 2);
    expect(a + b).toBeCloseTo(50, 9);
  });
});

describe("test-then-commit", () => {
  test("tests all lines equally and commits to the best rate, and to the first on ties", () => {
    expect([...planTest(1000, 4, 0.2)]).toEqual([50, 50, 50, 50]);
    expect([...planTest(10, 3, 1)]).toEqual([4, 3, 3]);
    expect(planTest(10, 3, 0)).toEqual(new Int32Array(3));
    expect(bestArm({ sends: [100, 50, 10], clicks: [5, 4, 0] })).toBe(1);
    expect(bestArm({ sends: [10, 10], clicks: [1, 1] })).toBe(0);
    expect(bestArm({ sends: [0, 0], clicks: [0, 0] })).toBe(0);
  });
});

/** P(first > second) of two Beta variables, by numerical integration over the first. */
function slowChance(first: readonly [number, number], second: readonly [number, number]): number {
  const steps = 2000;
  const density = ([a, b]: readonly [number, number]) => {
    const heights = Array.from({ length: steps }, (_, n) => {
      const x = (n + 0.5) / steps;
      return x ** (a - 1) * (1 - x) ** (b - 1);
    });
    const sum = heights.reduce((total, height) => total + height, 0);
    return heights.map((height) => height / sum);
  };
  const [one, other] = [density(first), density(second)];
  let below = 0;
  let chance = 0;
  one.forEach((share, n) => {
    chance += share * (below + other[n]! / 2);
    below += other[n]!;
  });
  return chance;
}
