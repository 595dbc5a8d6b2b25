import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandomNumbers } from "~/ml/numerics/random";
import {
  curvatureAt,
  curvatureByRows,
  slopeAt,
  slopeByRows,
  type LabeledRows,
} from "~/ml/regression/logistic-slopes";
import { propertyRuns } from "../../support/property-runs";

/** Enough rows for blocks, usually with a remainder. */
const shapes = fc.record({
  count: fc.integer({ min: 1024, max: 1500 }),
  width: fc.integer({ min: 1, max: 64 }),
  seed: fc.integer({ min: 1, max: 1e6 }),
  /** Spread of the logits, up to probabilities of 0 or 1 to the last digit. */
  spread: fc.constantFrom(0, 0.1, 1, 30, 1000),
});

function draw({
  count,
  width,
  seed,
  spread,
}: { [key in "count" | "width" | "seed" | "spread"]: number }) {
  const random = createRandomNumbers(seed);
  const value = () => 2 * random.nextFloat() - 1;
  const rows: LabeledRows = {
    features: Float64Array.from({ length: count * width }, value),
    width,
    labels: Array.from({ length: count }, () => (random.nextFloat() < 0.4 ? 1 : 0)),
  };
  return { rows, theta: Float64Array.from({ length: width + 1 }, () => spread * value()) };
}

/** Differs only by rounding in a sum of this many numbers of this size. */
function expectNear(some: Float64Array, others: Float64Array, scale: number) {
  expect(some.length).toBe(others.length);
  some.forEach((value, n) => {
    expect(Math.abs(value - others[n]!)).toBeLessThanOrEqual(1e-12 * scale);
  });
}

describe("gradients and curvature of many rows, by blocks", () => {
  test("equal those of single rows", () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const { rows, theta } = draw(shape);
        const byBlocks = slopeAt(rows, theta, 0);
        const byRows = slopeByRows(rows, theta);
        expect(Math.abs(byBlocks.gain / byRows.gain - 1)).toBeLessThan(1e-12);
        // A logit's rounding error scales with its size, and affects its probability.
        const scale = shape.count * (1 + shape.spread);
        expectNear(byBlocks.gradient, byRows.gradient, scale);

        const size = shape.width + 1;
        const curvature = curvatureAt(rows, theta, 0);
        const lower = curvatureByRows(rows, theta);
        const full = lower.map((_, at) => {
          const [row, column] = [Math.floor(at / size), at % size];
          return lower[Math.max(row, column) * size + Math.min(row, column)]!;
        });
        expectNear(curvature, full, scale);
      }),
      { numRuns: propertyRuns(60) },
    );
  });

  test("count the penalty once, and not for the intercept", () => {
    const { rows, theta } = draw({ count: 1100, width: 3, seed: 7, spread: 1 });
    const [free, held] = [slopeAt(rows, theta, 0), slopeAt(rows, theta, 10)];
    const squares = theta.slice(1).reduce((sum, weight) => sum + weight * weight, 0);
    expect(free.gain - held.gain).toBeCloseTo(5 * squares, 8);
    free.gradient.forEach((slope, n) => {
      expect(slope - held.gradient[n]!).toBeCloseTo(n === 0 ? 0 : 10 * theta[n]!, 8);
    });
    const [loose, tight] = [curvatureAt(rows, theta, 0), curvatureAt(rows, theta, 10)];
    tight.forEach((value, at) => {
      expect(value - loose[at]!).toBeCloseTo(at % 5 === 0 && at > 0 ? 10 : 0, 8);
    });
  });

  test("do not depend on earlier calls", () => {
    const { rows, theta } = draw({ count: 1280, width: 5, seed: 3, spread: 1 });
    const before = slopeAt(rows, theta, 1);
    const broken = { ...rows, features: rows.features.map(() => NaN) };
    expect(slopeAt(broken, theta, 1).gradient).toEqual(new Float64Array(6).fill(NaN));
    expect(slopeAt(rows, theta, 1)).toEqual(before);
  });

  test("report the position of a feature that is not finite", () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 1279 }),
        fc.nat({ max: 4 }),
        fc.constantFrom(NaN, Infinity, -Infinity),
        (row, feature, value) => {
          const { rows, theta } = draw({ count: 1280, width: 5, seed: 4, spread: 1 });
          rows.features[row * 5 + feature] = value;
          expect(slopeAt(rows, theta, 0).gradient.every(Number.isFinite)).toBe(false);
        },
      ),
      { numRuns: propertyRuns(40) },
    );
  });
});
