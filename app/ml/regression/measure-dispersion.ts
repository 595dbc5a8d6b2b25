/** A count with what a model expects of it. */
interface ExpectedCount {
  /** Counts of one cluster may resemble each other. */
  readonly cluster: string;
  readonly count: number;
  /** > 0 */
  readonly rate: number;
  /** Observations that it stands for, > 0. */
  readonly weight: number;
}

/**
 * By how much the counts of a cluster vary more than independent Poisson counts: the squared excess of each cluster over
 * what is expected of it. Dividing weights by it makes intervals wide enough for clusters that differ in more than the model
 * knows.
 *
 * Cost: O(counts).
 *
 * - R. Wedderburn. Quasi-likelihood functions, generalized linear models, and the Gauss-Newton method. Biometrika 61(3),
 *   1974. doi:10.1093/biomet/61.3.439
 *
 * @returns at least 1
 */
export function measureDispersion(counts: readonly ExpectedCount[]): number {
  const excess = new Map<string, number>();
  let expected = 0;
  for (const { cluster, count, rate, weight } of counts) {
    excess.set(cluster, (excess.get(cluster) ?? 0) + weight * (count - rate));
    expected += weight * rate;
  }
  const squares = [...excess.values()].reduce((sum, it) => sum + it ** 2, 0);
  return expected > 0 ? Math.max(1, squares / expected) : 1;
}
