import { fitLogisticRanker } from "~/ml/ranking/logistic-ranker";
import { hitRateAt, markHits, ndcgAt } from "~/ml/ranking/ranking-metrics";
import type { ProductNeighbors } from "~/ml/neighbors/product-neighbors";
import {
  gatherCandidates,
  logOfShare,
  toScoreParts,
  sumOf,
  type BlendScratch,
  type BlendWeights,
  type BlendedList,
  type Candidates,
} from "../blend";
import { additionalCandidates, queriesFor, LIST_SOURCES, type SortedModels } from "./model-queries";
import { GENERAL_WEIGHTS } from "./general-weights";
import type { ListChoice } from "./list-choice";
import type { ListTask } from "./list-tasks";

interface ChooseWeightsInput {
  readonly list: BlendedList;
  /** Fitted on data up to the cut. */
  readonly sorted: SortedModels;
  readonly tasks: readonly ListTask[];
  readonly windowDays: number;
  /** The weights in use; `null` before the first fit. */
  readonly inUse: BlendWeights | null;
  readonly scratch: BlendScratch;
}

/** Maximum number of customers for learning and evaluating weights. */
const MAX_TASKS = 2_000;
/** With fewer, results are due to chance. */
const MIN_MEASURED = 100;
const PENALTY = 1;
const LISTED = 10;
/** Standard errors by which a contender must be better to replace another. */
const MEASURABLY = 2;

/**
 * Chooses how a list ranks. The blend's weights are learned from one half of the last window's customers, shrunk
 * toward general weights; all contenders are evaluated on the other half: the blend, the current weights, the general
 * weights, and each model alone. The blend wins unless another is better by twice the standard error of the
 * difference, so measurably worse weights never replace current ones. With too few customers the general weights are
 * used and nothing is claimed.
 */
export function chooseWeights(input: ChooseWeightsInput): ListChoice {
  const { list, tasks, windowDays, inUse } = input;
  const general = GENERAL_WEIGHTS[list];
  const learned = spread(tasks.filter((_, n) => n % 2 === 0));
  const measured = spread(tasks.filter((_, n) => n % 2 === 1));
  if (measured.length < MIN_MEASURED) {
    const nothing = { customers: 0, contenders: [], gain: null };
    return { chosen: "general", weights: general, windowDays, ...nothing };
  }

  const contenders: Record<string, BlendWeights> = {
    blend: learnWeights(learned, general, input),
    ...(inUse && { in_use: inOrder(list, inUse) }),
    general,
    ...Object.fromEntries(
      LIST_SOURCES[list]
        .filter((source) => source !== "ease" || hasNeighbors(input.sorted.models.ease))
        .map((source) => [source, onlyFrom(source, general)]),
    ),
  };
  const results = measureContenders(contenders, measured, input);
  let chosen = "blend";
  for (const name of Object.keys(contenders)) {
    if (isMeasurablyBetter(results[name]?.ndcgs ?? [], results[chosen]?.ndcgs ?? [])) chosen = name;
  }
  return {
    chosen,
    weights: contenders[chosen] ?? general,
    windowDays,
    customers: measured.length,
    contenders: Object.entries(results)
      .map(([name, { ndcgs, hitRate10, coverage }]) => ({
        name,
        ndcg10: mean(ndcgs),
        hitRate10,
        coverage,
      }))
      .sort((a, b) => b.ndcg10 - a.ndcg10),
    gain: differenceOf(results[chosen]?.ndcgs ?? [], results.popularity?.ndcgs ?? []),
  };
}

/** Weights by conditional logit, from the candidates of tasks with a known outcome. */
function learnWeights(
  tasks: readonly ListTask[],
  general: BlendWeights,
  input: ChooseWeightsInput,
): BlendWeights {
  const offsets = [0];
  const isTarget: number[] = [];
  const features: number[] = [];
  for (const task of tasks) {
    const { products, shares } = candidatesOf(task, input);
    for (const share of shares) features.push(share, logOfShare(share));
    for (const product of products) isTarget.push(task.targets.has(product) ? 1 : 0);
    offsets.push(isTarget.length);
  }
  const theta = fitLogisticRanker(
    {
      offsets: Int32Array.from(offsets),
      features: Float64Array.from(features),
      isTarget: Uint8Array.from(isTarget),
      width: 2 * general.length,
    },
    PENALTY,
    Float64Array.from(general.flatMap(({ share, log }) => [share, log])),
  );
  return general.map(({ source }, n) => ({
    source,
    share: theta[2 * n] ?? 0,
    log: theta[2 * n + 1] ?? 0,
  }));
}

