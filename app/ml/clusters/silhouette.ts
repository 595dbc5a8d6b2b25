import { fitKMeans, squaredDistance, type KMeans, type ScaledPoints } from "./k-means";
import type { RandomNumbers } from "../numerics/random";

/** Up to this many points all are used; larger sets are sampled. */
const MEASURED = 1000;

/**
 * How well points fit their clusters: the mean over points of (b − a) / max(a, b), where a is the mean distance to
 * the other points of its cluster and b that to the nearest other cluster. A point
 * alone in its cluster counts 0.
 *
 * - P. Rousseeuw. Silhouettes: a graphical aid to the interpretation and validation of cluster
 *   analysis. J. Comput. Appl. Math. 20, 1987. doi:10.1016/0377-0427(87)90125-7
 *
 * Cost: time O(points² × width), memory O(clusters).
 *
 * @param clusterOf one cluster per point, from 0 @returns in [−1, 1]; 0 with fewer than two clusters
 */
export function silhouetteOf({ values, width }: ScaledPoints, clusterOf: Int32Array): number {
  const clusters = clusterOf.reduce((max, cluster) => Math.max(max, cluster + 1), 0);
  const sizes = new Int32Array(clusters);
  for (const cluster of clusterOf) sizes[cluster]!++;
  if (sizes.filter((size) => size > 0).length < 2) return 0;

  let sum = 0;
  clusterOf.forEach((own, row) => {
    if (sizes[own] === 1) return;
    const distances = new Float64Array(clusters);
    clusterOf.forEach((cluster, other) => {
      distances[cluster]! += Math.sqrt(squaredDistance(values, row, values, other, width));
    });
    const within = distances[own]! / (sizes[own]! - 1);
    const between = distances.reduce(
      (min, distance, cluster) =>
        cluster === own || sizes[cluster] === 0 ? min : Math.min(min, distance / sizes[cluster]!),
      Infinity,
    );
    const longer = Math.max(within, between);
    if (longer > 0) sum += (between - within) / longer;
  });
  return sum / clusterOf.length;
}

/** Clusters and how well they are separated. */
export interface MeasuredClusters extends KMeans {
  /** Over all points or a sample, in [−1, 1]. */
  readonly silhouette: number;
}

/**
 * Runs k-means for each number of clusters and returns the result with the highest silhouette, ties to fewer
 * clusters. Many points are measured on the same sample of 1,000.
 *
 * @param ks numbers of clusters to try, each ≥ 2, ascending
 * @returns null without separate clusters: fewer than three points, or all equal
 */
export function fitClusters(
  points: ScaledPoints,
  { ks, restarts }: { ks: readonly number[]; restarts: number },
  random: RandomNumbers,
): MeasuredClusters | null {
  const drawn = drawPoints(points.values.length / points.width, random);
  const sample = pick(points, drawn);
  let best: MeasuredClusters | null = null;
  for (const k of ks) {
    const found = fitKMeans(points, { k, restarts }, random);
    const clusterOf = Int32Array.from(drawn, (row) => found.clusterOf[row]!);
    const silhouette = silhouetteOf(sample, clusterOf);
    if (silhouette > (best?.silhouette ?? 0)) best = { ...found, silhouette };
  }
  return best;
}

function drawPoints(count: number, random: RandomNumbers): Int32Array {
  const order = Int32Array.from({ length: count }, (_, n) => n);
  if (count <= MEASURED) return order;
  for (let n = 0; n < MEASURED; n++) {
    const other = n + random.nextInteger(count - n);
    [order[n], order[other]] = [order[other]!, order[n]!];
  }
  return order.slice(0, MEASURED);
}

function pick({ values, width }: ScaledPoints, rows: Int32Array): ScaledPoints {
  const picked = new Float64Array(rows.length * width);
  rows.forEach((row, n) => picked.set(values.subarray(row * width, (row + 1) * width), n * width));
  return { values: picked, width };
}
