import { fitLogisticRanker, type CandidateLists } from "~/ml/ranking/logistic-ranker";
import { markHits, ndcgAt, recallAt } from "~/ml/ranking/ranking-metrics";
import { clearTopK, createTopK, offerTopK, sortTopK, type TopK } from "~/ml/ranking/top-k";
import {
  gatherCandidates,
  logOfShare,
  type BlendScratch,
  type BlendWeights,
  type BlendedList,
  type Candidates,
} from "../blend";
import type { ListTask } from "./list-tasks";
import { additionalCandidates, queriesFor, type SortedModels } from "./model-queries";

export interface ChooseWeightsInput {
  readonly list: BlendedList;
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

/** Weights that compete: as learned from all customers, and for each half as learned from the other. */
export interface Contender {
  readonly name: string;
  readonly weights: BlendWeights;
  readonly crossed: readonly [BlendWeights, BlendWeights];
}

/** Candidates of tasks with a target among them. Only these can teach weights. */
export interface CandidateTable extends CandidateLists {
  /** Number of each list's targets, whether candidates or not, and the list's half of the tasks. */
  readonly targets: readonly number[];
  readonly halves: readonly number[];
}

export function toTable(
  tasks: readonly ListTask[],
  models: number,
  input: ChooseWeightsInput,
): CandidateTable {
  const width = 2 * models;
  const offsets = [0];
  const targets: number[] = [];
  const halves: number[] = [];
  let features = new Float32Array(0);
  let isTarget = new Uint8Array(0);
  for (const [n, task] of tasks.entries()) {
    if (targets.length === MAX_LEARNED) break;
    const { products, shares } = candidatesOf(task, input);
    const hits = Uint8Array.from(products, (product) => (task.targets.has(product) ? 1 : 0));
    if (!hits.includes(1)) continue;
    const start = offsets.at(-1) ?? 0;
    const end = start + products.length;
    if (end > isTarget.length) {
      features = grow(features, new Float32Array(Math.ceil(1.5 * end) * width));
      isTarget = grow(isTarget, new Uint8Array(Math.ceil(1.5 * end)));
    }
    shares.forEach((share, at) => {
      features[start * width + 2 * at] = share;
      features[start * width + 2 * at + 1] = logOfShare(share);
    });
    isTarget.set(hits, start);
    offsets.push(end);
    targets.push(task.targets.size);
    halves.push(n % 2);
  }
  return { offsets: Int32Array.from(offsets), features, isTarget, width, targets, halves };
}

function grow<T extends Float32Array | Uint8Array>(from: T, into: T): T {
  into.set(from);
  return into;
}

/** The name and weights of the best single model on the table. */
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
  return (fixed[best]?.weights ?? []).map(({ source, share }) => ({
    source,
    share: 4 * share,
    log: 0.5 * share,
  }));
}

/** Each contender's mean quality over the table's lists. */
export function measureTable(table: CandidateTable, contenders: readonly Contender[]): number[] {
  const top = createTopK(LISTED);
  return contenders.map(({ weights }) => {
    const theta = weights.flatMap(({ share, log }) => [share, log]);
    let sum = 0;
    table.targets.forEach((due, list) => {
      clearTopK(top);
      const start = table.offsets[list] ?? 0;
      const end = table.offsets[list + 1] ?? 0;
      for (let row = start; row < end; row++) {
        let score = 0;
        for (let n = 0; n < table.width; n++) {
          score += (theta[n] ?? 0) * (table.features[row * table.width + n] ?? 0);
        }
        offerTopK(top, row, score);
      }
      sortTopK(top);
      sum += qualityOf(
        hitsOf(top, (row) => table.isTarget[row] === 1),
        due,
      );
    });
    return sum / Math.max(1, table.targets.length);
  });
}

/** Weights by conditional logit, from all lists and from each half for the other. */
export function learnContender(
  name: string,
  table: CandidateTable,
  prior: BlendWeights,
  penalty: number,
): Contender {
  const start = Float64Array.from(prior.flatMap(({ share, log }) => [share, log]));
  const learn = (half: number | null): BlendWeights => {
    const theta = fitLogisticRanker(
      table,
      penalty,
      start,
      half === null ? undefined : (list) => table.halves[list] === half,
    );
    return prior.map(({ source }, n) => ({
      source,
      share: theta[2 * n] ?? 0,
      log: theta[2 * n + 1] ?? 0,
    }));
  };
  return { name, weights: learn(null), crossed: [learn(1), learn(0)] };
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
  { list, sorted, scratch }: Pick<ChooseWeightsInput, "list" | "sorted" | "scratch">,
): Candidates {
  return gatherCandidates(
    queriesFor(list, sorted, basis),
    additionalCandidates(list, basis),
    accepts,
    scratch,
  );
}
