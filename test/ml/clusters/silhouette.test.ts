import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandomNumbers } from "~/ml/numerics/random";
import { fitClusters, silhouetteOf } from "~/ml/clusters/silhouette";

const line = (values: readonly number[]) => ({ values: Float64Array.from(values), width: 1 });

describe("silhouetteOf", () => {
  test("is near 1 for distant clusters, and below 0 for misassigned points", () => {
    const heaps = line([0, 1, 100, 101]);
    expect(silhouetteOf(heaps, Int32Array.of(0, 0, 1, 1))).toBeCloseTo(0.99, 3);
    expect(silhouetteOf(heaps, Int32Array.of(0, 1, 0, 1))).toBeLessThan(-0.4);
  });

  test("agrees with the definition for each point", () => {
    const labeled = fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.nat({ max: 2 })), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(labeled, (rows) => {
        const clusters = [...new Set(rows.map(([, cluster]) => cluster))];
        const meanDistance = (n: number, cluster: number) => {
          const others = rows.filter(([, c], m) => c === cluster && m !== n);
          return others.reduce((sum, [x]) => sum + Math.abs(x - rows[n]![0]), 0) / others.length;
        };
        const widths = rows.map(([, own], n) => {
          if (clusters.length < 2 || rows.filter(([, c]) => c === own).length === 1) return 0;
          const a = meanDistance(n, own);
          const b = Math.min(...clusters.filter((c) => c !== own).map((c) => meanDistance(n, c)));
          return a === b ? 0 : (b - a) / Math.max(a, b);
        });
        const expected = widths.reduce((sum, width) => sum + width, 0) / Math.max(1, rows.length);
        const clusterOf = Int32Array.from(rows, ([, cluster]) => cluster);
        expect(silhouetteOf(line(rows.map(([x]) => x)), clusterOf)).toBeCloseTo(expected, 10);
      }),
    );
  });

  test("is 0 for one cluster and for identical points", () => {
    expect(silhouetteOf(line([1, 2, 3]), Int32Array.of(0, 0, 0))).toBe(0);
    expect(silhouetteOf(line([5, 5, 5, 5]), Int32Array.of(0, 0, 1, 1))).toBe(0);
    expect(silhouetteOf(line([]), new Int32Array(0))).toBe(0);
  });
});

describe("fitClusters", () => {
  const heaps = (count: number, each: number) => {
    const random = createRandomNumbers(3);
    return line(
      Array.from({ length: count * each }, (_, n) => 50 * (n % count) + random.nextFloat()),
    );
  };
  const fit = (points: ReturnType<typeof line>) =>
    fitClusters(points, { ks: [2, 3, 4, 5, 6], restarts: 10 }, createRandomNumbers(1));

  test.each([2, 3, 4, 5])("finds %i clusters", (count) => {
    expect(fit(heaps(count, 20))?.centers).toHaveLength(count);
  });

  test("finds the clusters of many points from a sample", () => {
    const found = fit(heaps(3, 1500));
    expect(found?.centers).toHaveLength(3);
    expect(found?.silhouette).toBeGreaterThan(0.95);
  });

  test("returns null without separate clusters", () => {
    expect(fit(line([]))).toBeNull();
    expect(fit(line([1]))).toBeNull();
    expect(fit(line([2, 2, 2, 2]))).toBeNull();
  });
});
