import { scoreRow } from "~/ml/ranking/logistic-ranker";
import { clearScores, createSparseScores, type SparseScores } from "~/ml/matrices/sparse-scores";
import { clearTopK, createTopK, offerTopK } from "~/ml/ranking/top-k";
import { chooseBlend } from "./choose-blend";
import { ownItems, type ListKind, type RankingTask } from "./ranking-task";
import type { Scorer } from "./recommenders";
import { report } from "../call";

/** Number of each model's best items that become candidates. */
const CANDIDATES = 60;
/** Number of users in the training data of the weights. */
const LEARNED_USERS = 2500;
/** The floor of a score's share of the list's best, on the logarithmic scale. */
const FLOOR = 0.01;

export interface BlendSource {
  readonly scorers: readonly Scorer[];
  /** Each item's purchases by age, under several half-lives: best sellers and trends. */
  readonly popularities: readonly Float64Array[];
  readonly bestSellers: Int32Array;
}

/** Candidates of one user with a row of features each, in reused memory. */
interface Candidates {
  readonly items: number[];
  readonly features: Float64Array;
}

/** A candidate's features: each model's score as share and logarithm, and its popularities. */
function widthFor({ scorers, popularities }: BlendSource, kind: ListKind) {
  const half = 2 * scorers.length + popularities.length;
  return { half, width: kind === "all" ? 2 * half + 1 : half };
}

/** Scores of one user by each model, and their blend. */
type BlendOf = (user: number, scores: readonly SparseScores[], into: SparseScores) => void;

/**
 * The prior of learned weights, and the default without data: all models count equally, owned items come first, and
 * popularity decides the rest.
 */
const PRIOR = { model: 0.3, popularity: 0.2, own: 1 };
/** Enough to order items that no model scores. */
const SETTLES = 1e-4;

/**
 * Learns the weights of the blend from a task within the training part, or uses a single model if that ranks better.
 *
 * @returns one weight per feature
 */
export function fitBlend(source: BlendSource, task: RankingTask, kind: ListKind): Float64Array {
  const gather = createGatherer(source, task, kind);
  const scores = source.scorers.map(() => createSparseScores(task.known.items));
  const { width } = widthFor(source, kind);
  const every = Math.ceil(task.users.length / LEARNED_USERS);
  const offsets = [0];
  const parts: Float64Array[] = [];
  const flags: number[] = [];
  const counts: number[] = [];
  task.users.forEach((user, n) => {
    if (n % every !== 0) return;
    source.scorers.forEach((score, m) => score(user, scores[m]!));
    const { items, features } = gather(user, scores);
    scores.forEach(clearScores);
    const targets = task.targetsOf(user);
    counts.push(targets.size);
    parts.push(features.slice());
    for (const item of items) flags.push(targets.has(item) ? 1 : 0);
    offsets.push(flags.length);
  });
  const features = new Float64Array(flags.length * width);
  parts.forEach((part, n) => features.set(part, offsets[n]! * width));
  const lists = { offsets: Int32Array.from(offsets), features, width, targets: counts };
  const { name, theta } = chooseBlend(
    { ...lists, isTarget: Uint8Array.from(flags) },
    weightsBy(source, kind, priorOf),
    singleModelWeights(source, kind),
  );
  if (name !== "blend") report(`${kind}: the blend ranks by ${name}, which was measured as better`);
  return theta;
}

function priorOf(feature: Feature): number {
  if (feature.kind === "model") return feature.scale === "logarithm" ? PRIOR.model : 0;
  return PRIOR[feature.kind];
}

/** Position in a row of features. */
type Feature =
  | { readonly kind: "model"; readonly model: number; readonly scale: "share" | "logarithm" }
  | { readonly kind: "popularity"; readonly popularity: number }
  | { readonly kind: "own" };

function weightsBy(
  source: BlendSource,
  kind: ListKind,
  weightOf: (feature: Feature) => number,
): Float64Array {
  const half = [
    ...source.scorers.flatMap((_, model) => [
      weightOf({ kind: "model", model, scale: "share" }),
      weightOf({ kind: "model", model, scale: "logarithm" }),
    ]),
    ...source.popularities.map((_, popularity) => weightOf({ kind: "popularity", popularity })),
  ];
  const all = kind === "all" ? [...half, ...half, weightOf({ kind: "own" })] : half;
  return Float64Array.from(all);
}

