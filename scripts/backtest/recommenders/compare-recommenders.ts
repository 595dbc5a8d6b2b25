import { fitPopularity } from "~/ml/ranking/popularity";
import { blendScorer, fitBlend, type BlendSource } from "./blend";
import { report, type Findings, type Measured } from "../call";
import { chooseSettings, measureScorer } from "./choose-settings";
import { latestDay, type Interactions } from "./interactions";
import { novelTask, sampleTask, type ListKind, type RankingTask } from "./ranking-task";
import { recommendersFor, type Recommender, type Scorer, type Settings } from "./recommenders";

const HALF_LIVES_DAYS = [30, 7, 90, 365, Infinity];
/** Half-lives of popularity in the blend: their ratios show rising and fading products. */
const TREND_DAYS = [7, 30, Infinity];

interface Chosen {
  readonly halfLifeDays: number;
  readonly settings: Readonly<Record<string, Settings>>;
  readonly theta: Float64Array;
}

/**
 * Compares all recommenders and their blend. Settings and weights are chosen on `validation`, which is within the
 * training part; the models are then fitted on all of it and evaluated on `test`.
 */
export function compareRecommenders(
  test: RankingTask,
  validation: RankingTask,
  { withRepeats }: { withRepeats: boolean },
): Findings {
  const kinds: ListKind[] = withRepeats ? ["all", "novel"] : ["novel"];
  const recommenders = recommendersFor(test.known, { withRepeats });
  const models: Record<string, Record<string, Measured>> = {};
  const settings: Record<string, Measured> = {};
  for (const kind of kinds) {
    const chosen = choose(recommenders, ofKind(validation, kind), kind);
    const measured = measure(recommenders, chosen, ofKind(test, kind), kind);
    for (const [name, metrics] of Object.entries(measured)) {
      models[name] = { ...models[name], ...(kind === kinds[0] ? metrics : {}) };
      if (kind === "novel") models[name].novel = metrics;
    }
    settings[kind] = { ...chosen.settings, popularity: { halfLifeDays: chosen.halfLifeDays } };
  }
  const best = Object.keys(models).reduce((a, b) =>
    quality(models[b]) > quality(models[a]) ? b : a,
  );
  return { n: ofKind(test, kinds[0]!).users.length, models, best, more: { settings } };
}

function quality(metrics: Record<string, Measured> | undefined): number {
  return typeof metrics?.ndcg10 === "number" ? metrics.ndcg10 : 0;
}

function ofKind(task: RankingTask, kind: ListKind): RankingTask {
  return kind === "novel" ? novelTask(task) : task;
}

function choose(
  recommenders: Record<string, Recommender>,
  validation: RankingTask,
  kind: ListKind,
): Chosen {
  const sample = sampleTask(validation);
  const halfLifeDays = chooseHalfLife(sample, kind);
  const source = popularitySource(validation.known, halfLifeDays);
  const settings: Record<string, Settings> = {};
  for (const [name, recommender] of Object.entries(recommenders)) {
    const startMs = performance.now();
    const choice = { grid: recommender.grid, scorerFor: recommender.prepare(sample.known) };
    settings[name] = chooseSettings(choice, sample, kind, source.bestSellers);
    const ms = Math.round(performance.now() - startMs);
    report(`${kind}: settings of ${name} chosen in ${ms} ms: ${JSON.stringify(settings[name])}`);
  }
  const scorers = Object.entries(recommenders).map(([name, recommender]) =>
    recommender.prepare(validation.known)(settings[name]!),
  );
  const theta = fitBlend({ ...source, scorers }, validation, kind);
  return { halfLifeDays, settings, theta };
}

function measure(
  recommenders: Record<string, Recommender>,
  { halfLifeDays, settings, theta }: Chosen,
  test: RankingTask,
  kind: ListKind,
): Record<string, Record<string, Measured>> {
  const source = popularitySource(test.known, halfLifeDays);
  const measured: Record<string, Record<string, Measured>> = {};
  const scorers: Scorer[] = [];
  let fitSeconds = 0;
  // Nothing can be learned about users without a history, so the others are also reported separately.
  const withHistory = {
    ...test,
    users: test.users.filter((user) => test.known.offsets[user + 1]! > test.known.offsets[user]!),
  };
  const ask = (name: string, score: Scorer, seconds: number) => {
    const metrics = measureScorer(score, test, kind, source.bestSellers);
    measured[name] = { ...metrics, fitSeconds: Math.round(seconds * 1000) / 1000 };
    if (withHistory.users.length < test.users.length) {
      measured[name].withHistory = measureScorer(score, withHistory, kind, source.bestSellers);
    }
    report(`${kind}: ${name} has ndcg10 ${(metrics.ndcg10 ?? 0).toFixed(4)}`);
  };
  ask("popularity", () => undefined, 0);
  for (const [name, recommender] of Object.entries(recommenders)) {
    const startMs = performance.now();
    const score = recommender.prepare(test.known)(settings[name]!);
    const seconds = (performance.now() - startMs) / 1000;
    fitSeconds += seconds;
    scorers.push(score);
    ask(name, score, seconds);
  }
  ask("blend", blendScorer({ ...source, scorers }, test, kind, theta), fitSeconds);
  return measured;
}

function chooseHalfLife(sample: RankingTask, kind: ListKind): number {
  if (sample.known.order !== "time") return Infinity;
  const qualities = HALF_LIVES_DAYS.map((days) => {
    const { bestSellers } = popularitySource(sample.known, days);
    return measureScorer(() => undefined, sample, kind, bestSellers).ndcg10 ?? 0;
  });
  return HALF_LIVES_DAYS[qualities.indexOf(Math.max(...qualities))]!;
}

function popularitySource(known: Interactions, halfLifeDays: number): Omit<BlendSource, "scorers"> {
  const now = latestDay(known);
  const agesDays = known.days.map((day) => now - day);
  const popularityAt = (days: number) =>
    fitPopularity({
      products: known.items,
      productIndices: known.itemOf,
      agesDays,
      halfLifeDays: days,
    });
  const popularity = popularityAt(halfLifeDays);
  const bestSellers = Int32Array.from(popularity.keys())
    .filter((item) => popularity[item]! > 0)
    .sort((a, b) => popularity[b]! - popularity[a]! || a - b);
  const popularities = known.order === "time" ? TREND_DAYS.map(popularityAt) : [popularity];
  return { popularities, bestSellers };
}
