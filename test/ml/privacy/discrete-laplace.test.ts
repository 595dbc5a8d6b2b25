import { describe, expect, test } from "vitest";
import { createRandomNumbers } from "~/ml/numerics/random";
import {
  discreteLaplaceVariance,
  drawDiscreteLaplace,
  drawsExponential,
  type RandomIntegers,
} from "~/ml/privacy/discrete-laplace";

const MIN_PROBABILITY = 1e-7;

/**
 * The probabilities of a sampler's results, by following each sequence of uniform integers that is likelier than 1e-7.
 * What remains is returned as `left`.
 */
function probabilitiesOf<T>(sample: (random: RandomIntegers) => T) {
  const found = new Map<T, number>();
  let left = 0;
  const follow = (tape: readonly number[], probability: number): void => {
    if (probability < MIN_PROBABILITY) {
      left += probability;
      return;
    }
    let at = 0;
    let choices = 0;
    const nextInteger = (below: number) => {
      if (at < tape.length) return tape[at++]!;
      choices = below;
      throw new RangeError("the tape ends");
    };
    try {
      const result = sample({ nextInteger });
      found.set(result, (found.get(result) ?? 0) + probability);
    } catch (error) {
      if (choices === 0) throw error;
      for (let it = 0; it < choices; it++) follow([...tape, it], probability / choices);
    }
  };
  follow([], 1);
  return { found, left };
}

/** By the definition of the distribution. */
const laplaceOf = (x: number, scale: number) =>
  Math.tanh(1 / (2 * scale)) * Math.exp(-Math.abs(x) / scale);

test.each([
  [0, 1],
  [1, 3],
  [1, 2],
  [1, 1],
])("is true with the probability exp(−%i/%i)", (over, under) => {
  const { found, left } = probabilitiesOf((random) => drawsExponential({ over, under }, random));
  const miss = (found.get(true) ?? 0) - Math.exp(-over / under);
  expect(miss).toBeLessThanOrEqual(1e-12);
  expect(-miss).toBeLessThanOrEqual(left + 1e-12);
});

describe.each([
  { over: 1, under: 1 },
  { over: 2, under: 1 },
])("the discrete Laplace distribution of scale $over/$under", (scale) => {
  const { found, left } = probabilitiesOf((random) => drawDiscreteLaplace(scale, random));
  const b = scale.over / scale.under;

  test("has the probabilities of its definition", () => {
    expect(left).toBeLessThan(0.04);
    for (let x = -4; x <= 4; x++) {
      const miss = (found.get(x) ?? 0) - laplaceOf(x, b);
      expect(miss).toBeLessThanOrEqual(1e-12);
      expect(-miss).toBeLessThanOrEqual(left + 1e-12);
    }
  });

  test("moved by one, has probabilities that are exp(1 / scale) times as large, within what is left", () => {
    for (let x = -3; x < 3; x++) {
      const ratio = Math.log(found.get(x)! / found.get(x + 1)!);
      expect(Math.abs(Math.abs(ratio) - 1 / b)).toBeLessThan(0.06);
    }
  });
});

test("draws of a scale that is reduced to 2 have its distribution, by chi-square", () => {
  const random = createRandomNumbers(105);
  const draws = 20_000;
  const counted = new Map<number, number>();
  let squares = 0;
  for (let n = 0; n < draws; n++) {
    const x = drawDiscreteLaplace({ over: 2_000, under: 1_000 }, random);
    counted.set(x, (counted.get(x) ?? 0) + 1);
    squares += x * x;
  }
  const variance = discreteLaplaceVariance({ over: 2, under: 1 });
  expect(Math.abs(squares / draws / variance - 1)).toBeLessThan(0.06);
  let chiSquare = 0;
  for (let x = -8; x <= 8; x++) {
    const expected = draws * laplaceOf(x, 2);
    chiSquare += ((counted.get(x) ?? 0) - expected) ** 2 / expected;
  }
  // 17 cells: .999 of samples are below 39.
  expect(chiSquare).toBeLessThan(39);
});
