import { fitPopularity } from "~/ml/ranking/popularity";
import { scoreByNeighbors } from "~/ml/neighbors/product-neighbors";
import { indexSessions, scoreBySessionKnn, type Sessions } from "~/ml/neighbors/session-knn";
import { clearScores, createSparseScores } from "~/ml/matrices/sparse-scores";
import { fitTransitions } from "~/ml/neighbors/transitions";
import { blendScorer, fitBlend } from "../recommenders/blend";
import { report, type Call, type Measured } from "../call";
import { chooseSettings } from "../recommenders/choose-settings";
import { groupByUser } from "../recommenders/interactions";
import { createListMaker, createMetricSums, type RankingTask } from "../recommenders/ranking-task";
import { createNames } from "../readers/read-interactions";
import { readContinuations, readSessionLines, type Continuation } from "../readers/read-sessions";
import {
  historyOf,
  cacheBySettings,
  type Recommender,
  type Scorer,
  type Settings,
} from "../recommenders/recommenders";

/** Continuations for choosing settings and weights. */
const CHOSEN_BY = { settings: 1500, weights: 4000 };
/** Share of the last training sessions that is held out for choosing. */
const HELD_OUT = 0.05;
/** Maximum number of an item's latest sessions to use, which bounds the response time. */
const SESSIONS_PER_ITEM = 2500;

/** The next item of a session, from earlier items. */
export const sessions: Call = {
  flags: { train: null, test: null },
  prepare(options) {
    const names = createNames();
    const train = readSessionLines(options.train!, names);
    const test = readContinuations(options.test!, names);
    return () => {
      const items = names.numberOf.size;
      const fitted = train.slice(0, Math.ceil(train.length * (1 - HELD_OUT)));
      const heldOut = train.slice(fitted.length).flatMap(continuationsOf);
      const chosen = choose(fitted, heldOut, items);
      report(`settings chosen: ${JSON.stringify(chosen.settings)}`);
      const task = taskOf(test, items);
      const source = sourceOf(train, items);
      const scorers = chosen.names.map((name) =>
        modelsOf(train, items)[name]!.scorerFor(task)(chosen.settings[name]!),
      );
      const models: Record<string, Record<string, Measured>> = {
        popularity: measureTimed(() => undefined, task, source.bestSellers),
      };
      chosen.names.forEach((name, n) => {
        models[name] = measureTimed(scorers[n]!, task, source.bestSellers);
        report(`${name} has mrr20 ${Number(models[name].mrr20).toFixed(4)}`);
      });
      const blend = blendScorer({ ...source, scorers }, task, "all", chosen.theta);
      models.blend = measureTimed(blend, task, source.bestSellers);
      const quality = (name: string) => models[name]!.mrr20 as number;
      return {
        n: task.users.length,
        models,
        best: Object.keys(models).reduce((a, b) => (quality(b) > quality(a) ? b : a)),
        more: { settings: chosen.settings },
      };
    };
  },
};

function choose(fitted: readonly Int32Array[], heldOut: readonly Continuation[], items: number) {
  const models = modelsOf(fitted, items);
  const names = Object.keys(models);
  const source = sourceOf(fitted, items);
  const sample = taskOf(everyOther(heldOut, CHOSEN_BY.settings), items);
  const settings: Record<string, Settings> = {};
  for (const [name, { grid, scorerFor }] of Object.entries(models)) {
    const choice = { grid, scorerFor: scorerFor(sample) };
    settings[name] = chooseSettings(choice, sample, "all", source.bestSellers);
  }
  const task = taskOf(everyOther(heldOut, CHOSEN_BY.weights), items);
  const scorers = names.map((name) => models[name]!.scorerFor(task)(settings[name]!));
  const theta = fitBlend({ ...source, scorers }, task, "all");
  return { names, settings, theta };
}

interface SessionModel {
  readonly grid: Recommender["grid"];
  readonly scorerFor: (task: RankingTask) => (settings: Settings) => Scorer;
}

