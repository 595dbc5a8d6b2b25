import { fitLogisticRanker } from "~/ml/ranking/logistic-ranker";
import { markHits, ndcgAt } from "~/ml/ranking/ranking-metrics";
import { createTopK, clearTopK, offerTopK, sortTopK } from "~/ml/ranking/top-k";
import { clearScores, createSparseScores } from "~/ml/matrices/sparse-scores";
import { scoreByNeighbors, type ProductNeighbors } from "~/ml/neighbors/product-neighbors";
import { scoreBySessionKnn } from "~/ml/neighbors/session-knn";
import { createBlendScratch, gatherCandidates, toCandidateList, type BlendWeights } from "../blend";
import { countVisits, toSessions, type PastVisits } from "./past-visits";
import {
  countViews,
  fitViewedNext,
  indexVisits,
  type SessionModel,
  type SessionSettings,
} from "./session-model";
import { SESSION_SOURCES, sessionQueries, weighViews } from "./session-queries";

/** With fewer visits, a shop has no session model. */
const MIN_VISITS = 50;
/** With fewer held-out views, the settings and weights below are used. */
const MIN_MEASURED = 200;
/** Share of the last visits that is held out for choosing settings and weights. */
const HELD_OUT = 0.05;
/** Held-out views for choosing settings and weights. */
const CHOSEN_BY = { settings: 1_500, weights: 4_000 } as const;
const LISTED = 20;
const PENALTY = 1;

/** The initial settings. */
const FIRST: SessionSettings = {
  stepDecay: 0.3,
  backward: 0,
  asymmetry: 0.7,
  shrinkage: 0,
  halfLifeSteps: 0.5,
  neighbors: 200,
  lengthPower: 0.5,
  itemHalfLife: 2,
  sessionHalfLife: 0,
  voteHalfLife: 2,
  voteBackward: 0.5,
};

/** Other values to try, setting by setting. The settings of one model do not affect the other. */
const TRANSITION_GRID = {
  stepDecay: [0.1, 0.5, 0.7],
  backward: [0.25, 0.5, 1],
  asymmetry: [0.5, 0.9],
  shrinkage: [2],
  halfLifeSteps: [0.3, 1, 2],
} as const;
const SESSION_GRID = {
  neighbors: [100, 500],
  lengthPower: [0.3, 0.7],
  itemHalfLife: [1, 4],
  sessionHalfLife: [0.5, 0.125],
  voteHalfLife: [1, 4, 0],
  voteBackward: [0.2, 1],
} as const;

/** The prior of learned weights, and the weights without enough data: both models count equally. */
const GENERAL_WEIGHTS: BlendWeights = [
  { source: "session_knn", share: 0, log: 0.6 },
  { source: "viewed_next", share: 0, log: 0.6 },
  { source: "viewed_before", share: 0, log: 0 },
  { source: "views", share: 0, log: 0.1 },
];

/** A visit up to some view, and the next product. */
interface Continuation {
  readonly viewed: readonly number[];
  readonly next: number;
}

/**
 * Trains a shop's session model. Settings and weights are chosen by the next views of the last visits, with models of
 * the visits before; then the models are fitted on all visits.
 *
 * - D. Garg et al. Sequence and time aware neighborhood for session-based recommendations. SIGIR 2019.
 *   doi:10.1145/3331184.3331322
 *
 * Cost: about 40 times fitting and asking 1,500 times.
 *
 * @returns `null` with too few visits
 */
export function trainSessions(visits: PastVisits, now: Date): SessionModel | null {
  const count = countVisits(visits);
  if (count < MIN_VISITS) return null;
  const products = visits.productIds.length;
  const cut = Math.floor(count * (1 - HELD_OUT));
  const before = toSessions(visits, 0, cut);
  const heldOut = continuationsOf(visits, cut);
  const settings =
    heldOut.length < MIN_MEASURED ? FIRST : chooseSettings(before, products, heldOut);
  const weights =
    heldOut.length < MIN_MEASURED
      ? GENERAL_WEIGHTS
      : learnWeights(before, products, settings, heldOut);
  const sessions = toSessions(visits, 0, count);
  return {
    trainedAt: now,
    productIds: visits.productIds,
    sessions,
    transitions: fitViewedNext(sessions, products, settings),
    settings,
    weights,
  };
}

