import { createDistanceKernel, LANES } from "../matrices/squared-distances-wasm";
import { clearTopK, createTopK, offerTopK, sortTopK } from "../ranking/top-k";

/** Points × dimensions, row-major. */
export interface NeighborPoints {
  readonly values: Float64Array;
  readonly dimensions: number;
}

interface NearestPoints {
  /** Nearest first, ties by lower index. */
  readonly indices: Int32Array;
  /** Euclidean, ascending. */
  readonly distances: Float64Array;
}

/**
 * Finds the nearest points.
 * @param except the index of a point to exclude
 */
export type NearestSearch = (point: ArrayLike<number>, except?: number) => NearestPoints;

/** Half the machine epsilon of single precision. */
const ROUNDING = 2 ** -24;

/**
 * Prepares an exact linear search for nearest points: from ten dimensions on a tree prunes almost nothing and costs
 * more than it saves. Distances are first computed in single precision, four dimensions at a time; the few candidates
 * within a rounding bound are computed in double precision.
 *
 * - R. Weber, H.-J. Schek, S. Blott. A quantitative analysis and performance study for
 *   similarity-search methods in high-dimensional spaces. VLDB 1998.
 *
 * Cost: O(points × dimensions / 4) per search; memory half of the points' again.
 *
 * @param k number of points to find, ≥ 0
 */
export function searchNearest({ values, dimensions }: NeighborPoints, k: number): NearestSearch {
  const count = dimensions > 0 ? values.length / dimensions : 0;
  if (count === 0) {
    return () => ({ indices: new Int32Array(0), distances: new Float64Array(0) });
  }
  const padded = Math.ceil(dimensions / LANES) * LANES;
  const kernel = createDistanceKernel(count, padded);
  // Single precision is finest around 0, so the points are centered.
  const means = meansOf(values, dimensions, count);
  const largestNorm = fillCentered(kernel.points, values, means, padded);
  const top = createTopK(Math.min(k, count));
  const errorShare = 8 * ROUNDING + (padded / LANES + 4) * ROUNDING;

  return (point, except = -1) => {
    let squaredNorm = 0;
    for (let n = 0; n < dimensions; n++) {
      const centered = point[n]! - means[n]!;
      kernel.query[n] = centered;
      squaredNorm += centered * centered;
    }
    kernel.run();
    // The maximum rounding error of any distance.
    const slack = errorShare * (largestNorm + Math.sqrt(squaredNorm)) ** 2;
    clearTopK(top);
    let bound = Infinity;
    for (let index = 0; index < count; index++) {
      if (kernel.distances[index]! > bound || index === except) continue;
      offerTopK(top, index, -squaredDistance(values, index * dimensions, point));
      if (top.size === top.capacity) bound = (top.capacity > 0 ? -top.scores[0]! : 0) + slack;
    }
    sortTopK(top);
    return {
      indices: top.indices.slice(0, top.size),
      distances: Float64Array.from(top.scores.subarray(0, top.size), (score) => Math.sqrt(-score)),
    };
  };
}

function squaredDistance(values: Float64Array, start: number, point: ArrayLike<number>): number {
  let sum = 0;
  for (let n = 0; n < point.length; n++) sum += (values[start + n]! - point[n]!) ** 2;
  return sum;
}

/** @returns the norm of the longest centered point */
function fillCentered(
  into: Float32Array,
  values: Float64Array,
  means: Float64Array,
  padded: number,
): number {
  const dimensions = means.length;
  let largest = 0;
  for (let from = 0, to = 0; from < values.length; from += dimensions, to += padded) {
    let squaredNorm = 0;
    for (let n = 0; n < dimensions; n++) {
      const centered = values[from + n]! - means[n]!;
      into[to + n] = centered;
      squaredNorm += centered * centered;
    }
    largest = Math.max(largest, squaredNorm);
  }
  return Math.sqrt(largest);
}

function meansOf(values: Float64Array, dimensions: number, count: number): Float64Array {
  const means = new Float64Array(dimensions);
  for (let at = 0; at < values.length; at++) means[at % dimensions]! += values[at]! / count;
  return means;
}
