import { fitLogisticRanker, scoreRow, type CandidateList } from "~/ml/ranking/logistic-ranker";
import { markHits, ndcgAt, recallAt } from "~/ml/ranking/ranking-metrics";
import { clearTopK, createTopK, offerTopK, sortTopK, type TopK } from "~/ml/ranking/top-k";
import {
  gatherCandidates,
  toCandidateList,
  type BlendScratch,
  type BlendWeights,
  type BlendedList,
  type Candidates,
} from "../blend";
import type { ListTask } from "./list-tasks";
import {
  additionalCandidates,
  queriesFor,
  type QueriedSource,
  type SortedModels,
} from "./model-queries";

export interface ChooseWeightsInput {
  readonly list: BlendedList;
  /** The models that rank together. */
  readonly sources: readonly QueriedSource[];
  /** Fitted on data up to the cut. */
  readonly sorted: SortedModels;
  readonly tasks: readonly ListTask[];
  readonly windowDays: number;
  /** The weights in use; `null` before the first fit. */
  readonly inUse: BlendWeights | null;
  readonly scratch: BlendScratch;
}

/** Customers who teach weights: those with a purchase among the candidates. */
const MAX_LEARNED = 1_500;
/** Places of a list that are measured for choosing. */
export const LISTED = 20;

/**
 * Weights that compete: for each half as learned from the other, and as learned from all customers, which is only done
 * for the one that is chosen.
 */
export interface Contender {
  readonly name: string;
  readonly weights: () => BlendWeights;
  readonly crossed: readonly [BlendWeights, BlendWeights];
}

/** The candidates of a task with a target among them. Only these can teach weights. */
interface TaughtList extends CandidateList {
  /** Number of targets, whether candidates or not. */
  readonly targets: number;
  /** The list's half of the tasks. */
  readonly half: number;
}

export function gatherTaught(tasks: readonly ListTask[], input: ChooseWeightsInput): TaughtList[] {
  const taught: TaughtList[] = [];
  for (const [n, task] of tasks.entries()) {
    if (taught.length === MAX_LEARNED) break;
    const list = toCandidateList(candidatesOf(task, input), (it) => task.targets.has(it));
    if (!list.isTarget.includes(1)) continue;
    taught.push({ ...list, targets: task.targets.size, half: n % 2 });
  }
  return taught;
}

/** The weights of the best single model. */
export function bestSingle(
  qualities: readonly number[],
  fixed: readonly Contender[],
): BlendWeights {
  let best = fixed.length - 1;
  fixed.forEach(({ name }, n) => {
    if (name === "in_use" || name === "general") return;
    if ((qualities[n] ?? 0) > (qualities[best] ?? 0)) best = n;
  });
  // Ties and products without a score are ordered by the others.
  return (fixed[best]?.weights() ?? []).map(({ source, share }) => ({
    source,
    share: 4 * share,
    log: 0.5 * share,
  }));
}

/** Each contender's mean quality over the lists. */
export function measureTaught(
  lists: readonly TaughtList[],
  contenders: readonly Contender[],
): number[] {
  const top = createTopK(LISTED);
  return contenders.map(({ weights }) => {
    const theta = Float64Array.from(weights().flatMap(({ share, log }) => [share, log]));
    let sum = 0;
    for (const list of lists) {
      clearTopK(top);
      list.isTarget.forEach((_, row) => offerTopK(top, row, scoreRow(theta, list, row)));
      sortTopK(top);
      sum += qualityOf(
        hitsOf(top, (row) => list.isTarget[row] === 1),
        list.targets,
      );
    }
    return sum / Math.max(1, lists.length);
  });
}

/** Weights by conditional logit, from all lists and from each half for the other. */
export function learnContender(
  name: string,
  lists: readonly TaughtList[],
  prior: BlendWeights,
  penalty: number,
): Contender {
  const start = Float64Array.from(prior.flatMap(({ share, log }) => [share, log]));
  const learn = (half: number | null): BlendWeights => {
    const theta = fitLogisticRanker(
      lists,
      penalty,
      start,
      half === null ? undefined : (n) => lists[n]?.half === half,
    );
    return prior.map(({ source }, n) => ({
      source,
      share: theta[2 * n] ?? 0,
      log: theta[2 * n + 1] ?? 0,
    }));
  };
  return { name, weights: () => learn(null), crossed: [learn(1), learn(0)] };
}

/** What a list is chosen by: how many targets it contains and how early. */
export function qualityOf(hits: Uint8Array, targets: number): number {
  return (ndcgAt(hits, targets, LISTED) + recallAt(hits, targets, LISTED)) / 2;
}

export const hitsOf = (top: TopK, isTarget: (row: number) => boolean) =>
  markHits(top.indices.subarray(0, top.size), isTarget, LISTED);

/** A task's candidates with every model's scores. */
export function candidatesOf(
  { basis, accepts }: ListTask,
  {
    list,
    sources,
    sorted,
    scratch,
  }: Pick<ChooseWeightsInput, "list" | "sources" | "sorted" | "scratch">,
): Candidates {
  return gatherCandidates(
    queriesFor(list, sources, sorted, basis),
    additionalCandidates(list, basis),
    accepts,
    scratch,
  );
}
