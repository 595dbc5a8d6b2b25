import KNN from "ml-knn";
import {
  searchNearest,
  type NearestSearch,
  type NeighborPoints,
} from "~/ml/neighbors/nearest-points";

/** Maximum number of points for ml-knn; docs/decisions/0010 compares both at each size. */
export const TREE_POINTS = 2_000;

/**
 * Prepares an exact nearest-neighbor search: ml-knn's tree for few points, a linear scan for many. Both give the same
 * distances. Among equally distant points at the end of a list, the scan keeps the first; the tree keeps a
 * deterministic choice.
 *
 * @param k number to find, ≥ 0
 */
export function searchPoints(points: NeighborPoints, k: number): NearestSearch {
  const count = points.dimensions > 0 ? points.values.length / points.dimensions : 0;
  return count > 0 && count <= TREE_POINTS ? searchByTree(points, k) : searchNearest(points, k);
}

/** Like `searchNearest`, by ml-knn's tree, for at least one point. */
export function searchByTree({ values, dimensions }: NeighborPoints, k: number): NearestSearch {
  const count = values.length / dimensions;
  const rows = Array.from({ length: count }, (_, row) =>
    Array.from(values.subarray(row * dimensions, (row + 1) * dimensions)),
  );
  // ml-knn's own distance uses the length of the first point, which the tree's split planes lack: every plane would
  // have distance 0 and nothing would be pruned.
  const distance = (a: ArrayLike<number>, b: ArrayLike<number>) => {
    let sum = 0;
    for (let n = 0; n < dimensions; n++) sum += ((a[n] ?? 0) - (b[n] ?? 0)) ** 2;
    return Math.sqrt(sum);
  };
  const { kdTree } = new KNN(rows, [...rows.keys()], { distance });

  return (point, except = -1) => {
    const found = kdTree
      .nearest(point, Math.min(k + 1, count))
      .map(([neighbor, far]) => ({ index: neighbor[dimensions] ?? -1, far }))
      .filter(({ index }) => index !== except)
      .sort((a, b) => a.far - b.far || a.index - b.index)
      .slice(0, k);
    return {
      indices: Int32Array.from(found, ({ index }) => index),
      distances: Float64Array.from(found, ({ far }) => far),
    };
  };
}