/** Weights for one model, or one popularity, only. */
function singleModelWeights(source: BlendSource, kind: ListKind): Record<string, Float64Array> {
  const weights: Record<string, Float64Array> = {};
  source.scorers.forEach((_, only) => {
    weights[`model ${only + 1} alone`] = weightsBy(source, kind, (feature) => {
      if (feature.kind !== "model") return feature.kind === "popularity" ? SETTLES : 0;
      return feature.model === only && feature.scale === "share" ? 1 : 0;
    });
  });
  source.popularities.forEach((_, only) => {
    weights[`popularity ${only + 1} alone`] = weightsBy(source, kind, (feature) =>
      feature.kind === "popularity" && feature.popularity === only ? 1 : 0,
    );
  });
  return weights;
}

/** Scores a user's candidates by the learned weights; every score is above 0. */
export function blendScorer(
  source: BlendSource,
  task: RankingTask,
  kind: ListKind,
  theta: Float64Array,
): Scorer {
  const blend = blendOf(source, task, kind, theta);
  const scores = source.scorers.map(() => createSparseScores(task.known.items));
  return (user, into) => {
    source.scorers.forEach((score, n) => score(user, scores[n]!));
    blend(user, scores, into);
    scores.forEach(clearScores);
  };
}

/** Like `blendScorer`, with precomputed model scores. */
function blendOf(
  source: BlendSource,
  task: RankingTask,
  kind: ListKind,
  theta: Float64Array,
): BlendOf {
  const gather = createGatherer(source, task, kind);
  return (user, scores, into) => {
    const { items, features } = gather(user, scores);
    for (let row = 0; row < items.length; row++) {
      into.values[items[row]!] = Math.exp(scoreRow(theta, features, row));
      into.isSet[items[row]!] = 1;
      into.nonZero[into.count++] = items[row]!;
    }
  };
}

function createGatherer(source: BlendSource, task: RankingTask, kind: ListKind) {
  const { popularities, bestSellers } = source;
  const { known } = task;
  const top = createTopK(CANDIDATES);
  let scratch = new Float64Array(0);
  const { half, width } = widthFor(source, kind);
  const soldByLogarithm = popularities.map((popularity) => {
    const max = popularity.reduce((highest, sold) => Math.max(highest, sold), 0);
    return popularity.map((sold) => logarithmOf(max > 0 ? sold / max : 0));
  });

  return (user: number, scores: readonly SparseScores[]): Candidates => {
    const own = ownItems(known, user);
    const allowed = (item: number) => kind === "all" || !own.has(item);
    const candidates = new Set<number>(kind === "all" ? own : []);
    const max = scores.map((one) => collectTop(one, top, allowed, candidates));
    // Nothing is known about this user, so best sellers are used.
    if (candidates.size === 0) return { items: [], features: new Float64Array(0) };
    for (const item of bestSellers.subarray(0, CANDIDATES)) if (allowed(item)) candidates.add(item);

    const items = [...candidates];
    const size = items.length * width;
    if (size > scratch.length) scratch = new Float64Array(2 * size);
    const features = scratch.subarray(0, size).fill(0);
    items.forEach((item, row) => {
      // Owned items have separate weights, since repeat and first purchases have different causes.
      const isOwn = kind === "all" && own.has(item);
      const start = row * width + (isOwn ? half : 0);
      for (let n = 0; n < scores.length; n++) {
        const score = scores[n]!.values[item]!;
        if (score <= 0 || max[n]! <= 0) continue;
        features[start + 2 * n] = score / max[n]!;
        features[start + 2 * n + 1] = logarithmOf(score / max[n]!);
      }
      for (let n = 0; n < soldByLogarithm.length; n++) {
        features[start + 2 * scores.length + n] = soldByLogarithm[n]![item]!;
      }
      if (isOwn) features[row * width + width - 1] = 1;
    });
    return { items, features };
  };
}

/** 0 without a score, highest for a share of 1. */
function logarithmOf(share: number): number {
  return Math.log((share + FLOOR) / FLOOR);
}

/**
 * Adds the best of the scores to the candidates.
 * @returns the highest score, 0 without one
 */
function collectTop(
  scores: SparseScores,
  top: ReturnType<typeof createTopK>,
  allowed: (item: number) => boolean,
  candidates: Set<number>,
): number {
  clearTopK(top);
  for (let n = 0; n < scores.count; n++) {
    const item = scores.nonZero[n]!;
    if (allowed(item)) offerTopK(top, item, scores.values[item]!);
  }
  let max = 0;
  for (let n = 0; n < top.size; n++) {
    candidates.add(top.indices[n]!);
    max = Math.max(max, top.scores[n]!);
  }
  return max;
}
