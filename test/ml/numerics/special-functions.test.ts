import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { digamma, hypergeometric2F1, logGamma } from "~/ml/numerics/special-functions";

const positive = fc.double({ min: 1e-3, max: 200, noNaN: true });

describe("special functions", () => {
  test("return factorials, and the values of Γ and ψ at one half and at one", () => {
    let factorial = 1;
    for (let n = 1; n < 20; n++) {
      expect(logGamma(n)).toBeCloseTo(Math.log(factorial), 10);
      factorial *= n;
    }
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 12);
    expect(digamma(1)).toBeCloseTo(-0.5772156649015329, 12);
    expect(digamma(0.5)).toBeCloseTo(-0.5772156649015329 - 2 * Math.LN2, 12);
  });

  test("satisfy the recurrences of Γ and ψ", () => {
    fc.assert(
      fc.property(positive, (x) => {
        expect(logGamma(x + 1) - logGamma(x)).toBeCloseTo(Math.log(x), 8);
        expect(digamma(x + 1) - digamma(x)).toBeCloseTo(1 / x, 7);
      }),
    );
  });

  test("return ψ as the derivative of ln Γ", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 50, noNaN: true }), (x) => {
        const h = 1e-5 * x;
        expect(digamma(x)).toBeCloseTo((logGamma(x + h) - logGamma(x - h)) / (2 * h), 4);
      }),
    );
  });

  test("match closed forms of ₂F₁", () => {
    expect(hypergeometric2F1(0.5, 3, 2, 0)).toBe(1);
    fc.assert(
      fc.property(
        fc.double({ min: 1e-4, max: 0.95, noNaN: true }),
        fc.double({ min: 0.1, max: 5, noNaN: true }),
        (z, a) => {
          expect(hypergeometric2F1(a, 2, 2, z) * (1 - z) ** a).toBeCloseTo(1, 8);
          expect(hypergeometric2F1(1, 1, 2, z)).toBeCloseTo(-Math.log1p(-z) / z, 8);
        },
      ),
    );
  });
});
