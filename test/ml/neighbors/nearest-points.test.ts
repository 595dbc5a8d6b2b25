import fc from "fast-check";
import KNN from "ml-knn";
import { describe, expect, test } from "vitest";
import { searchNearest } from "~/ml/neighbors/nearest-points";

const cloud = fc.integer({ min: 1, max: 11 }).chain((dimensions) =>
  fc.record({
    dimensions: fc.constant(dimensions),
    points: fc.array(
      fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), {
        minLength: dimensions,
        maxLength: dimensions,
      }),
      { minLength: 1, maxLength: 30 },
    ),
    k: fc.integer({ min: 0, max: 8 }),
    shift: fc.constantFrom(0, 1e9),
  }),
);

describe("searchNearest", () => {
  test("finds the nearest on a line, ties by lower index", () => {
    const search = searchNearest({ values: Float64Array.of(0, 4, 1, -1, 9), dimensions: 1 }, 3);
    expect(search([0])).toEqual({
      indices: Int32Array.of(0, 2, 3),
      distances: Float64Array.of(0, 1, 1),
    });
    expect([...search([0], 0).indices]).toEqual([2, 3, 1]);
  });

  test("matches a full sort, also for points far from 0", () => {
    fc.assert(
      fc.property(cloud, ({ dimensions, points, k, shift }) => {
        const moved = points.map((point) => point.map((x) => x + shift));
        const search = searchNearest({ values: Float64Array.from(moved.flat()), dimensions }, k);
        const requested = moved[0]!;
        const expected = moved
          .map((point, index) => ({
            index,
            squared: point.reduce((sum, x, n) => sum + (x - requested[n]!) ** 2, 0),
          }))
          .sort((a, b) => a.squared - b.squared || a.index - b.index)
          .slice(0, k);
        const found = search(requested);
        expect([...found.indices]).toEqual(expected.map(({ index }) => index));
        found.distances.forEach((distance, n) =>
          expect(distance).toBeCloseTo(Math.sqrt(expected[n]!.squared), 9),
        );
      }),
    );
  });

  test("agrees with ml-knn", () => {
    const coordinate = (n: number) =>
      Math.sin(12.9898 * n) * 43758.5453 - Math.floor(Math.sin(12.9898 * n) * 43758.5453);
    const points = Array.from({ length: 300 }, (_, p) =>
      [0, 1, 2, 3].map((n) => coordinate(4 * p + n + 1)),
    );
    const tree = new KNN(
      points,
      points.map((_, index) => index),
      { k: 5 },
    ).kdTree;
    const search = searchNearest({ values: Float64Array.from(points.flat()), dimensions: 4 }, 5);
    for (const point of points.slice(0, 20)) {
      const theirs = tree
        .nearest(point, 5)
        .map(([, distance]) => distance)
        .sort((a, b) => a - b);
      [...search(point).distances].forEach((distance, n) =>
        expect(distance).toBeCloseTo(theirs[n]!, 9),
      );
    }
  });

  test("returns nothing for no points or k = 0", () => {
    expect(
      searchNearest({ values: new Float64Array(0), dimensions: 3 }, 2)([0, 0, 0]).indices,
    ).toHaveLength(0);
    expect(
      searchNearest({ values: Float64Array.of(1, 2), dimensions: 1 }, 0)([0]).indices,
    ).toHaveLength(0);
  });
});
