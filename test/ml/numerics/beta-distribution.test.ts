import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { betaCdf, betaMean, betaQuantile, betaVariance } from "~/ml/numerics/beta-distribution";
import { propertyRuns } from "../../support/property-runs";

const shape = fc.double({ min: 0.2, max: 500, noNaN: true });
const inside = fc.double({ min: 0.001, max: 0.999, noNaN: true });

describe("betaCdf", () => {
  test("is x for the uniform distribution, and x^a for b = 1", () => {
    expect(betaCdf({ a: 1, b: 1 }, 0.3)).toBeCloseTo(0.3, 12);
    expect(betaCdf({ a: 3, b: 1 }, 0.5)).toBeCloseTo(0.125, 12);
  });

  test("is the probability of a or more successes in a + b − 1 trials, for integers", () => {
    const whole = fc.integer({ min: 1, max: 12 });
    fc.assert(
      fc.property(whole, whole, inside, (a, b, x) => {
        const draws = a + b - 1;
        let tail = 0;
        for (let hits = a; hits <= draws; hits++) {
          tail += choose(draws, hits) * x ** hits * (1 - x) ** (draws - hits);
        }
        expect(betaCdf({ a, b }, x)).toBeCloseTo(tail, 10);
      }),
    );
  });

  test("is symmetric and monotonic, and ends at 0 and 1", () => {
    fc.assert(
      fc.property(shape, shape, inside, inside, (a, b, x, y) => {
        expect(betaCdf({ a, b }, x) + betaCdf({ a: b, b: a }, 1 - x)).toBeCloseTo(1, 10);
        const [low, high] = x < y ? [x, y] : [y, x];
        expect(betaCdf({ a, b }, low)).toBeLessThanOrEqual(betaCdf({ a, b }, high) + 1e-11);
      }),
    );
    expect(betaCdf({ a: 2, b: 5 }, 0)).toBe(0);
    expect(betaCdf({ a: 2, b: 5 }, 1)).toBe(1);
  });
});

describe("betaQuantile", () => {
  test("inverts the distribution, also for tiny probabilities", () => {
    fc.assert(
      fc.property(shape, fc.double({ min: 1, max: 1e5, noNaN: true }), inside, (a, b, share) => {
        expect(betaCdf({ a, b }, betaQuantile({ a, b }, share))).toBeCloseTo(share, 8);
      }),
    );
  });

  test("matches SciPy's 95% interval of 5 in 20 with a flat prior", () => {
    // scipy.stats.beta.ppf([.025, .975], 6, 16)
    expect(betaQuantile({ a: 6, b: 16 }, 0.025)).toBeCloseTo(0.1128094, 7);
    expect(betaQuantile({ a: 6, b: 16 }, 0.975)).toBeCloseTo(0.47165983, 7);
  });
});

test("mean and variance match numerical integration", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1, max: 30, noNaN: true }),
      fc.double({ min: 1, max: 30, noNaN: true }),
      (a, b) => {
        const steps = 4000;
        let mean = 0;
        let square = 0;
        for (let n = 0; n < steps; n++) {
          const x = (n + 0.5) / steps;
          const chance = betaCdf({ a, b }, (n + 1) / steps) - betaCdf({ a, b }, n / steps);
          mean += chance * x;
          square += chance * x * x;
        }
        expect(betaMean({ a, b })).toBeCloseTo(mean, 5);
        expect(betaVariance({ a, b })).toBeCloseTo(square - mean ** 2, 5);
      },
    ),
    { numRuns: propertyRuns(10) },
  );
});

function choose(n: number, k: number): number {
  let ways = 1;
  for (let m = 1; m <= k; m++) ways = (ways * (n - k + m)) / m;
  return ways;
}
