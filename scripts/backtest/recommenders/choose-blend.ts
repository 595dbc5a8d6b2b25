import { fitLogisticRanker, scoreRow, type CandidateLists } from "~/ml/ranking/logistic-ranker";
import { markHits, ndcgAt } from "~/ml/ranking/ranking-metrics";
import { clearTopK, createTopK, offerTopK, sortTopK } from "~/ml/ranking/top-k";

/** Candidates of users with known later items. */
export interface LearnedLists extends CandidateLists {
  /** Number of each list's targets, whether candidates or not; ≥ 1. */
  readonly targets: readonly number[];
}

const PENALTY = 1;
const LISTED = 10;
/** With fewer lists differences are chance: the learned weights are used. */
const MIN_MEASURED = 100;
/** Standard errors by which other weights must beat learned ones. */
const MEASURABLY = 2;

/**
 * Weights learned from the lists, or others if they rank better. Weights learned from one half of the lists are
 * evaluated on the other, so that every list counts and none evaluates its own weights.
 *
 * @param prior prior of learned weights, and the default without data
 * @param others weights by name that compete with learned ones
 * @returns θ, one weight per feature, and the name of the choice
 */
export function chooseBlend(
  lists: LearnedLists,
  prior: Float64Array,
  others: Readonly<Record<string, Float64Array>>,
): { readonly name: string; readonly theta: Float64Array } {
  const count = lists.targets.length;
  const learned = { name: "blend", theta: fitLogisticRanker(lists, PENALTY, prior) };
  if (count < MIN_MEASURED) return learned;
  const halves = [0, 1].map((half) => fitLogisticRanker(everySecond(lists, half), PENALTY, prior));
  const blend = qualitiesOf(lists, (list) => halves[1 - (list % 2)]!);
  let chosen = learned;
  let best = 0;
  for (const [name, theta] of Object.entries({ even: prior, ...others })) {
    const gains = qualitiesOf(lists, () => theta).map((quality, n) => quality - blend[n]!);
    const gain = gains.reduce((sum, value) => sum + value, 0) / count;
    const squares = gains.reduce((sum, value) => sum + (value - gain) ** 2, 0);
    const error = Math.sqrt(squares / (count - 1) / count);
    if (gain > Math.max(best, MEASURABLY * error)) [chosen, best] = [{ name, theta }, gain];
  }
  return chosen;
}

/** The lists with index modulo two equal to `half`. */
function everySecond(lists: LearnedLists, half: number): CandidateLists {
  const { offsets, features, isTarget, width, targets } = lists;
  const selected = [...targets.keys()].filter((list) => list % 2 === half);
  const size = selected.reduce((sum, list) => sum + offsets[list + 1]! - offsets[list]!, 0);
  const part = {
    offsets: new Int32Array(selected.length + 1),
    features: new Float64Array(size * width),
    isTarget: new Uint8Array(size),
    width,
  };
  selected.forEach((list, n) => {
    const [from, to, at] = [offsets[list]!, offsets[list + 1]!, part.offsets[n]!];
    part.features.set(features.subarray(from * width, to * width), at * width);
    part.isTarget.set(isTarget.subarray(from, to), at);
    part.offsets[n + 1] = at + to - from;
  });
  return part;
}

/** Quality of each list under these weights: NDCG of the first ten. */
function qualitiesOf(
  { offsets, features, isTarget, targets }: LearnedLists,
  weightsOf: (list: number) => Float64Array,
): number[] {
  const top = createTopK(LISTED);
  return targets.map((due, list) => {
    clearTopK(top);
    const theta = weightsOf(list);
    for (let row = offsets[list]!; row < offsets[list + 1]!; row++) {
      offerTopK(top, row, scoreRow(theta, features, row));
    }
    sortTopK(top);
    const ranked = top.indices.subarray(0, top.size);
    return ndcgAt(
      markHits(ranked, (row) => isTarget[row] === 1, LISTED),
      due,
      LISTED,
    );
  });
}
