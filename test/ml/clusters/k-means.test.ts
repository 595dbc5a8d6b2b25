import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitKMeans, nearestCenter, squaredDistance, type KMeans } from "~/ml/clusters/k-means";
import { createRandomNumbers } from "~/ml/numerics/random";
import { propertyRuns } from "../../support/property-runs";

const points = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 })), {
  minLength: 1,
  maxLength: 12,
});

const toPoints = (rows: readonly (readonly number[])[]) => ({
  values: Float64Array.from(rows.flat()),
  width: 2,
});

const fit = (rows: readonly (readonly number[])[], k: number, restarts = 10, seed = 1): KMeans =>
  fitKMeans(toPoints(rows), { k, restarts }, createRandomNumbers(seed));

/** Which points are grouped together, for any cluster numbering. */
const partition = ({ clusterOf }: KMeans) =>
  [...clusterOf].map((cluster) => clusterOf.indexOf(cluster));

describe("fitKMeans", () => {
  test("finds three separate clusters", () => {
    const heaps = [
      [0, 0],
      [0, 1],
      [9, 9],
      [9, 8],
      [0, 9],
      [1, 9],
    ];
    const found = fit(heaps, 3);
    expect(partition(found)).toEqual([0, 0, 2, 2, 4, 4]);
    expect(found.inertia).toBe(1.5);
  });

  test("finds the minimal inertia for few points, with enough starts", () => {
    fc.assert(
      fc.property(points, fc.integer({ min: 1, max: 3 }), (rows, k) => {
        const few = rows.slice(0, 7);
        expect(fit(few, k, 60).inertia).toBeCloseTo(minInertia(few, k), 8);
      }),
      { numRuns: propertyRuns(60) },
    );
  });

  test("assigns each point to its nearest center, and centers each cluster", () => {
    fc.assert(
      fc.property(points, fc.integer({ min: 1, max: 5 }), (rows, k) => {
        const found = fit(rows, k, 1);
        const { values, width } = toPoints(rows);
        found.clusterOf.forEach((cluster, row) => {
          const nearest = nearestCenter(found, values, row);
          expect(squaredDistance(values, row, found.centers, cluster, width)).toBe(
            squaredDistance(values, row, found.centers, nearest, width),
          );
        });
        for (let cluster = 0; cluster < found.centers.length / 2; cluster++) {
          const own = rows.filter((_, row) => found.clusterOf[row] === cluster);
          if (own.length === 0) continue;
          const middle = own.reduce((sum, [x]) => sum + x, 0) / own.length;
          expect(found.centers[2 * cluster]).toBeCloseTo(middle, 9);
        }
      }),
    );
  });

  test("does not depend on the origin", () => {
    fc.assert(
      fc.property(points, (rows) => {
        // Of two equally good partitions, rounding may choose the other.
        const moved = rows.map(([x, y]) => [x + 64, y - 32]);
        expect(fit(moved, 3, 100).inertia).toBeCloseTo(fit(rows, 3, 100).inertia, 6);
      }),
    );
  });

  test("is deterministic per seed, and not worse with more starts", () => {
    fc.assert(
      fc.property(points, fc.nat(), (rows, seed) => {
        expect(fit(rows, 3, 5, seed)).toEqual(fit(rows, 3, 5, seed));
        expect(fit(rows, 3, 5, seed).inertia).toBeLessThanOrEqual(fit(rows, 3, 1, seed).inertia);
      }),
    );
  });

  test("has no more clusters than distinct points", () => {
    const found = fit([[1, 1], [1, 1], [2, 2]], 5); // oxfmt-ignore
    expect(found.centers).toHaveLength(4);
    expect(found.inertia).toBe(0);
    expect(fit([], 3)).toMatchObject({ inertia: 0, clusterOf: new Int32Array(0) });
    expect(fit([[4, 2]], 1).centers).toEqual(Float64Array.of(4, 2));
  });
});

/** Tries every partition of the points into `k` clusters. */
function minInertia(rows: readonly (readonly number[])[], k: number): number {
  let min = Infinity;
  for (let way = 0; way < k ** rows.length; way++) {
    const heaps: number[][][] = Array.from({ length: k }, () => []);
    rows.forEach((row, n) => heaps[Math.floor(way / k ** n) % k]!.push([...row]));
    min = Math.min(
      min,
      heaps.reduce((sum, heap) => sum + scatterOf(heap), 0),
    );
  }
  return min;
}

function scatterOf(heap: readonly (readonly number[])[]): number {
  const mean = [0, 1].map((n) => heap.reduce((sum, row) => sum + row[n]!, 0) / heap.length);
  return heap.reduce((sum, [x, y]) => sum + (x! - mean[0]!) ** 2 + (y! - mean[1]!) ** 2, 0);
}
