import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { shapleyParts } from "~/ml/regression/shapley";
import { propertyRuns } from "../../support/property-runs";

describe("shapleyParts", () => {
  test("gives each input of a sum its own value", () => {
    const gains = [3, -1, 10];
    const valueOf = (known: number) =>
      gains.reduce((sum, gain, n) => (known & (1 << n) ? sum + gain : sum), 7);
    expect([...shapleyParts(3, valueOf)]).toEqual([
      expect.closeTo(3, 12),
      expect.closeTo(-1, 12),
      expect.closeTo(10, 12),
    ]);
  });

  test("splits an interaction equally, and gives an unused input nothing", () => {
    const parts = shapleyParts(3, (known) => ((known & 3) === 3 ? 12 : 0));
    expect([...parts]).toEqual([expect.closeTo(6, 12), expect.closeTo(6, 12), 0]);
  });

  test("returns nothing without inputs, and refuses too many", () => {
    expect(shapleyParts(0, () => 5)).toHaveLength(0);
    expect(() => shapleyParts(13, () => 0)).toThrow(RangeError);
  });

  const tables = fc.integer({ min: 1, max: 5 }).chain((players) =>
    fc.record({
      players: fc.constant(players),
      values: fc.array(fc.double({ min: -100, max: 100, noNaN: true }), {
        minLength: 1 << players,
        maxLength: 1 << players,
      }),
    }),
  );

  test("sum to the total difference, and equal the mean over all orders", () => {
    fc.assert(
      fc.property(tables, ({ players, values }) => {
        const parts = shapleyParts(players, (known) => values[known]!);
        const sum = parts.reduce((total, part) => total + part, 0);
        expect(sum).toBeCloseTo(values.at(-1)! - values[0]!, 8);
        const orders = permutations(Array.from({ length: players }, (_, n) => n));
        const mean = new Float64Array(players);
        for (const order of orders) {
          let known = 0;
          for (const player of order) {
            const next = known | (1 << player);
            mean[player]! += (values[next]! - values[known]!) / orders.length;
            known = next;
          }
        }
        parts.forEach((part, player) => expect(part).toBeCloseTo(mean[player]!, 8));
      }),
      { numRuns: propertyRuns(50) },
    );
  });
});

function permutations(of: readonly number[]): number[][] {
  if (of.length === 0) return [[]];
  return of.flatMap((first) =>
    permutations(of.filter((it) => it !== first)).map((rest) => [first, ...rest]),
  );
}
