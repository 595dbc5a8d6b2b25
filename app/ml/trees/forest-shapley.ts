import type { Forest } from "./forest";

/** A row that is explained, and the typical one that it is compared with. */
export interface ComparedRows {
  readonly row: ArrayLike<number>;
  readonly typical: ArrayLike<number>;
}

/** Topics are bits of a number. */
const MAX_TOPICS = 31;

/**
 * Shapley values of a forest's score over topics of features: the mean contribution of each topic over all orders in
 * which topics change from the typical row to the explained one. They add up to score(row) − score(typical). The leaves
 * that a mix of the two rows can reach are visited once: one that needs a topics of the explained row and b of the
 * typical row adds (a − 1)! b! / (a + b)! of its value to each of the former, and takes a! (b − 1)! / (a + b)! from each
 * of the latter.
 *
 * - S. Lundberg et al. From local explanations to global understanding with explainable AI for trees. Nature Machine
 *   Intelligence 2, 2020. doi:10.1038/s42256-019-0138-9 (interventional, with one background row)
 * - L. Shapley. A value for n-person games. 1953. doi:10.1515/9781400881970-018
 *
 * Cost: O(leaves that both rows reach) per tree.
 *
 * @param topicOf the topic of each feature, from 0 to topics − 1
 * @returns one part per topic, in the unit of the score
 * @throws RangeError for more than 31 topics
 */
export function forestParts(
  forest: Forest,
  { row, typical }: ComparedRows,
  topicOf: ArrayLike<number>,
  topics: number,
): Float64Array {
  if (topics > MAX_TOPICS) throw new RangeError(`${topics} topics are too many`);
  const { feature, limit, left, right, value } = forest;
  const parts = new Float64Array(topics);
  const isLeft = (of: ArrayLike<number>, node: number) => of[feature[node]!]! <= limit[node]!;

  const visit = (node: number, ofRow: number, ofTypical: number): void => {
    if (feature[node]! < 0) {
      addLeaf(parts, value[node]!, ofRow, ofTypical);
      return;
    }
    const bit = 1 << topicOf[feature[node]!]!;
    const rowLeft = isLeft(row, node);
    const typicalLeft = isLeft(typical, node);
    const child = (goesLeft: boolean) => (goesLeft ? left[node]! : right[node]!);
    if (rowLeft === typicalLeft) visit(child(rowLeft), ofRow, ofTypical);
    else {
      if (!(ofTypical & bit)) visit(child(rowLeft), ofRow | bit, ofTypical);
      if (!(ofRow & bit)) visit(child(typicalLeft), ofRow, ofTypical | bit);
    }
  };
  for (const root of forest.roots) visit(root, 0, 0);
  return parts;
}

function addLeaf(parts: Float64Array, value: number, ofRow: number, ofTypical: number): void {
  const a = countBits(ofRow);
  const b = countBits(ofTypical);
  const gained = a > 0 ? value * shareOf(a - 1, b) : 0;
  const lost = b > 0 ? value * shareOf(a, b - 1) : 0;
  for (let topic = 0; topic < parts.length; topic++) {
    if (ofRow & (1 << topic)) parts[topic]! += gained;
    else if (ofTypical & (1 << topic)) parts[topic]! -= lost;
  }
}

/** m! n! / (m + n + 1)!: the share of all orders in which m topics come before one, and n after it. */
function shareOf(m: number, n: number): number {
  let share = 1 / (m + n + 1);
  for (let k = 1; k <= n; k++) share *= k / (m + k);
  return share;
}

function countBits(bits: number): number {
  let count = 0;
  for (let rest = bits; rest > 0; rest &= rest - 1) count++;
  return count;
}
