import { fitPopularity } from "~/ml/ranking/popularity";
import { clearScores, createSparseScores } from "~/ml/matrices/sparse-scores";
import { prepareUpCf, recentShares, scoreByUpCf } from "~/ml/neighbors/up-cf";
import { blendOf, fitBlend } from "../recommenders/blend";
import type { Call, Measured } from "../call";
import { chooseSettings } from "../recommenders/choose-settings";
import { groupByUser } from "../recommenders/interactions";
import {
  createListMaker,
  createMetricSums,
  ownItems,
  type RankingMetrics,
  type RankingTask,
} from "../recommenders/ranking-task";
import { readBasketUsers } from "../readers/read-baskets";
import {
  easeFor,
  cacheBySettings,
  ownHistory,
  type Recommender,
  type Scorer,
} from "../recommenders/recommenders";

/** Users with a held-out last basket, for choosing settings and weights. */
const CHOSEN_BY = 400;
/** The initial settings. */
const UP_CF = { neighbors: 300, asymmetry: 0.25, locality: 5 };
/** Half-lives of a user's own baskets, in baskets. */
const OWN_DECAYS = { halfLifeSteps: [Infinity, 2, 4, 8, 16] };

/** Predicts the next basket of users with known baskets. */
export const baskets: Call = {
  flags: { file: null },
  prepare(options) {
    const { products, histories, next } = readBasketUsers(options.file!);
    return () => {
      const test = createTask(histories, next, products);
      const validation = lastBasketTask(histories, products);
      const blended: Record<string, Recommender> = {
        own: ownHistory(OWN_DECAYS),
        upcf: upCf(products),
      };
      // EASE uses whether a product was bought, not how often: it is compared, not blended.
      const fits = { ...blended, ...easeFor(products, OWN_DECAYS) };
      const inBlend = <T>(ofModels: readonly T[]) => ofModels.slice(0, Object.keys(blended).length);
      const names = Object.keys(fits);
      const before = popularityOf(validation);
      const chosen = names.map((name) => {
        const { grid, prepare } = fits[name]!;
        const scorerFor = prepare(validation.known);
        const choice = { grid, scorerFor };
        const settings = chooseSettings(choice, validation, "all", before.bestSellers);
        return { settings, scorer: scorerFor(settings) };
      });
      const settings = chosen.map((choice) => choice.settings);
      const known = { ...before, scorers: inBlend(chosen).map(({ scorer }) => scorer) };
      const theta = fitBlend(known, validation, "all");

      const now = popularityOf(test);
      const scorers = names.map((name, n) => fits[name]!.prepare(test.known)(settings[n]!));
      const blend = blendOf({ ...now, scorers: inBlend(scorers) }, test, "all", theta);
      const models: Record<string, Record<string, Measured>> = measureSeparately(
        { names, scorers, blend: (user, scores, into) => blend(user, inBlend(scores), into) },
        test,
        now.bestSellers,
      );
      const quality = (name: string) => models[name]!.ndcg10 as number;
      return {
        n: test.users.length,
        models,
        best: Object.keys(models).reduce((a, b) => (quality(b) > quality(a) ? b : a)),
        more: { settings: Object.fromEntries(names.map((name, n) => [name, settings[n]!])) },
      };
    };
  },
};

function upCf(products: number): Recommender {
  return {
    grid: { locality: [UP_CF.locality, 3, 2], recency: [10, 5] },
    prepare: ({ users, offsets, itemOf, steps }) => {
      const histories = Array.from({ length: users }, (_, user) => {
        const own: number[][] = [];
        for (let at = offsets[user]!; at < offsets[user + 1]!; at++) {
          (own[steps[at]!] ??= []).push(itemOf[at]!);
        }
        return own;
      });
      const fit = cacheBySettings((recency: number) =>
        prepareUpCf(recentShares(histories, products, recency), UP_CF),
      );
      return (settings) => {
        const model = {
          ...fit(settings.recency!),
          options: { ...UP_CF, locality: settings.locality! },
        };
        return (user, into) => scoreByUpCf(model, user, into);
      };
    },
  };
}

