/**
 * The sum of binary trees. All nodes are in one list; the children of a node follow later. Plain values, so that a
 * fitted forest can be stored.
 */
export interface Forest {
  /** Added to the sum of the trees. */
  readonly base: number;
  /** The first node of each tree. */
  readonly roots: Float64Array;
  /** Of each node: the feature it splits by, or −1 for a leaf. */
  readonly feature: Float64Array;
  /** A row goes left if its feature is at most this. */
  readonly limit: Float64Array;
  readonly left: Float64Array;
  readonly right: Float64Array;
  /** Of a leaf: what it adds to the score. */
  readonly value: Float64Array;
}

/** A node while a forest grows. */
export interface GrownNode {
  readonly feature: number;
  readonly limit: number;
  readonly left: number;
  readonly right: number;
  readonly value: number;
}

/** @param trees the nodes of each tree, its first one first, with children by their index in the tree */
export function joinTrees(base: number, trees: readonly (readonly GrownNode[])[]): Forest {
  const roots = new Float64Array(trees.length);
  let count = 0;
  trees.forEach((nodes, tree) => {
    roots[tree] = count;
    count += nodes.length;
  });
  const all = trees.flatMap((nodes, tree) =>
    nodes.map((node) => ({
      ...node,
      left: node.left + roots[tree]!,
      right: node.right + roots[tree]!,
    })),
  );
  const column = (name: keyof GrownNode) => Float64Array.from(all, (node) => node[name]);
  return {
    base,
    roots,
    feature: column("feature"),
    limit: column("limit"),
    left: column("left"),
    right: column("right"),
    value: column("value"),
  };
}

/**
 * The score of a row: the base and the leaf of each tree.
 *
 * Cost: O(trees × depth).
 *
 * @param features rows × width, row-major
 * @param start where the row begins in `features`
 */
export function scoreForest(forest: Forest, features: ArrayLike<number>, start = 0): number {
  const { feature, limit, left, right, value } = forest;
  let score = forest.base;
  for (let tree = 0; tree < forest.roots.length; tree++) {
    let node = forest.roots[tree]!;
    while (feature[node]! >= 0) {
      const goesLeft = features[start + feature[node]!]! <= limit[node]!;
      node = goesLeft ? left[node]! : right[node]!;
    }
    score += value[node]!;
  }
  return score;
}
