import fc from "fast-check";
import KNN from "ml-knn";
import { describe, expect, test } from "vitest";
import { createRandomNumbers } from "~/ml/numerics/random";
import { searchNearest } from "~/ml/neighbors/nearest-points";
import {
  searchByTree,
  searchPoints,
  TREE_POINTS,
} from "~/predictions/similar-customers/search-points";

const cloud = fc.integer({ min: 1, max: 10 }).chain((dimensions) =>
  fc.record({
    dimensions: fc.constant(dimensions),
    points: fc.array(
      // Integers: many points are equally distant, and some are equal.
      fc.array(fc.integer({ min: -3, max: 3 }), { minLength: dimensions, maxLength: dimensions }),
      { minLength: 1, maxLength: 40 },
    ),
    k: fc.integer({ min: 0, max: 8 }),
  }),
);

/** Every distance from `points[row]` to other points, ascending. */
function allDistances(points: readonly (readonly number[])[], row: number): number[] {
  return points
    .filter((_, other) => other !== row)
    .map((point) => Math.hypot(...point.map((x, n) => x - points[row]![n]!)))
    .sort((a, b) => a - b);
}

function normalPoints(count: number, dimensions: number) {
  const random = createRandomNumbers(count);
  const normal = () =>
    Math.sqrt(-2 * Math.log(1 - random.nextFloat())) * Math.cos(2 * Math.PI * random.nextFloat());
  return Array.from({ length: count }, () => Array.from({ length: dimensions }, normal));
}

/** Both searches keep this contract, so that a shop may grow past the threshold unnoticed. */
describe.each([
  ["ml-knn", searchByTree],
  ["the scan", searchNearest],
] as const)("%s", (_, searchBy) => {
  test("agrees with a full sort, including distant points", () => {
    fc.assert(
      fc.property(cloud, ({ dimensions, points, k }) => {
        const search = searchBy({ values: Float64Array.from(points.flat()), dimensions }, k);
        const { indices, distances } = search(points[0]!, 0);
        const expected = allDistances(points, 0).slice(0, k);
        expect(distances).toHaveLength(expected.length);
        expected.forEach((distance, n) => {
          expect(distances[n]).toBeCloseTo(distance, 9);
          const found = points[indices[n]!]!;
          expect(Math.hypot(...found.map((x, at) => x - points[0]![at]!))).toBeCloseTo(distance, 9);
        });
        expect(new Set([0, ...indices]).size).toBe(indices.length + 1);
      }),
    );
  });

  test("finds a point that is not among the points, and all of few points", () => {
    const search = searchBy({ values: Float64Array.of(0, 4, 1, -1.5), dimensions: 1 }, 9);
    expect([...search([0.9]).indices]).toEqual([2, 0, 3, 1]);
  });
});

describe("searchPoints", () => {
  test("agrees with ml-knn on both sides of the threshold", () => {
    for (const count of [TREE_POINTS, TREE_POINTS + 1]) {
      const points = normalPoints(count, 10);
      const { kdTree } = new KNN(points, [...points.keys()]);
      const values = Float64Array.from(points.flat());
      const search = searchPoints({ values, dimensions: 10 }, 5);
      for (const row of [0, 7, count - 1]) {
        const theirs = kdTree
          .nearest(points[row]!, 6)
          .map(([point]) => point[10]!)
          .filter((index) => index !== row);
        expect(new Set(search(points[row]!, row).indices)).toEqual(new Set(theirs));
      }
    }
  });

  test("returns nothing without points", () => {
    const search = searchPoints({ values: new Float64Array(0), dimensions: 3 }, 4);
    expect(search([0, 0, 0]).indices).toHaveLength(0);
  });
});
