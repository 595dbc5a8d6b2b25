import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitTweedie, tweedieDeviances } from "~/ml/regression/tweedie-regression";

const amounts = fc.array(fc.oneof(fc.constant(0), fc.double({ min: 1, max: 1e6, noNaN: true })), {
  minLength: 2,
  maxLength: 40,
});
const meanOf = (values: ArrayLike<number>) =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

describe("fitTweedie", () => {
  test("expects the mean amount of each kind of customer", () => {
    const features = Float64Array.of(0, 0, 0, 1, 1, 1, 1);
    const targets = [0, 0, 900, 0, 40, 100, 20];
    const [intercept, weight] = fitTweedie({ features, width: 1, targets }, 1e-9);
    expect(Math.exp(intercept!)).toBeCloseTo(300, 2);
    expect(Math.exp(intercept! + weight!)).toBeCloseTo(40, 2);
  });

  test("expects the mean amount of all where no feature differs, whatever the penalty", () => {
    fc.assert(
      fc.property(amounts, fc.double({ min: 0.1, max: 100, noNaN: true }), (targets, penalty) => {
        fc.pre(targets.some((it) => it > 0));
        const rows = { features: new Float64Array(targets.length), width: 1, targets };
        const [intercept, weight] = fitTweedie(rows, penalty);
        expect(Math.exp(intercept!) / meanOf(targets)).toBeCloseTo(1, 4);
        expect(weight).toBe(0);
      }),
    );
  });

  test("shrinks a weight by the penalty", () => {
    const rows = { features: Float64Array.of(-1, -1, 1, 1), width: 1, targets: [1, 2, 30, 50] };
    const weights = [0.01, 1, 10].map((penalty) => fitTweedie(rows, penalty)[1]!);
    expect(weights).toEqual(weights.toSorted((a, b) => b - a));
    expect(weights[2]).toBeGreaterThan(0);
  });

  test("refuses amounts of which none is above 0", () => {
    const rows = { features: new Float64Array(2), width: 1, targets: [0, 0] };
    expect(() => fitTweedie(rows, 1)).toThrow(RangeError);
  });
});

describe("tweedieDeviances", () => {
  test("are those of the definition with power 1.5", () => {
    const [expected, paid] = [
      [0.5, 1, 4],
      [0, 1.5, 1.5],
    ] as const;
    const power = 1.5;
    const definition = expected.map((mean, row) => {
      const amount = paid[row]!;
      return (
        2 *
        (amount ** (2 - power) / ((1 - power) * (2 - power)) -
          (amount * mean ** (1 - power)) / (1 - power) +
          mean ** (2 - power) / (2 - power))
      );
    });
    tweedieDeviances(expected, paid).forEach((deviance, row) =>
      expect(deviance).toBeCloseTo(definition[row]!, 9),
    );
  });

  test("have the least mean at the mean amount, and do not depend on the currency", () => {
    fc.assert(
      fc.property(amounts, fc.double({ min: 0.2, max: 5, noNaN: true }), (paid, factor) => {
        fc.pre(paid.some((it) => it > 0));
        const of = (level: number, unit = 1) =>
          meanOf(
            tweedieDeviances(
              paid.map(() => unit * level * meanOf(paid)),
              paid.map((it) => unit * it),
            ),
          );
        expect(of(factor)).toBeGreaterThanOrEqual(of(1) - 1e-9);
        expect(of(factor, 100)).toBeCloseTo(of(factor), 6);
      }),
    );
  });
});
