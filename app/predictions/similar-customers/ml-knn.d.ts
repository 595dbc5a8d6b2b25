/** The used part of ml-knn, which ships without types. */
declare module "ml-knn" {
  export default class KNN {
    constructor(
      points: readonly (readonly number[])[],
      labels: readonly number[],
      options?: {
        readonly k?: number;
        /** `a` may be a plain object with the dimensions as keys; `b` has the label as its last. */
        readonly distance?: (a: ArrayLike<number>, b: ArrayLike<number>) => number;
      },
    );
    readonly kdTree: {
      /** Points with their label appended, and their distances, unordered. */
      nearest(point: ArrayLike<number>, k: number): [point: number[], distance: number][];
    };
  }
}
