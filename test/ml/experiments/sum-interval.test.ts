import { describe, expect, test } from "vitest";
import { sumInterval, type AmountSums } from "~/ml/experiments/sum-interval";
import { createRandomNumbers, type RandomNumbers } from "~/ml/numerics/random";
import { drawNormal } from "~/ml/numerics/random-draws";

const sumsOf = (amounts: readonly number[]): AmountSums => ({
  sum: amounts.reduce((total, it) => total + it, 0),
  squares: amounts.reduce((total, it) => total + it * it, 0),
  largest: Math.max(0, ...amounts),
});

test("is unknown without an amount", () => {
  expect(sumInterval(sumsOf([]))).toBeNull();
  expect(sumInterval(sumsOf([0, 0]))).toBeNull();
});

test("is Garwood's interval of a count when all amounts are equal", () => {
  const { low, high } = sumInterval(sumsOf(Array.from({ length: 10 }, () => 2)))!;
  expect(low / 2).toBeCloseTo(4.795389, 5);
  expect(high / 2).toBeCloseTo(18.390356, 5);
});

test("is the normal interval with many amounts", () => {
  const { low, high } = sumInterval(sumsOf(Array.from({ length: 40_000 }, () => 1)))!;
  expect(low).toBeCloseTo(40_000 - 1.96 * 200, -1);
  expect(high).toBeCloseTo(40_000 + 1.96 * 200, -1);
});

describe("covers the expected sum of customers who order rarely", () => {
  const SIGMA = 0.8;
  const MEAN_AMOUNT = Math.exp(SIGMA ** 2 / 2);
  const CUSTOMERS = 400;
  const draw = (expected: number, random: RandomNumbers) =>
    Array.from({ length: CUSTOMERS }, () =>
      random.nextFloat() < expected / CUSTOMERS ? Math.exp(SIGMA * drawNormal(random)) : 0,
    );

  test.each([3, 10, 40])("with %i orders expected", (expected) => {
    const random = createRandomNumbers(expected);
    const truth = expected * MEAN_AMOUNT;
    const runs = 500;
    let covered = 0;
    for (let run = 0; run < runs; run++) {
      const found = sumInterval(sumsOf(draw(expected, random)));
      // Without an order there is no interval, and no claim.
      if (found === null || (found.low <= truth && truth <= found.high)) covered++;
    }
    expect(covered / runs).toBeGreaterThan(0.93);
  });
});
