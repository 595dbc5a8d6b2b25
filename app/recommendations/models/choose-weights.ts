import { hitRateAt, ndcgAt } from "~/ml/ranking/ranking-metrics";
import type { ProductNeighbors } from "~/ml/neighbors/product-neighbors";
import { clearTopK, createTopK, offerTopK, sortTopK, type TopK } from "~/ml/ranking/top-k";
import { logsOf, scoresOf, type BlendWeights } from "../blend";
import { LIST_SOURCES, VISIT_SOURCES } from "./model-queries";
import { GENERAL_WEIGHTS } from "./general-weights";
import { weightsBySource, type ListChoice } from "./list-choice";
import type { ListTask } from "./list-tasks";
import {
  bestSingle,
  candidatesOf,
  gatherTaught,
  hitsOf,
  learnContender,
  LISTED,
  measureTaught,
  qualityOf,
  type ChooseWeightsInput,
  type Contender,
} from "./learn-weights";
import { differenceOf, isMeasurablyBetter, mean } from "./paired-differences";

/** Maximum number of customers for learning and evaluating weights. */
const MAX_TASKS = 3_000;
/** With fewer, results are due to chance. */
const MIN_MEASURED = 100;
/** How strongly learned weights are drawn to where they start. */
const PENALTIES = { loose: 1, firm: 30 } as const;
/** Standard errors by which the models of visits must improve a list, as similar customers must. */
const VISITS_MEASURABLY = 2;
/** Places of a list that the page reports. */
const REPORTED = 10;

/**
 * Chooses how a list ranks by what the last window's customers bought, with the models of visits only if the list is
 * better by twice the standard error of the difference. Otherwise they have no weight and are not queried, as for
 * products that were bought before, of which visits say nothing new.
 */
export function chooseWeights(input: Omit<ChooseWeightsInput, "sources">): ListChoice {
  const sources = LIST_SOURCES[input.list];
  const { choice, qualities, ndcgs } = chooseAmong({ ...input, sources });
  const { visitRelations } = input.sorted.models;
  if (visitRelations === null || input.list === "buy_again") return choice;
  if (choice.customers === 0) return { ...choice, visits: { areUsed: false, gain: null } };
  const other = chooseAmong({ ...input, sources: [...sources, ...VISIT_SOURCES] });
  const better = differenceOf(other.qualities, qualities);
  const areUsed = better.mean > VISITS_MEASURABLY * better.error;
  const visits = { areUsed, gain: differenceOf(other.ndcgs, ndcgs) };
  return { ...(areUsed ? other.choice : choice), visits };
}

/** A choice, with the quality and the NDCG of each task's list by it. */
interface MeasuredChoice {
  readonly choice: ListChoice;
  readonly qualities: ArrayLike<number>;
  readonly ndcgs: ArrayLike<number>;
}

/**
 * Chooses the weights of some models. The contenders are blends whose weights are learned from these customers,
 * drawn to the general weights or to the best single model; the weights in use; the general weights; and each model
 * alone. Learned weights are measured on the half of the customers that they were not learned from. Of the blends
 * that are as good as the best, to the standard error of the difference, the one that shows most products wins,
 * unless another contender is better by that error. With too few customers the general weights are used and nothing
 * is claimed.
 */
function chooseAmong(input: ChooseWeightsInput): MeasuredChoice {
  const { sources, windowDays, inUse, sorted } = input;
  const general = generalFor(input);
  const tasks = spread(input.tasks);
  if (tasks.length < MIN_MEASURED) {
    const nothing = { customers: 0, contenders: [], gain: null };
    const choice = { chosen: "general", weights: general, windowDays, ...nothing };
    return { choice, qualities: [], ndcgs: [] };
  }

  const fixed: Contender[] = [
    ...(inUse ? [fixedContender("in_use", weightsBySource(sources, { weights: inUse }))] : []),
    fixedContender("general", general),
    ...sources
      .filter((source) => source !== "ease" || hasNeighbors(sorted.models.ease))
      .map((source) => fixedContender(source, onlyFrom(source, general))),
  ];
  const learned = learnContenders(tasks, fixed, input);
  const results = measureContenders([...learned, ...fixed], tasks, input);
  const qualitiesOf = (name: string) => results.get(name)?.qualities ?? [];
  const blends = learned.map(({ name }) => name);
  const best = blends.reduce((a, b) => (mean(qualitiesOf(b)) > mean(qualitiesOf(a)) ? b : a));
  const coverageOf = (name: string) => results.get(name)?.coverage ?? 0;
  let chosen = blends
    .filter((name) => !isMeasurablyBetter(qualitiesOf(best), qualitiesOf(name)))
    .reduce((a, b) => (coverageOf(b) > coverageOf(a) ? b : a), best);
  for (const { name } of fixed) {
    if (isMeasurablyBetter(qualitiesOf(name), qualitiesOf(chosen))) chosen = name;
  }
  const ndcgsOf = (name: string) => results.get(name)?.ndcgs ?? [];
  const choice = {
    chosen,
    weights: [...learned, ...fixed].find(({ name }) => name === chosen)?.weights() ?? general,
    windowDays,
    customers: tasks.length,
    contenders: [...results]
      .map(([name, { ndcgs, hitRate10, coverage }]) => ({
        name,
        ndcg10: mean(ndcgs),
        hitRate10,
        coverage,
      }))
      .sort((a, b) => b.ndcg10 - a.ndcg10),
    gain: differenceOf(ndcgsOf(chosen), ndcgsOf("popularity")),
  };
  return { choice, qualities: qualitiesOf(chosen), ndcgs: ndcgsOf(chosen) };
}

