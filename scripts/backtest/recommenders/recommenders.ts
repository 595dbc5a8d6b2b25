import { fitEase, MAX_EASE_PRODUCTS, scoreByEase, type Ease } from "~/ml/neighbors/ease";
import { fitItemKnn } from "~/ml/neighbors/item-knn";
import { scoreByNeighbors, type ProductWeights } from "~/ml/neighbors/product-neighbors";
import { fitRp3Beta } from "~/ml/neighbors/rp3-beta";
import { indexSessions, scoreBySessionKnn } from "~/ml/neighbors/session-knn";
import { addScore, type SparseScores } from "~/ml/matrices/sparse-scores";
import { fitTransitions } from "~/ml/neighbors/transitions";
import { boundHistories, latestDay, toMatrix, toSessions, type Interactions } from "./interactions";

/** Adds one model's scores for a user's history. */
export type Scorer = (user: number, into: SparseScores) => void;

export type Settings = Readonly<Record<string, number>>;

export interface Recommender {
  /** Values that the back-test may choose from, by setting; the first is the initial one. */
  readonly grid: Readonly<Record<string, readonly number[]>>;
  /** Fits on the interactions; the scorer covers their users. */
  prepare(interactions: Interactions): (settings: Settings) => Scorer;
}

const NEIGHBORS = 200;
const NEVER = Infinity;

/** Half-lives of a history's weights: in the user's own times, and in days. */
const DECAYS = { halfLifeSteps: [4, 1, 2, 8, 16, NEVER], halfLifeDays: [NEVER, 180, 90, 30, 10] };

/** The known order decides which decays and models are meaningful. */
function decaysFor({ order }: Interactions): Record<string, readonly number[]> {
  if (order === "none") return { halfLifeSteps: [NEVER], halfLifeDays: [NEVER] };
  return order === "time" ? DECAYS : { ...DECAYS, halfLifeDays: [NEVER] };
}

export function recommendersFor(
  interactions: Interactions,
  { withRepeats }: { withRepeats: boolean },
): Record<string, Recommender> {
  const decays = decaysFor(interactions);
  const ordered = interactions.order !== "none";
  return withBoundHistories({
    itemKnn: itemKnn(decays),
    rp3beta: rp3Beta(decays),
    userKnn: userKnn(interactions),
    ...easeFor(interactions.items, decays),
    ...(ordered ? { transitions: transitions(decays) } : {}),
    ...(withRepeats ? { own: ownHistory(decays) } : {}),
  });
}

function withBoundHistories(all: Record<string, Recommender>): Record<string, Recommender> {
  const bounded = new WeakMap<Interactions, Interactions>();
  const boundOf = (interactions: Interactions) => {
    const made = bounded.get(interactions) ?? boundHistories(interactions);
    bounded.set(interactions, made);
    return made;
  };
  return Object.fromEntries(
    Object.entries(all).map(([name, { grid, prepare }]) => [
      name,
      { grid, prepare: (interactions) => prepare(boundOf(interactions)) },
    ]),
  );
}

function itemKnn(decays: Recommender["grid"]): Recommender {
  return {
    grid: { asymmetry: [0.5, 0.3, 0.4, 0.6], shrinkage: [5, 0, 20], ...decays },
    prepare(interactions) {
      const matrix = toMatrix(interactions);
      const fit = cacheBySettings((asymmetry: number, shrinkage: number) =>
        fitItemKnn(matrix, {
          k: NEIGHBORS,
          shrinkage,
          asymmetry,
          minShared: 1,
          inverseFrequency: true,
        }),
      );
      return (settings) => {
        const model = fit(settings.asymmetry!, settings.shrinkage!);
        const history = historyOf(interactions, settings);
        return (user, into) => scoreByNeighbors(model, history(user), into);
      };
    },
  };
}

function rp3Beta(decays: Recommender["grid"]): Recommender {
  return {
    grid: { alpha: [0.8, 0.6, 1], beta: [0.2, 0, 0.1, 0.4, 0.6], ...decays },
    prepare(interactions) {
      const matrix = toMatrix(interactions);
      const fit = cacheBySettings((alpha: number, beta: number) =>
        fitRp3Beta(matrix, { k: 500, alpha, beta }),
      );
      return (settings) => {
        const model = fit(settings.alpha!, settings.beta!);
        const history = historyOf(interactions, settings);
        return (user, into) => scoreByNeighbors(model, history(user), into);
      };
    },
  };
}

/** EASE, if the catalog allows it. */
export function easeFor(items: number, decays: Recommender["grid"]): Record<string, Recommender> {
  return items <= MAX_EASE_PRODUCTS ? { ease: ease(decays) } : {};
}

