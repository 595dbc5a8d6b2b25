import KNN from "ml-knn";
import {
  searchNearest,
  type NearestSearch,
  type NeighborPoints,
} from "~/ml/neighbours/nearest-points";

/** Points up to which ml-knn answers; docs/decisions/0010 has what both take at which size. */
export const TREE_POINTS = 2_000;

/**
 * Prepares an exact search for nearest points: by the tree of ml-knn where there are few, by the
 * project's own scan where there are many. Both give the same distances. Of points that are equally
 * far at the end of a list, the scan keeps the first; the tree keeps some, the same each time.
 *
 * @param k how many to find, ≥ 0
 */
export function searchPoints(points: NeighborPoints, k: number): NearestSearch {
  const count = points.dimensions > 0 ? points.values.length / points.dimensions : 0;
  return count > 0 && count <= TREE_POINTS ? searchByTree(points, k) : searchNearest(points, k);
}

function searchByTree({ values, dimensions }: NeighborPoints, k: number): NearestSearch {
  const count = values.length / dimensions;
  const rows = Array.from({ length: count }, (_, row) =>
    Array.from(values.subarray(row * dimensions, (row + 1) * dimensions)),
  );
  // Its own distance asks the first point for its length, which the tree's split planes do not
  // have: every plane would lie at distance 0 and nothing be pruned.
  const distance = (a: ArrayLike<number>, b: ArrayLike<number>) => {
    let sum = 0;
    for (let n = 0; n < dimensions; n++) sum += ((a[n] ?? 0) - (b[n] ?? 0)) ** 2;
    return Math.sqrt(sum);
  };
  const { kdTree } = new KNN(rows, [...rows.keys()], { distance });

  return (point, except = -1) => {
    const found = kdTree
      .nearest(point, Math.min(k + 1, count))
      .map(([neighbour, far]) => ({ index: neighbour[dimensions] ?? -1, far }))
      .filter(({ index }) => index !== except)
      .sort((a, b) => a.far - b.far || a.index - b.index)
      .slice(0, k);
    return {
      indices: Int32Array.from(found, ({ index }) => index),
      distances: Float64Array.from(found, ({ far }) => far),
    };
  };
}