/** The general weights know no models of visits: only a shop's own evaluation gives them weight. */
const generalFor = ({ list, sources }: Pick<ChooseWeightsInput, "list" | "sources">) =>
  weightsBySource(sources, { weights: GENERAL_WEIGHTS[list] });

/** The blends whose weights are learned. */
function learnContenders(
  tasks: readonly ListTask[],
  fixed: readonly Contender[],
  input: ChooseWeightsInput,
): Contender[] {
  const lists = gatherTaught(tasks, input);
  const general = generalFor(input);
  const single = bestSingle(measureTaught(lists, fixed), fixed);
  return [
    learnContender("blend", lists, general, PENALTIES.loose),
    learnContender("blend_firm", lists, general, PENALTIES.firm),
    learnContender("blend_from_best", lists, single, PENALTIES.firm),
  ];
}

const fixedContender = (name: string, weights: BlendWeights): Contender => ({
  name,
  weights: () => weights,
  crossed: [weights, weights],
});

interface Result {
  /** What is compared, one per task, in [0, 1]. */
  readonly qualities: Float64Array;
  /** One per task, in [0, 1]. */
  readonly ndcgs: Float64Array;
  readonly hitRate10: number;
  /** Products that appear in any list, as a share of all. */
  readonly coverage: number;
}

function measureContenders(
  contenders: readonly Contender[],
  tasks: readonly ListTask[],
  input: ChooseWeightsInput,
): ReadonlyMap<string, Result> {
  const sums = contenders.map(({ name, crossed }) => ({
    name,
    crossed,
    qualities: new Float64Array(tasks.length),
    ndcgs: new Float64Array(tasks.length),
    hits: 0,
    shown: new Set<number>(),
  }));
  const top = createTopK(LISTED);
  tasks.forEach((task, n) => {
    const candidates = candidatesOf(task, input);
    const logs = logsOf(candidates);
    for (const sum of sums) {
      rankInto(top, scoresOf(candidates, sum.crossed[n % 2 === 0 ? 0 : 1], logs));
      const hits = hitsOf(top, (row) => task.targets.has(candidates.products[row] ?? -1));
      sum.qualities[n] = qualityOf(hits, task.targets.size);
      sum.ndcgs[n] = ndcgAt(hits, task.targets.size, REPORTED);
      sum.hits += hitRateAt(hits, REPORTED);
      for (const row of top.indices.subarray(0, Math.min(top.size, REPORTED))) {
        sum.shown.add(candidates.products[row] ?? -1);
      }
    }
  });
  const products = Math.max(1, input.sorted.models.productIds.length);
  return new Map(
    sums.map(({ name, qualities, ndcgs, hits, shown }) => [
      name,
      { qualities, ndcgs, hitRate10: hits / tasks.length, coverage: shown.size / products },
    ]),
  );
}

/** The rows of the best candidates, best first. Rows are in product order, so ties are too. */
function rankInto(top: TopK, scores: Float64Array): void {
  clearTopK(top);
  scores.forEach((score, row) => offerTopK(top, row, score));
  sortTopK(top);
}

/** Whether a model was fitted: some are not for a large catalog. */
const hasNeighbors = ({ neighbors }: ProductNeighbors) => neighbors.length > 0;

/** Weights for a single model. */
function onlyFrom(source: string, weights: BlendWeights): BlendWeights {
  return weights.map((weight) => ({
    source: weight.source,
    share: weight.source === source ? 1 : 0,
    log: 0,
  }));
}

/** An even sample if there are too many to evaluate. */
function spread(tasks: readonly ListTask[]): ListTask[] {
  const every = Math.ceil(tasks.length / MAX_TASKS);
  return tasks.filter((_, n) => n % every === 0);
}
