import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitPoissonRegression, type CountRow } from "~/ml/regression/poisson-regression";

const WIDE = { mean: 0, deviation: 100 };
const row = (values: number[], count: number, weight = 1): CountRow => ({ values, count, weight });

describe("fitPoissonRegression", () => {
  test("is the prior without rows", () => {
    const { mean, covariance } = fitPoissonRegression(
      [],
      [
        { mean: 0.3, deviation: 0.5 },
        { mean: -1, deviation: 2 },
      ],
    );
    expect(mean).toEqual([0.3, -1]);
    expect(covariance).toEqual([0.25, 0, 0, 4]);
  });

  test("finds the logarithms of two rates and their ratio with wide priors", () => {
    const rows = [
      ...Array.from({ length: 40 }, (_, n) => row([1, 0], n < 8 ? 1 : 0)),
      ...Array.from({ length: 40 }, (_, n) => row([1, 1], n < 16 ? 1 : 0)),
    ];
    const { mean, covariance } = fitPoissonRegression(rows, [WIDE, WIDE]);
    expect(mean[0]).toBeCloseTo(Math.log(0.2), 3);
    expect(mean[1]).toBeCloseTo(Math.log(2), 3);
    // The variance of a log ratio of two counts is the sum of their reciprocals.
    expect(covariance[3]).toBeCloseTo(1 / 8 + 1 / 16, 3);
  });

  test("takes a weight as that many equal rows", () => {
    const prior = [
      { mean: -1, deviation: 1 },
      { mean: 0, deviation: 0.5 },
    ];
    const once = [row([1, 0.5], 1), row([1, -1], 0), row([1, 2], 3)];
    const weighted = fitPoissonRegression(
      once.map((it) => ({ ...it, weight: 3 })),
      prior,
    );
    const repeated = fitPoissonRegression([...once, ...once, ...once], prior);
    weighted.mean.forEach((it, n) => expect(it).toBeCloseTo(repeated.mean[n]!, 6));
    weighted.covariance.forEach((it, n) => expect(it).toBeCloseTo(repeated.covariance[n]!, 6));
  });

  test("stands at the top of the posterior, and is never less certain than the prior", () => {
    const number = fc.double({ min: -2, max: 2, noNaN: true });
    const rows = fc.array(fc.tuple(number, number, fc.nat(4)), { maxLength: 30 });
    fc.assert(
      fc.property(rows, (drawn) => {
        const its = drawn.map(([a, b, count]) => row([1, a, b], count));
        const prior = [-1, 0, 0].map((mean) => ({ mean, deviation: 0.8 }));
        const { mean, covariance } = fitPoissonRegression(its, prior);
        prior.forEach((it, n) => {
          const slope = its.reduce(
            (sum, { values, count }) =>
              sum +
              values[n]! * (count - Math.exp(values.reduce((s, v, m) => s + v * mean[m]!, 0))),
            (it.mean - mean[n]!) / it.deviation ** 2,
          );
          expect(Math.abs(slope)).toBeLessThan(1e-2);
          expect(covariance[n * 3 + n]).toBeLessThanOrEqual(0.8 ** 2 + 1e-9);
        });
      }),
    );
  });

  test("refuses values that are not finite", () => {
    expect(() => fitPoissonRegression([row([Number.NaN], 1)], [WIDE])).toThrow(RangeError);
  });
});