/** The task to predict each user's last known basket from earlier ones, for some users. */
function lastBasketTask(
  histories: readonly (readonly Int32Array[])[],
  products: number,
): RankingTask {
  const earlier = histories.map((own) => (own.length > 1 ? own.slice(0, -1) : own));
  const lasts = histories.map((own) => (own.length > 1 ? own.at(-1)! : new Int32Array(0)));
  const task = createTask(earlier, lasts, products);
  const every = Math.ceil(task.users.length / CHOSEN_BY);
  return { ...task, users: task.users.filter((_, n) => n % every === 0) };
}

function createTask(
  histories: readonly (readonly Int32Array[])[],
  next: readonly Int32Array[],
  products: number,
): RankingTask {
  const bought = histories.reduce(
    (sum, own) => own.reduce((length, basket) => length + basket.length, sum),
    0,
  );
  const userOf = new Int32Array(bought);
  const itemOf = new Int32Array(bought);
  const days = new Int32Array(bought);
  let at = 0;
  histories.forEach((own, user) =>
    own.forEach((basket, step) => {
      userOf.fill(user, at, at + basket.length);
      itemOf.set(basket, at);
      days.fill(step, at, at + basket.length);
      at += basket.length;
    }),
  );
  // The basket's number replaces its day, since only the order of baskets is known.
  const known = groupByUser({
    users: histories.length,
    items: products,
    userOf,
    itemOf,
    days,
    order: "time",
  });
  const users = Int32Array.from(next.keys()).filter((user) => next[user]!.length > 0);
  return { known, users, targetsOf: (user) => new Set(next[user]) };
}

function popularityOf({ known }: RankingTask) {
  const popularity = fitPopularity({
    products: known.items,
    productIndices: known.itemOf,
    agesDays: new Float64Array(known.itemOf.length),
    halfLifeDays: 1,
  });
  const bestSellers = Int32Array.from(popularity.keys())
    .filter((item) => popularity[item]! > 0)
    .sort((a, b) => popularity[b]! - popularity[a]! || a - b);
  return { popularities: [popularity], bestSellers };
}

/** The compared models by name, and their blend. */
interface Compared {
  readonly names: readonly string[];
  readonly scorers: readonly Scorer[];
  readonly blend: ReturnType<typeof blendOf>;
}

/** The metrics of one list per user and model: against all targets, earlier ones, and new ones. */
function measureSeparately(
  { names, scorers, blend }: Compared,
  task: RankingTask,
  bestSellers: Int32Array,
): Record<string, Record<string, Measured>> {
  const noScores = createSparseScores(task.known.items);
  const blended = createSparseScores(task.known.items);
  const scores = scorers.map(() => createSparseScores(task.known.items));
  const listOf = createListMaker(bestSellers);
  const newSums = () => createMetricSums(bestSellers.length);
  const sums = [
    { name: "popularity", scored: noScores },
    ...names.map((name, n) => ({ name, scored: scores[n]! })),
    { name: "blend", scored: blended },
  ].map((model) => ({ ...model, parts: [newSums(), newSums(), newSums()] as const }));
  for (const user of task.users) {
    const had = ownItems(task.known, user);
    const targets = task.targetsOf(user);
    const repeated = new Set([...targets].filter((item) => had.has(item)));
    const explored = new Set([...targets].filter((item) => !had.has(item)));
    scorers.forEach((score, n) => score(user, scores[n]!));
    blend(user, scores, blended);
    for (const { scored, parts } of sums) {
      const list = listOf(scored, null);
      parts[0].add(list, targets);
      if (repeated.size > 0) parts[1].add(list, repeated);
      if (explored.size > 0) parts[2].add(list, explored);
      clearScores(scored);
    }
  }
  return Object.fromEntries(
    sums.map(({ name, parts: [all, repeat, explore] }) => [
      name,
      {
        ...withPhr(all.means()),
        repeat: withPhr(repeat.means()),
        explore: withPhr(explore.means()),
      },
    ]),
  );
}

/** The share of users with a hit, called personal hit ratio for baskets. */
function withPhr(means: RankingMetrics): RankingMetrics {
  return { ...means, phr10: means.hitRate10 ?? 0, phr20: means.hitRate20 ?? 0 };
}