function ease(decays: Recommender["grid"]): Recommender {
  // A fit takes seconds, so it is reused for another kind of list.
  const fits = new WeakMap<Interactions, (lambda: number) => Ease>();
  return {
    grid: { lambda: [300, 100, 1000], ...decays },
    prepare(interactions) {
      const fit =
        fits.get(interactions) ??
        cacheBySettings((lambda: number) => fitEase(toMatrix(interactions), lambda));
      fits.set(interactions, fit);
      return (settings) => {
        const model = fit(settings.lambda!);
        const history = historyOf(interactions, settings);
        return (user, into) => scoreByEase(model, history(user), into);
      };
    },
  };
}

function transitions(decays: Recommender["grid"]): Recommender {
  return {
    grid: {
      stepDecay: [0.5, 0.3, 0.7, 0.85],
      backward: [0.5, 0, 0.25, 1],
      asymmetry: [0.5, 0.3, 0.7],
      shrinkage: [1, 0, 5],
      ...decays,
      halfLifeSteps: [1, 0.5, 2, 4],
    },
    prepare(interactions) {
      const sessions = toSessions(interactions);
      const fit = cacheBySettings(
        (stepDecay: number, backward: number, asymmetry: number, shrinkage: number) =>
          fitTransitions(sessions, interactions.items, {
            k: NEIGHBORS,
            maxSteps: 8,
            stepDecay,
            backward,
            asymmetry,
            shrinkage,
          }),
      );
      return (settings) => {
        const { stepDecay, backward, asymmetry, shrinkage } = settings;
        const model = fit(stepDecay!, backward!, asymmetry!, shrinkage!);
        const history = historyOf(interactions, settings);
        return (user, into) => scoreByNeighbors(model, history(user), into);
      };
    },
  };
}

function userKnn({ order }: Interactions): Recommender {
  const ordered = order !== "none";
  return {
    grid: {
      neighbors: [300, 100, 1000],
      lengthPower: [0.5, 0.3, 0.7],
      itemHalfLife: ordered ? [4, 1, 2, 8, NEVER] : [NEVER],
      voteHalfLife: ordered ? [8, 2, 4, NEVER] : [NEVER],
      voteBackward: ordered ? [1, 0.5, 0.25] : [1],
      sessionHalfLife: order === "time" ? [NEVER, 180, 60, 20] : [NEVER],
    },
    prepare(interactions) {
      const sessions = toSessions(interactions);
      return (settings) => {
        const model = indexSessions(sessions, interactions.items, {
          neighbors: settings.neighbors!,
          lengthPower: settings.lengthPower!,
          itemHalfLife: settings.itemHalfLife!,
          voteHalfLife: settings.voteHalfLife!,
          voteBackward: settings.voteBackward!,
          sessionHalfLife: settings.sessionHalfLife!,
          inverseFrequency: true,
        });
        const { offsets, itemOf, steps } = interactions;
        return (user, into) => {
          const range = [offsets[user]!, offsets[user + 1]!] as const;
          const running = { items: itemOf.subarray(...range), steps: steps.subarray(...range) };
          scoreBySessionKnn(model, running, into, user);
        };
      };
    },
  };
}

/** The user's own products by frequency and recency. */
export function ownHistory(decays: Recommender["grid"]): Recommender {
  return {
    grid: decays,
    prepare: (from) => (settings) => {
      const history = historyOf(from, settings);
      return (user, into) => {
        const { products, weights } = history(user);
        for (let n = 0; n < products.length; n++) addScore(into, products[n]!, weights[n]!);
      };
    },
  };
}

/** Each item of a user's history once, with the sum of its weights. */
export function historyOf(
  interactions: Interactions,
  { halfLifeSteps = NEVER, halfLifeDays = NEVER }: Settings,
): (user: number) => ProductWeights {
  const { offsets, itemOf, steps, days } = interactions;
  const now = latestDay(interactions);
  return (user) => {
    const end = offsets[user + 1]!;
    const weightOf = new Map<number, number>();
    for (let at = offsets[user]!; at < end; at++) {
      const ageSteps = steps[end - 1]! - steps[at]!;
      const weight = 2 ** (-ageSteps / halfLifeSteps - (now - days[at]!) / halfLifeDays);
      weightOf.set(itemOf[at]!, (weightOf.get(itemOf[at]!) ?? 0) + weight);
    }
    return { products: [...weightOf.keys()], weights: [...weightOf.values()] };
  };
}

/** Caches fits by settings. */
export function cacheBySettings<A extends number[], T>(fit: (...args: A) => T): (...args: A) => T {
  const fitted = new Map<string, T>();
  return (...args) => {
    const key = args.join(" ");
    const known = fitted.get(key);
    if (known !== undefined) return known;
    const fresh = fit(...args);
    fitted.set(key, fresh);
    return fresh;
  };
}
