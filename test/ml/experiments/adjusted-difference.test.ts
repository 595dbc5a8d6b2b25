import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addSums,
  adjustedDifference,
  NO_SUMS,
  pooledSlope,
  type OutcomeSums,
} from "~/ml/experiments/adjusted-difference";
import { createRandomNumbers } from "~/ml/numerics/random";
import { drawNormal } from "~/ml/numerics/random-draws";

interface Subject {
  readonly treated: boolean;
  readonly x: number;
  readonly y: number;
}

const sumsOf = (people: readonly Subject[]): OutcomeSums =>
  people.reduce(
    (sums, { x, y }) =>
      addSums(sums, {
        ...{ people: 1, ordered: y === 0 ? 0 : 1, net: y, netSquares: y * y },
        ...{ predicted: x, predictedSquares: x * x, predictedNet: x * y },
      }),
    NO_SUMS,
  );

const pairOf = (people: readonly Subject[]) => ({
  treated: sumsOf(people.filter(({ treated }) => treated)),
  holdout: sumsOf(people.filter(({ treated }) => !treated)),
});

/** Ordinary least squares of y on 1, treatment and x by the normal equations, with White's HC0 sandwich variance. */
function leastSquares(people: readonly Subject[]) {
  const rows = people.map(({ treated, x }) => [1, treated ? 1 : 0, x]);
  const gram = [0, 1, 2].map((i) =>
    [0, 1, 2].map((j) => rows.reduce((sum, row) => sum + row[i]! * row[j]!, 0)),
  );
  const bread = inverse(gram);
  const right = [0, 1, 2].map((i) => rows.reduce((sum, row, n) => sum + row[i]! * people[n]!.y, 0));
  const coefficients = bread.map((row) =>
    row.reduce((sum, value, i) => sum + value * right[i]!, 0),
  );
  let variance = 0;
  rows.forEach((row, n) => {
    const residual =
      people[n]!.y - row.reduce((sum, value, i) => sum + value * coefficients[i]!, 0);
    const influence = bread[1]!.reduce((sum, value, i) => sum + value * row[i]!, 0);
    variance += (influence * residual) ** 2;
  });
  return { effect: coefficients[1]!, slope: coefficients[2]!, variance };
}

/** Gauss-Jordan elimination. */
function inverse(matrix: readonly (readonly number[])[]): number[][] {
  const size = matrix.length;
  const work = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let column = 0; column < size; column++) {
    const pivot = work[column]![column]!;
    work[column] = work[column]!.map((value) => value / pivot);
    for (let row = 0; row < size; row++) {
      if (row === column) continue;
      const factor = work[row]![column]!;
      work[row] = work[row]!.map((value, j) => value - factor * work[column]![j]!);
    }
  }
  return work.map((row) => row.slice(size));
}

/** People whose spread grows with the covariate, and whose holdout varies more by a factor. */
function drawPeople(count: number, seed: number, factor = 1): Subject[] {
  const random = createRandomNumbers(seed);
  return Array.from({ length: count }, () => {
    const treated = random.nextFloat() < 0.8;
    const x = Math.exp(drawNormal(random));
    const noise = drawNormal(random) * (0.5 + x) * (treated ? 1 : factor);
    return { treated, x, y: 3 * x + (treated ? 2 : 0) + noise };
  });
}

describe("the adjusted difference", () => {
  test("equals the coefficient of least squares", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 20, max: 200 }), (seed, count) => {
        const people = drawPeople(count, seed);
        const pair = pairOf(people);
        fc.pre(pair.holdout.people > 1 && pair.treated.people > 1);
        const fitted = leastSquares(people);
        const slope = pooledSlope([pair]);
        expect(slope).toBeCloseTo(fitted.slope, 6);
        expect(adjustedDifference(pair, slope)!.difference).toBeCloseTo(fitted.effect, 6);
      }),
      { numRuns: 25 },
    );
  });

  test("has the sandwich variance of least squares in large groups", () => {
    const people = drawPeople(20_000, 3);
    const pair = pairOf(people);
    const { variance } = adjustedDifference(pair, pooledSlope([pair]))!;
    expect(variance / leastSquares(people).variance).toBeCloseTo(1, 1);
  });

  test.each([0.6, 1.6])(
    "without a covariate has the larger of a variant's own and the common variance, at a spread of %f",
    (factor) => {
      const people = drawPeople(2_000, 5, factor).map((it) => ({ ...it, x: 0 }));
      const pair = pairOf(people);
      expect(pooledSlope([pair])).toBe(0);
      const { difference, variance } = adjustedDifference(pair, 0)!;
      const of = (treated: boolean) =>
        people.filter((it) => it.treated === treated).map(({ y }) => y);
      const mean = (ys: number[]) => ys.reduce((a, b) => a + b, 0) / ys.length;
      const squares = (ys: number[]) => ys.reduce((sum, y) => sum + (y - mean(ys)) ** 2, 0);
      const [treated, holdout] = [of(true), of(false)];
      const common = (squares(treated) + squares(holdout)) / (people.length - 2);
      const error = (ys: number[]) => Math.max(common, squares(ys) / (ys.length - 1)) / ys.length;
      expect(difference).toBeCloseTo(mean(treated) - mean(holdout), 8);
      expect(variance).toBeCloseTo(error(treated) + error(holdout), 8);
    },
  );

  test("has less variance the better the covariate predicts", () => {
    const pair = pairOf(drawPeople(2_000, 9));
    const plain = adjustedDifference(pair, 0)!.variance;
    expect(adjustedDifference(pair, pooledSlope([pair]))!.variance).toBeLessThan(0.6 * plain);
  });

  test("does not exist without people in both variants", () => {
    const [one] = drawPeople(1, 1);
    expect(
      adjustedDifference({ treated: sumsOf([one!, one!, one!]), holdout: NO_SUMS }, 0),
    ).toBeNull();
    expect(adjustedDifference({ treated: sumsOf([one!]), holdout: sumsOf([one!]) }, 0)).toBeNull();
  });
});
