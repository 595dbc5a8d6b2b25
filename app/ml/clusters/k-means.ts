import type { RandomNumbers } from "../numerics/random";

/** Points × width, row-major; scaled alike beforehand, since all dimensions count the same. */
export interface ScaledPoints {
  readonly values: Float64Array;
  readonly width: number;
}

export interface KMeans {
  /** Clusters × width, row-major; fewer than asked for where fewer points differ. */
  readonly centres: Float64Array;
  readonly width: number;
  /** The cluster of each point. */
  readonly clusterOf: Int32Array;
  /** Sum of the squared distances of the points to their centres, ≥ 0. */
  readonly inertia: number;
}

export interface KMeansOptions {
  /** Clusters, ≥ 1. */
  readonly k: number;
  /** Starts, of which the least inertia is kept, ≥ 1. */
  readonly restarts: number;
}

/** Lloyd's steps seldom need more than some dozens. */
const MAX_STEPS = 200;

/**
 * Groups points around `k` centres: each start draws its centres far apart (k-means++), Lloyd's
 * steps move them until no point changes its cluster, and the best start is kept. The same
 * generator gives the same clusters.
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
  let best = settle(points, drawCentres(points, k, random));
  for (let start = 1; start < restarts; start++) {
    const found = settle(points, drawCentres(points, k, random));
    if (found.inertia < best.inertia) best = found;
  }
  return best;
}

/** The nearest centre, ties to the lower one; −1 where there are no centres. */
export function nearestCentre(
  { centres, width }: Pick<KMeans, "centres" | "width">,
  values: Float64Array,
  row: number,
): number {
  let nearest = -1;
  let min = Infinity;
  for (let centre = 0; centre * width < centres.length; centre++) {
    const distance = squaredDistance(values, row, centres, centre, width);
    if (distance < min) [nearest, min] = [centre, distance];
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

/** Draws each centre from the points, by the squared distance to the nearest one drawn before. */
function drawCentres(
  { values, width }: ScaledPoints,
  k: number,
  random: RandomNumbers,
): Float64Array {
  const count = values.length / width;
  const distances = new Float64Array(count).fill(Infinity);
  const drawn: number[] = [];
  while (drawn.length < Math.min(k, count)) {
    const point = drawn.length === 0 ? random.nextInteger(count) : drawByWeight(distances, random);
    // The points that are left lie on centres: there are no more clusters than that.
    if (point === -1) break;
    drawn.push(point);
    for (let row = 0; row < count; row++) {
      distances[row] = Math.min(
        distances[row]!,
        squaredDistance(values, row, values, point, width),
      );
    }
  }
  const centres = new Float64Array(drawn.length * width);
  drawn.forEach((point, n) =>
    centres.set(values.subarray(point * width, (point + 1) * width), n * width),
  );
  return centres;
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
  let centres = start;
  for (let step = 0; step < MAX_STEPS; step++) {
    let moved = 0;
    for (let row = 0; row < clusterOf.length; row++) {
      const nearest = nearestCentre({ centres, width }, values, row);
      if (nearest !== clusterOf[row]) moved++;
      clusterOf[row] = nearest;
    }
    if (moved === 0) break;
    centres = meansOf(points, clusterOf, centres);
  }
  let inertia = 0;
  clusterOf.forEach((centre, row) => {
    inertia += squaredDistance(values, row, centres, centre, width);
  });
  return { centres, width, clusterOf, inertia };
}

/** Each cluster's mean; a centre that lost all its points stays where it was. */
function meansOf(
  { values, width }: ScaledPoints,
  clusterOf: Int32Array,
  centres: Float64Array,
): Float64Array {
  const sizes = new Int32Array(centres.length / width);
  const means = new Float64Array(centres.length);
  clusterOf.forEach((cluster, row) => {
    sizes[cluster]!++;
    for (let n = 0; n < width; n++) means[cluster * width + n]! += values[row * width + n]!;
  });
  return means.map((sum, at) => {
    const size = sizes[Math.floor(at / width)]!;
    return size > 0 ? sum / size : centres[at]!;
  });
}