interface Result {
  /** One per task, in [0, 1]. */
  readonly ndcgs: number[];
  readonly hitRate10: number;
  /** Products that appear in any list, as a share of all. */
  readonly coverage: number;
}

function measureContenders(
  contenders: Readonly<Record<string, BlendWeights>>,
  tasks: readonly ListTask[],
  input: ChooseWeightsInput,
): Record<string, Result> {
  const sums = Object.entries(contenders).map(([name, weights]) => ({
    name,
    weights,
    ndcgs: [] as number[],
    hits: 0,
    shown: new Set<number>(),
  }));
  for (const task of tasks) {
    const candidates = candidatesOf(task, input);
    for (const sum of sums) {
      const ranked = rank(candidates, sum.weights);
      const hits = markHits(ranked, (product) => task.targets.has(product), LISTED);
      sum.ndcgs.push(ndcgAt(hits, task.targets.size, LISTED));
      sum.hits += hitRateAt(hits, LISTED);
      for (const product of ranked) sum.shown.add(product);
    }
  }
  const products = Math.max(1, input.sorted.models.productIds.length);
  return Object.fromEntries(
    sums.map(({ name, ndcgs, hits, shown }) => [
      name,
      { ndcgs, hitRate10: hits / tasks.length, coverage: shown.size / products },
    ]),
  );
}

function candidatesOf(
  { basis, accepts }: ListTask,
  { list, sorted, scratch }: ChooseWeightsInput,
): Candidates {
  return gatherCandidates(
    queriesFor(list, sorted, basis),
    additionalCandidates(list, basis),
    accepts,
    scratch,
  );
}

/** The first ten, best first, ties by lower index. */
function rank(candidates: Candidates, weights: BlendWeights): number[] {
  return candidates.products
    .map((product, row) => ({ product, score: sumOf(toScoreParts(candidates, row, weights)) }))
    .sort((a, b) => b.score - a.score || a.product - b.product)
    .slice(0, LISTED)
    .map(({ product }) => product);
}

/** Whether a model was fitted: some are not for a large catalog. */
const hasNeighbors = ({ neighbors }: ProductNeighbors) => neighbors.length > 0;

/** Weights of an earlier version, possibly with fewer models, in the list's order. */
function inOrder(list: BlendedList, weights: BlendWeights): BlendWeights {
  return LIST_SOURCES[list].map(
    (source) => weights.find((it) => it.source === source) ?? { source, share: 0, log: 0 },
  );
}

/** Weights for a single model. */
function onlyFrom(source: string, weights: BlendWeights): BlendWeights {
  return weights.map((weight) => ({
    source: weight.source,
    share: weight.source === source ? 1 : 0,
    log: 0,
  }));
}

/** Whether the mean of paired differences is significantly above 0. */
function isMeasurablyBetter(these: readonly number[], those: readonly number[]): boolean {
  const difference = differenceOf(these, those);
  return difference.mean > MEASURABLY * difference.error;
}

/** The mean of paired differences, and its standard error. */
function differenceOf(these: readonly number[], those: readonly number[]) {
  const differences = these.map((value, n) => value - (those[n] ?? 0));
  const average = mean(differences);
  const squares = differences.reduce((sum, value) => sum + (value - average) ** 2, 0);
  const error = Math.sqrt(squares / (differences.length - 1) / differences.length);
  return { mean: average, error };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

/** An even sample if there are too many to evaluate. */
function spread(tasks: readonly ListTask[]): ListTask[] {
  const every = Math.ceil(tasks.length / MAX_TASKS);
  return tasks.filter((_, n) => n % every === 0);
}
