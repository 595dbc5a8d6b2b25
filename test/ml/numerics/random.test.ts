import { describe, expect, test } from "vitest";
import { createRandomNumbers } from "~/ml/numerics/random";

describe("createRandomNumbers", () => {
  test("gives the same stream for the same seed, and another one for another", () => {
    const stream = (seed: number) => {
      const random = createRandomNumbers(seed);
      return Array.from({ length: 5 }, () => random.nextFloat());
    };
    expect(stream(7)).toEqual(stream(7));
    expect(stream(7)).not.toEqual(stream(8));
  });

  test("distributes floats evenly over [0, 1)", () => {
    const random = createRandomNumbers(1);
    const tenths = new Array<number>(10).fill(0);
    for (let draw = 0; draw < 100_000; draw++) {
      const tenth = Math.floor(random.nextFloat() * 10);
      tenths[tenth] = (tenths[tenth] ?? NaN) + 1;
    }
    // Pearson's chi-squared with 9 degrees of freedom: above 27.9 one time in a thousand.
    const chiSquared = tenths.reduce((sum, n) => sum + (n - 10_000) ** 2 / 10_000, 0);
    expect(chiSquared).toBeLessThan(27.9);
  });

  test("draws all integers below the bound about equally often", () => {
    const random = createRandomNumbers(2);
    const counts = new Map<number, number>();
    for (let draw = 0; draw < 30_000; draw++) {
      const n = random.nextInteger(3);
      counts.set(n, (counts.get(n) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual([0, 1, 2]);
    for (const count of counts.values()) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });

  test("is unbiased for a bound near the generator's range", () => {
    const random = createRandomNumbers(3);
    const below = 3 * 2 ** 30;
    let lower = 0;
    for (let draw = 0; draw < 10_000; draw++) if (random.nextInteger(below) < below / 2) lower++;
    // A plain remainder would put 2/3 of the draws there.
    expect(Math.abs(lower - 5_000)).toBeLessThan(250);
  });
});