function modelsOf(train: readonly Int32Array[], items: number): Record<string, SessionModel> {
  const past = pastSessions(train);
  const fit = cacheBySettings(
    (stepDecay: number, backward: number, asymmetry: number, shrinkage: number) =>
      fitTransitions(past, items, {
        k: 100,
        maxSteps: 6,
        stepDecay,
        backward,
        asymmetry,
        shrinkage,
      }),
  );
  return {
    transitions: {
      grid: {
        stepDecay: [0.3, 0.1, 0.5, 0.7],
        backward: [0, 0.25, 0.5, 1],
        asymmetry: [0.7, 0.5, 0.9],
        shrinkage: [0, 2],
        halfLifeSteps: [0.5, 0.3, 1, 2],
      },
      scorerFor:
        ({ known }) =>
        (settings) => {
          const { stepDecay, backward, asymmetry, shrinkage } = settings;
          const model = fit(stepDecay!, backward!, asymmetry!, shrinkage!);
          const history = historyOf(known, settings);
          return (query, into) => scoreByNeighbors(model, history(query), into);
        },
    },
    sessionKnn: {
      grid: {
        neighbors: [200, 100, 500],
        lengthPower: [0.5, 0.3, 0.7],
        itemHalfLife: [2, 1, 4],
        sessionHalfLife: [Infinity, train.length / 2, train.length / 8],
        voteHalfLife: [2, 1, 4, Infinity],
        voteBackward: [0.5, 0.2, 1],
      },
      scorerFor:
        ({ known: { offsets, itemOf, steps } }) =>
        (settings) => {
          const options = {
            neighbors: settings.neighbors!,
            lengthPower: settings.lengthPower!,
            itemHalfLife: settings.itemHalfLife!,
            sessionHalfLife: settings.sessionHalfLife!,
            voteHalfLife: settings.voteHalfLife!,
            voteBackward: settings.voteBackward!,
            inverseFrequency: true,
          };
          const model = indexSessions(past, items, options, SESSIONS_PER_ITEM);
          return (query, into) => {
            const range = [offsets[query]!, offsets[query + 1]!] as const;
            const running = { items: itemOf.subarray(...range), steps: steps.subarray(...range) };
            scoreBySessionKnn(model, running, into);
          };
        },
    },
  };
}

/** Sessions in file order, the newest last. */
function pastSessions(train: readonly Int32Array[]): Sessions {
  const offsets = new Int32Array(train.length + 1);
  train.forEach((session, n) => (offsets[n + 1] = offsets[n]! + session.length));
  const items = new Int32Array(offsets[train.length]!);
  const steps = new Int32Array(items.length);
  train.forEach((session, n) => {
    items.set(session, offsets[n]);
    for (let step = 0; step < session.length; step++) steps[offsets[n]! + step] = step;
  });
  return { items, steps, offsets, ages: Float64Array.from(train, (_, n) => train.length - 1 - n) };
}

function continuationsOf(session: Int32Array): Continuation[] {
  return Array.from({ length: session.length - 1 }, (_, n) => ({
    prefix: session.subarray(0, n + 1),
    target: session[n + 1]!,
  }));
}

function everyOther<T>(all: readonly T[], max: number): T[] {
  const every = Math.max(1, Math.ceil(all.length / max));
  return all.filter((_, n) => n % every === 0);
}

function taskOf(continuations: readonly Continuation[], items: number): RankingTask {
  const userOf = continuations.flatMap(({ prefix }, n) => Array.from(prefix, () => n));
  const itemOf = continuations.flatMap(({ prefix }) => Array.from(prefix));
  return {
    known: groupByUser({
      users: continuations.length,
      items,
      userOf,
      itemOf,
      days: new Float64Array(userOf.length),
      order: "sequence",
    }),
    users: Int32Array.from(continuations.keys()),
    targetsOf: (query) => new Set([continuations[query]!.target]),
  };
}

function sourceOf(train: readonly Int32Array[], items: number) {
  const productIndices = pastSessions(train).items;
  const popularity = fitPopularity({
    products: items,
    productIndices,
    agesDays: new Float64Array(productIndices.length),
    halfLifeDays: 1,
  });
  const bestSellers = Int32Array.from(popularity.keys())
    .filter((item) => popularity[item]! > 0)
    .sort((a, b) => popularity[b]! - popularity[a]! || a - b);
  return { popularities: [popularity], bestSellers };
}

/** The metrics of a model's lists, and its response time. */
function measureTimed(score: Scorer, task: RankingTask, bestSellers: Int32Array) {
  const scores = createSparseScores(task.known.items);
  const listOf = createListMaker(bestSellers);
  const sums = createMetricSums(bestSellers.length);
  const tookMs = new Float64Array(task.users.length);
  task.users.forEach((query, n) => {
    const startMs = performance.now();
    score(query, scores);
    const list = listOf(scores, null);
    clearScores(scores);
    tookMs[n] = performance.now() - startMs;
    sums.add(list, task.targetsOf(query));
  });
  tookMs.sort();
  const quantile = (share: number) => tookMs[Math.floor(share * (tookMs.length - 1))]!;
  return { ...sums.means(), p50Ms: quantile(0.5), p99Ms: quantile(0.99) };
}
