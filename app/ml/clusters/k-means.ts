import type { RandomNumbers } from "../numerics/random";

/** Points × width, row-major; scale them beforehand, since all dimensions count equally. */
export interface ScaledPoints {
  readonly values: Float64Array;
  readonly width: number;
}

export interface KMeans {
  /** Clusters × width, row-major; fewer than requested if there are fewer distinct points. */
  readonly centers: Float64Array;
  readonly width: number;
  /** The cluster of each point. */
  readonly clusterOf: Int32Array;
  /** Sum of the squared distances of the points to their centers, ≥ 0. */
  readonly inertia: number;
}

export interface KMeansOptions {
  /** Number of clusters, ≥ 1. */
  readonly k: number;
  /** Number of starts, ≥ 1; the result has the smallest inertia. */
  readonly restarts: number;
}

/** Lloyd's algorithm rarely needs more than a few dozen steps. */
const MAX_STEPS = 200;

/**
 * Groups points around `k` centers: each start draws distant centers (k-means++), Lloyd's steps move them until no
 * point changes its cluster, and the best start is used. Deterministic for a given generator.
 *
 * - S. Lloyd. Least squares quantization in PCM. IEEE Trans. Inf. Theory 28(2), 1982.
 *   doi:10.1109/TIT.1982.1056489
 * - D. Arthur, S. Vassilvitskii. k-means++: the advantages of careful seeding. SODA 2007.
 *   doi:10.5555/1283383.1283494
 *
 * Cost: time O(restarts × steps × points × k × width), memory O(points + k × width).
 */
export function fitKMeans(
  points: ScaledPoints,
  { k, restarts }: KMeansOptions,
  random: RandomNumbers,
): KMeans {
  let best = settle(points, drawCenters(points, k, random));
  for (let start = 1; start < restarts; start++) {
    const found = settle(points, drawCenters(points, k, random));
    if (found.inertia < best.inertia) best = found;
  }
  return best;
}

/** The nearest center, ties to the lower index; −1 without centers. */
export function nearestCenter(
  { centers, width }: Pick<KMeans, "centers" | "width">,
  values: Float64Array,
  row: number,
): number {
  let nearest = -1;
  let min = Infinity;
  for (let center = 0; center * width < centers.length; center++) {
    const distance = squaredDistance(values, row, centers, center, width);
    if (distance < min) [nearest, min] = [center, distance];
  }
  return nearest;
}

export function squaredDistance(
  a: Float64Array,
  rowOfA: number,
  b: Float64Array,
  rowOfB: number,
  width: number,
): number {
  let sum = 0;
  for (let n = 0; n < width; n++) sum += (a[rowOfA * width + n]! - b[rowOfB * width + n]!) ** 2;
  return sum;
}

/** Draws each center from the points, weighted by the squared distance to the nearest center so far. */
function drawCenters(
  { values, width }: ScaledPoints,
  k: number,
  random: RandomNumbers,
): Float64Array {
  const count = values.length / width;
  const distances = new Float64Array(count).fill(Infinity);
  const drawn: number[] = [];
  while (drawn.length < Math.min(k, count)) {
    const point = drawn.length === 0 ? random.nextInteger(count) : drawByWeight(distances, random);
    // The remaining points coincide with centers, so there are no more clusters.
    if (point === -1) break;
    drawn.push(point);
    for (let row = 0; row < count; row++) {
      distances[row] = Math.min(
        distances[row]!,
        squaredDistance(values, row, values, point, width),
      );
    }
  }
  const centers = new Float64Array(drawn.length * width);
  drawn.forEach((point, n) =>
    centers.set(values.subarray(point * width, (point + 1) * width), n * width),
  );
  return centers;
}

function drawByWeight(weights: Float64Array, random: RandomNumbers): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let rest = random.nextFloat() * total;
  let last = -1;
  for (let n = 0; n < weights.length; n++) {
    if (weights[n]! === 0) continue;
    last = n;
    rest -= weights[n]!;
    if (rest < 0) break;
  }
  return last;
}

function settle(points: ScaledPoints, start: Float64Array): KMeans {
  const { values, width } = points;
  const clusterOf = new Int32Array(values.length / width).fill(-1);
  let centers = start;
  for (let step = 0; step < MAX_STEPS; step++) {
    let moved = 0;
    for (let row = 0; row < clusterOf.length; row++) {
      const nearest = nearestCenter({ centers, width }, values, row);
      if (nearest !== clusterOf[row]) moved++;
      clusterOf[row] = nearest;
    }
    if (moved === 0) break;
    centers = meansOf(points, clusterOf, centers);
  }
  let inertia = 0;
  clusterOf.forEach((center, row) => {
    inertia += squaredDistance(values, row, centers, center, width);
  });
  return { centers, width, clusterOf, inertia };
}

/** Each cluster's mean; a center without points stays where it was. */
function meansOf(
  { values, width }: ScaledPoints,
  clusterOf: Int32Array,
  centers: Float64Array,
): Float64Array {
  const sizes = new Int32Array(centers.length / width);
  const means = new Float64Array(centers.length);
  clusterOf.forEach((cluster, row) => {
    sizes[cluster]!++;
    for (let n = 0; n < width; n++) means[cluster * width + n]! += values[row * width + n]!;
  });
  return means.map((sum, at) => {
    const size = sizes[Math.floor(at / width)]!;
    return size > 0 ? sum / size : centers[at]!;
  });
}
