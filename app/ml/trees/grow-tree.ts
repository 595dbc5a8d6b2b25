import type { BinnedRows } from "./feature-bins";
import type { GrownNode } from "./forest";

/** The loss around the current forecasts, to the second order. */
export interface LossSlopes {
  /** Its first derivative by the score of each row. */
  readonly gradients: Float64Array;
  /** Its second derivative, > 0. */
  readonly curvatures: Float64Array;
}

export interface TreeOptions {
  /** ≥ 1. */
  readonly maxLeaves: number;
  /** Minimum rows of a leaf, ≥ 1. */
  readonly minRows: number;
  /** Pulls the value of each leaf toward 0, ≥ 0, in units of curvature. */
  readonly ridge: number;
  /** Each leaf's value is multiplied by it. */
  readonly scale: number;
  /** The features that a node may split by. */
  readonly drawFeatures: () => ArrayLike<number>;
}

/** A leaf of a tree, with its rows: `members[start … end − 1]`. */
interface Leaf {
  readonly node: number;
  readonly start: number;
  readonly end: number;
  readonly gradient: number;
  readonly curvature: number;
  readonly split: Split | null;
}

interface Split {
  readonly feature: number;
  /** The last bin that goes left. */
  readonly bin: number;
  /** How much the loss falls, times two. */
  readonly gain: number;
}

export interface GrownTree {
  /** The root first. */
  readonly nodes: readonly GrownNode[];
  /** Each leaf's rows: a range of `members`, which growing has reordered. */
  readonly leaves: readonly {
    readonly start: number;
    readonly end: number;
    readonly value: number;
  }[];
}

const MIN_GAIN = 1e-9;

/**
 * Grows a regression tree on the second-order expansion of a loss, always splitting the leaf with the largest gain. A
 * leaf's value is −G / (H + ridge), where G and H are the sums of its gradients and curvatures, and the gain of a split
 * is Σ G² / (H + ridge) over its sides minus the same for the whole. With gradients of −label, curvatures of 1 and no
 * ridge the value is the mean label, and the gain the decrease of the squared error, which is half of Gini's impurity
 * for two classes.
 *
 * - T. Chen, C. Guestrin. XGBoost: a scalable tree boosting system. KDD 2016. doi:10.1145/2939672.2939785
 * - G. Ke et al. LightGBM. NIPS 2017. https://papers.nips.cc/paper/6907 (histograms, best leaf first)
 *
 * Cost: O(rows × features × depth).
 *
 * @param members the rows to grow on; a row may occur several times. They are reordered.
 */
export function growTree(
  binned: BinnedRows,
  slopes: LossSlopes,
  members: Int32Array,
  options: TreeOptions,
): GrownTree {
  const histogram = createHistogram();
  const nodes: GrownNode[] = [];
  const describe = (start: number, end: number): Leaf => {
    let [gradient, curvature] = [0, 0];
    for (let n = start; n < end; n++) {
      gradient += slopes.gradients[members[n]!]!;
      curvature += slopes.curvatures[members[n]!]!;
    }
    const value = (-gradient / (curvature + options.ridge)) * options.scale;
    const node = nodes.push({ feature: -1, limit: 0, left: -1, right: -1, value }) - 1;
    const part = { node, start, end, gradient, curvature };
    const split = findSplit(binned, slopes, members, part, options, histogram);
    return { ...part, split };
  };

  const leaves = [describe(0, members.length)];
  while (leaves.length < options.maxLeaves) {
    const best = bestOf(leaves);
    if (best < 0) break;
    const { node, start, end, split } = leaves[best]!;
    const { feature, bin } = split!;
    const middle = partition(binned, members, { start, end }, feature, bin);
    const sides = [describe(start, middle), describe(middle, end)] as const;
    const [left, right] = [sides[0].node, sides[1].node];
    nodes[node] = { feature, limit: binned.limits[feature]![bin]!, left, right, value: 0 };
    leaves.splice(best, 1, ...sides);
  }
  return {
    nodes,
    leaves: leaves.map(({ node, start, end }) => ({ start, end, value: nodes[node]!.value })),
  };
}

/** The leaf with the largest gain, the first among equals; −1 if none can be split. */
function bestOf(leaves: readonly Leaf[]): number {
  let best = -1;
  leaves.forEach(({ split }, n) => {
    if (split && split.gain > (leaves[best]?.split?.gain ?? 0)) best = n;
  });
  return best;
}

const MAX_BINS = 256;

const createHistogram = () => ({
  gradients: new Float64Array(MAX_BINS),
  curvatures: new Float64Array(MAX_BINS),
  counts: new Int32Array(MAX_BINS),
});

/** The split of a leaf with the largest gain, the first among equals; null without any. */
function findSplit(
  { codes, rows, limits }: BinnedRows,
  { gradients, curvatures }: LossSlopes,
  members: Int32Array,
  { start, end, gradient, curvature }: Omit<Leaf, "split">,
  { minRows, ridge, drawFeatures }: TreeOptions,
  histogram: ReturnType<typeof createHistogram>,
): Split | null {
  if (end - start < 2 * minRows) return null;
  const whole = gradient ** 2 / (curvature + ridge);
  let best: Split | null = null;
  const drawn = drawFeatures();
  for (let n = 0; n < drawn.length; n++) {
    const feature = drawn[n]!;
    const bins = limits[feature]!.length + 1;
    histogram.gradients.fill(0, 0, bins);
    histogram.curvatures.fill(0, 0, bins);
    histogram.counts.fill(0, 0, bins);
    for (let at = start; at < end; at++) {
      const row = members[at]!;
      const bin = codes[feature * rows + row]!;
      histogram.gradients[bin]! += gradients[row]!;
      histogram.curvatures[bin]! += curvatures[row]!;
      histogram.counts[bin]!++;
    }
    let [count, ofGradient, ofCurvature] = [0, 0, 0];
    for (let bin = 0; bin < bins - 1; bin++) {
      count += histogram.counts[bin]!;
      ofGradient += histogram.gradients[bin]!;
      ofCurvature += histogram.curvatures[bin]!;
      if (histogram.counts[bin] === 0 || count < minRows) continue;
      if (end - start - count < minRows) break;
      const gain =
        ofGradient ** 2 / (ofCurvature + ridge) +
        (gradient - ofGradient) ** 2 / (curvature - ofCurvature + ridge) -
        whole;
      if (gain > Math.max(MIN_GAIN, best?.gain ?? 0)) best = { feature, bin, gain };
    }
  }
  return best;
}

/** Moves the rows that go left before the others, keeping their order. @returns where the others begin */
function partition(
  { codes, rows }: BinnedRows,
  members: Int32Array,
  { start, end }: { readonly start: number; readonly end: number },
  feature: number,
  bin: number,
): number {
  const right: number[] = [];
  let middle = start;
  for (let at = start; at < end; at++) {
    const row = members[at]!;
    if (codes[feature * rows + row]! <= bin) members[middle++] = row;
    else right.push(row);
  }
  members.set(right, middle);
  return middle;
}