function continuationsOf({ offsets, productOf }: PastVisits, from: number): Continuation[] {
  const found: Continuation[] = [];
  for (let visit = from; visit + 1 < offsets.length; visit++) {
    const viewed = [...productOf.subarray(offsets[visit], offsets[visit + 1])];
    for (let n = 1; n < viewed.length; n++) {
      found.push({ viewed: viewed.slice(0, n), next: viewed[n] ?? -1 });
    }
  }
  return found;
}

type Sessions = ReturnType<typeof toSessions>;
type Score = (viewed: readonly number[], into: ReturnType<typeof createSparseScores>) => void;

function chooseSettings(
  before: Sessions,
  products: number,
  heldOut: readonly Continuation[],
): SessionSettings {
  const sample = everyFew(heldOut, CHOSEN_BY.settings);
  const qualityOf = createQuality(products, sample);
  // Settings of the ranking alone keep the fitted transitions.
  const fitted = new Map<string, ProductNeighbors>();
  const byTransitions = (settings: SessionSettings): Score => {
    const { stepDecay, backward, asymmetry, shrinkage, halfLifeSteps } = settings;
    const key = [stepDecay, backward, asymmetry, shrinkage].join(" ");
    const model = fitted.get(key) ?? fitViewedNext(before, products, settings);
    fitted.set(key, model);
    return (viewed, into) => scoreByNeighbors(model, weighViews(viewed, halfLifeSteps), into);
  };
  const bySessions = (settings: SessionSettings): Score => {
    const model = indexVisits(before, products, settings);
    return (viewed, into) =>
      scoreBySessionKnn(model, { items: viewed, steps: [...viewed.keys()] }, into);
  };
  const chosen = climb(FIRST, TRANSITION_GRID, (it) => qualityOf(byTransitions(it)));
  return climb(chosen, SESSION_GRID, (it) => qualityOf(bySessions(it)));
}

/** Chooses one setting after another by quality; of equal values the earlier one stays. */
function climb(
  start: SessionSettings,
  grid: Readonly<Partial<Record<keyof SessionSettings, readonly number[]>>>,
  qualityOf: (settings: SessionSettings) => number,
): SessionSettings {
  let best = start;
  let quality = qualityOf(best);
  for (const [name, values] of Object.entries(grid)) {
    for (const value of values) {
      const tried = { ...best, [name]: value };
      const triedQuality = qualityOf(tried);
      if (triedQuality > quality) [best, quality] = [tried, triedQuality];
    }
  }
  return best;
}

/** The mean nDCG of a score's lists for the next products of some visits, in [0, 1]. */
function createQuality(products: number, sample: readonly Continuation[]) {
  const scores = createSparseScores(products);
  const top = createTopK(LISTED);
  return (score: Score): number => {
    let sum = 0;
    for (const { viewed, next } of sample) {
      score(viewed, scores);
      clearTopK(top);
      for (let n = 0; n < scores.count; n++) {
        const product = scores.nonZero[n] ?? -1;
        offerTopK(top, product, scores.values[product] ?? 0);
      }
      sortTopK(top);
      const ranked = top.indices.subarray(0, top.size);
      const hits = markHits(ranked, (product) => product === next, LISTED);
      sum += ndcgAt(hits, 1, LISTED);
      clearScores(scores);
    }
    return sum / Math.max(1, sample.length);
  };
}

/** The weights of the models by conditional logit, from visits that the models have not seen. */
function learnWeights(
  before: Sessions,
  products: number,
  settings: SessionSettings,
  heldOut: readonly Continuation[],
): BlendWeights {
  const models = {
    knn: indexVisits(before, products, settings),
    transitions: fitViewedNext(before, products, settings),
    views: countViews(before, products),
    settings,
  };
  const scratch = createBlendScratch(products);
  const lists = everyFew(heldOut, CHOSEN_BY.weights).map(({ viewed, next }) =>
    toCandidateList(
      gatherCandidates(sessionQueries(models, viewed), [], () => true, scratch),
      (product) => product === next,
    ),
  );
  const theta = fitLogisticRanker(
    lists,
    PENALTY,
    Float64Array.from(GENERAL_WEIGHTS.flatMap(({ share, log }) => [share, log])),
  );
  return SESSION_SOURCES.map((source, n) => ({
    source,
    share: theta[2 * n] ?? 0,
    log: theta[2 * n + 1] ?? 0,
  }));
}

/** An even sample of at most `max`. */
function everyFew<T>(all: readonly T[], max: number): readonly T[] {
  const every = Math.max(1, Math.ceil(all.length / max));
  return all.filter((_, n) => n % every === 0);
}
