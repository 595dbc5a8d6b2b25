import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitLogisticRanker, scoreRow, type CandidateList } from "~/ml/ranking/logistic-ranker";
import { propertyRuns } from "../../support/property-runs";

/** Lists of [isTarget, …features]. */
function toLists(lists: number[][][]): CandidateList[] {
  return lists.map((rows) => {
    const features = rows.map(([, ...values]) =>
      values.flatMap((value, column) => (value === 0 ? [] : [{ column, value }])),
    );
    return {
      starts: Int32Array.from([
        0,
        ...features.map((_, n) => features.slice(0, n + 1).flat().length),
      ]),
      columns: Uint8Array.from(features.flat(), ({ column }) => column),
      values: Float32Array.from(features.flat(), ({ value }) => value),
      isTarget: Uint8Array.from(rows, ([flag]) => flag!),
    };
  });
}

/** The fit with a prior of 0 for each feature. */
const fit = (lists: number[][][], penalty: number) =>
  fitLogisticRanker(toLists(lists), penalty, new Float64Array((lists[0]?.[0]?.length ?? 1) - 1));

describe("fitLogisticRanker", () => {
  test("finds the log odds for a feature that separates the classes", () => {
    // The candidate with the feature is chosen in three lists of four: odds 3, so θ = ln 3.
    const taken = [
      [1, 1],
      [0, 0],
    ];
    const other = [
      [0, 1],
      [1, 0],
    ];
    const [theta] = fit([taken, taken, taken, other], 1e-9);
    expect(theta).toBeCloseTo(Math.log(3), 5);
  });

  test("has a zero gradient at its solution", () => {
    const row = fc.tuple(
      fc.integer({ min: 0, max: 1 }),
      fc.double({ min: -2, max: 2, noNaN: true }),
      fc.double({ min: -2, max: 2, noNaN: true }),
    );
    const lists = fc.array(fc.array(row, { minLength: 2, maxLength: 5 }), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(lists, (rows) => {
        const theta = fit(rows, 0.5);
        const gainAt = (at: number[]) => gain(rows, at);
        const best = gainAt([...theta]);
        for (const [a, b] of [
          [0.02, 0],
          [-0.02, 0],
          [0, 0.02],
          [0, -0.02],
        ]) {
          expect(gainAt([theta[0]! + a!, theta[1]! + b!])).toBeLessThanOrEqual(best + 1e-6);
        }
      }),
      { numRuns: propertyRuns(60) },
    );
  });

  test("is all 0 without positive examples, and finite for separable data", () => {
    const without = [
      [0, 1],
      [0, 2],
    ];
    expect([...fit([without], 1)]).toEqual([0]);
    const separable = [
      [1, 1],
      [0, 0],
    ];
    const [theta] = fit(
      Array.from({ length: 50 }, () => separable),
      1,
    );
    expect(theta).toBeGreaterThan(1);
    expect(theta).toBeLessThan(10);
  });

  test("scores a row by θ·x", () => {
    const [list] = toLists([
      [
        [0, 9, 9],
        [0, 0, 3],
        [1, 3, 1],
      ],
    ]);
    const theta = Float64Array.of(2, -1);
    expect([0, 1, 2].map((row) => scoreRow(theta, list!, row))).toEqual([9, -3, 5]);
  });
});

function gain(lists: number[][][], [a, b]: number[]): number {
  let sum = -0.25 * (a! ** 2 + b! ** 2);
  for (const rows of lists) {
    const logits = rows.map(([, x, y]) => a! * x! + b! * y!);
    const total = Math.log(logits.reduce((s, logit) => s + Math.exp(logit), 0));
    const targets = rows.filter(([flag]) => flag).length;
    rows.forEach(([flag], n) => (sum += flag ? (logits[n]! - total) / targets : 0));
  }
  return sum;
}
