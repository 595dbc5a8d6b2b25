import { expect, test } from "vitest";
import { createRandomNumbers } from "~/ml/numerics/random";
import { addLaplaceNoise, laplaceNoiseVariance } from "~/ml/privacy/laplace-mechanism";
import { affordableAt, epsilonSpent } from "~/ml/privacy/privacy-budget";

const day = (n: number) => new Date(Date.UTC(2026, 0, 1 + n));
const losses = [
  { at: day(0), epsilon: 0.5 },
  { at: day(100), epsilon: 0.25 },
];

test("the losses of a year add up, and expire after it", () => {
  expect(epsilonSpent(losses.slice(0, 1), day(99))).toBe(0.5);
  expect(epsilonSpent(losses, day(364))).toBe(0.75);
  expect(epsilonSpent(losses, day(365))).toBe(0.25);
  expect(epsilonSpent(losses, day(465))).toBe(0);
});

test("the next publication waits until the year's budget has room for it", () => {
  expect(affordableAt(losses, 0.25, day(200))).toEqual(day(200));
  expect(affordableAt(losses, 0.75, day(200))).toEqual(day(365));
  expect(affordableAt(losses, 1, day(200))).toEqual(day(465));
  expect(affordableAt([], 1, day(0))).toEqual(day(0));
});

test("the noise of ε has scale 2 / ε, so replacing one person costs ε", () => {
  // (2 e^(−1/2)) / (1 − e^(−1/2))² for ε = 1.
  expect(laplaceNoiseVariance(1)).toBeCloseTo(7.8354, 4);
  const noisy = addLaplaceNoise(new Int32Array(5_000).fill(7), 0.5, createRandomNumbers(1));
  const mean = noisy.reduce((sum, it) => sum + it, 0) / noisy.length;
  expect(Math.abs(mean - 7)).toBeLessThan(0.25);
  const squares = noisy.reduce((sum, it) => sum + (it - 7) ** 2, 0) / noisy.length;
  expect(Math.abs(squares / laplaceNoiseVariance(0.5) - 1)).toBeLessThan(0.1);
});

test("rejects an ε whose noise would not be exact", () => {
  const add = (epsilon: number) =>
    addLaplaceNoise(new Int32Array(1), epsilon, createRandomNumbers(1));
  expect(() => add(0)).toThrow(RangeError);
  expect(() => add(1 / 3)).toThrow(RangeError);
});
