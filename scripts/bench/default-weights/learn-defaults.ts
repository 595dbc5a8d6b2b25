import { fitLogisticRanker, scoreRow, type CandidateList } from "~/ml/ranking/logistic-ranker";
import { ndcgAt } from "~/ml/ranking/ranking-metrics";
import { clearTopK, createTopK, offerTopK, sortTopK } from "~/ml/ranking/top-k";
import { createBlendScratch, type BlendedList, type BlendWeights } from "~/recommendations/blend";
import { mineProductRules } from "~/recommendations/baskets/mine-rules";
import { indexRules } from "~/recommendations/baskets/rule-index";
import { fitFrom, prepareFit } from "~/recommendations/models/fit-models";
import { gatherTaught, hitsOf, LISTED } from "~/recommendations/models/learn-weights";
import { findReturning, listTasks } from "~/recommendations/models/list-tasks";
import { GENERAL_WEIGHTS } from "~/recommendations/models/general-weights";
import { LIST_SOURCES, sortModels } from "~/recommendations/models/model-queries";
import { GENERAL_SETTINGS } from "~/recommendations/models/model-settings";
import { mean } from "~/recommendations/models/paired-differences";
import { sortPurchases } from "~/recommendations/purchases/purchase-histories";
import type { SampleShop } from "./sample-shops";

/** Customers of one shop who count. */
const MAX_TASKS = 250;
const DAY_MS = 86_400_000;
const WINDOW_DAYS = 30;
/** How strongly the weights of a data set are drawn to those of the code. */
const PENALTY = 100;
/** Places of a list that are measured. */
const REPORTED = 10;

/** What the customers of some shops bought in the last month, with the candidates of a list. */
export interface Examples {
  /** Those with a purchase among the candidates. */
  readonly lists: readonly (CandidateList & { readonly targets: number })[];
  /** All of them: the others' lists are without a hit, whatever the weights. */
  readonly tasks: number;
}

/** Fits shops as of a month before their end, with the settings of a new shop, and collects the examples of lists. */
export function collectExamples(
  shops: readonly SampleShop[],
  lists: readonly BlendedList[],
): ReadonlyMap<BlendedList, Examples> {
  const collected = new Map(
    lists.map((list) => [list, { lists: [] as Examples["lists"][number][], tasks: 0 }]),
  );
  for (const { purchases, products, now } of shops) {
    const cut = new Date(now.getTime() - WINDOW_DAYS * DAY_MS);
    const data = prepareFit({ purchases, products, now: cut });
    const indices = new Map(data.productIds.map((id, index) => [id, index]));
    const histories = sortPurchases(purchases, indices, now.getTime());
    const customers = findReturning(histories, cut.getTime());
    const rules = indexRules(mineProductRules(purchases, cut).rules, indices);
    const sorted = sortModels(fitFrom(data, products, GENERAL_SETTINGS), rules);
    const scratch = createBlendScratch(data.productIds.length);
    for (const [list, examples] of collected) {
      const all = listTasks(list, customers, data.candidates);
      const every = Math.ceil(all.length / MAX_TASKS);
      const tasks = all.filter((_, n) => n % every === 0);
      const sources = LIST_SOURCES[list];
      const input = { list, sources, sorted, tasks, windowDays: WINDOW_DAYS, inUse: null, scratch };
      examples.lists.push(...gatherTaught(tasks, input));
      examples.tasks += tasks.length;
    }
  }
  return collected;
}

export function joinExamples(parts: readonly Examples[]): Examples {
  return {
    lists: parts.flatMap(({ lists }) => lists),
    tasks: parts.reduce((sum, { tasks }) => sum + tasks, 0),
  };
}

/** A data set's own weights of a list, and which models had anything to say. */
export interface OwnWeights {
  /** Two per model: of the share and of its logarithm. */
  readonly theta: Float64Array;
  readonly isKnown: readonly boolean[];
}

/** Weights that start at those of the code, as a shop's own start at the weights of a new shop. */
export function learnOwn(list: BlendedList, { lists }: Examples): OwnWeights {
  const isKnown = LIST_SOURCES[list].map((_, model) =>
    lists.some(({ columns }) => columns.includes(2 * model)),
  );
  return { theta: fitLogisticRanker(lists, PENALTY, currentOf(list)), isKnown };
}

const currentOf = (list: BlendedList) =>
  Float64Array.from(GENERAL_WEIGHTS[list].flatMap(({ share, log }) => [share, log]));

/**
 * The mean of several data sets' weights. A model counts in the data sets that know it: one without titles says nothing
 * about the model of texts.
 */
export function averageWeights(list: BlendedList, sets: readonly OwnWeights[]): BlendWeights {
  const current = currentOf(list);
  return LIST_SOURCES[list].map((source, model) => {
    const knowing = sets.filter(({ isKnown }) => isKnown[model]);
    const at = (column: number) =>
      round(
        knowing.length === 0
          ? (current[column] ?? 0)
          : mean(knowing.map(({ theta }) => theta[column] ?? 0)),
      );
    return { source, share: at(2 * model), log: at(2 * model + 1) };
  });
}

/** The NDCG of the first ten places, for each customer. */
export function measureWeights(weights: BlendWeights, { lists, tasks }: Examples): Float64Array {
  const theta = Float64Array.from(weights.flatMap(({ share, log }) => [share, log]));
  const top = createTopK(LISTED);
  const qualities = new Float64Array(tasks);
  lists.forEach((list, n) => {
    clearTopK(top);
    list.isTarget.forEach((_, row) => offerTopK(top, row, scoreRow(theta, list, row)));
    sortTopK(top);
    const hits = hitsOf(top, (row) => list.isTarget[row] === 1);
    qualities[n] = ndcgAt(hits, list.targets, REPORTED);
  });
  return qualities;
}

/** As many digits as the constants have, without −0. */
const round = (value: number): number => Math.round(100 * value) / 100 + 0;
