import { NO_INTERESTS } from "~/recommendations/interests/interest";
import { recommend } from "~/recommendations/lists/recommend";
import { prepareRecommender, type Recommender } from "~/recommendations/models/recommender";
import type { ScoreSource } from "~/recommendations/recommendation";
import { collectVisits } from "~/recommendations/sessions/past-visits";
import { prepareSessions, type SessionModel } from "~/recommendations/sessions/session-model";
import { trainSessions } from "~/recommendations/sessions/train-sessions";
import type { Call, Measured } from "../call";
import { rejectInput } from "../readers/input-error";
import { createNames } from "../readers/read-interactions";
import { readContinuations, readSessionLines, type Continuation } from "../readers/read-sessions";
import { createMetricSums } from "../recommenders/ranking-task";

const LISTED = 20;
/** The files have no dates. */
const NOW = new Date(0);

/** The next item of a session, from earlier items: the list that a visitor without orders gets. */
export const sessions: Call = {
  flags: { train: null, test: null },
  prepare(options) {
    const names = createNames();
    const train = readSessionLines(options.train!, names);
    const test = readContinuations(options.test!, names);
    const ids = [...names.numberOf.keys()];
    return () => {
      const visits = collectVisits();
      for (const session of train) visits.add(Array.from(session, (item) => ids[item]!));
      const model = trainSessions(visits.finish(), NOW);
      if (!model) return rejectInput({ file: options.train! }, "has too few sessions.");
      const measure = (weights: SessionModel["weights"]) =>
        measureTimed(recommenderOf({ ...model, weights }), test, ids);
      const models: Record<string, Record<string, Measured>> = {
        popularity: measurePopularity(model, test, ids),
        transitions: measure(onlyFrom("viewed_next", model)),
        sessionKnn: measure(onlyFrom("session_knn", model)),
        blend: measure(model.weights),
      };
      const quality = (name: string) => models[name]!.mrr20 as number;
      return {
        n: test.length,
        models,
        best: Object.keys(models).reduce((a, b) => (quality(b) > quality(a) ? b : a)),
        more: {
          settings: { ...model.settings },
          weights: model.weights.map((weight) => ({ ...weight })),
        },
      };
    };
  },
};

function onlyFrom(source: ScoreSource, { weights }: SessionModel): SessionModel["weights"] {
  return weights.map((it) => ({ ...it, share: it.source === source ? 1 : 0, log: 0 }));
}

/** A shop that has no orders, and whose catalog is the products of the sessions. */
function recommenderOf(model: SessionModel): Recommender {
  const catalog = model.productIds.map((productId) => ({
    productId,
    title: productId,
    vendor: productId,
    productType: "",
    tags: [],
    priceMinor: 100,
    unitsLeft: null,
    offer: { kind: "offerable" } as const,
    since: NOW,
  }));
  const patterns = { productRules: null, sessions: prepareSessions(model, 1) };
  return prepareRecommender(null, catalog, undefined, undefined, patterns);
}

/** The metrics of the product's lists, and its response time. */
function measureTimed(
  recommender: Recommender,
  test: readonly Continuation[],
  ids: readonly string[],
) {
  const numbers = new Map(ids.map((id, number) => [id, number]));
  const sums = createMetricSums(recommender.products.size);
  const tookMs = new Float64Array(test.length);
  test.forEach(({ prefix, target }, n) => {
    const session = Array.from(prefix, (item) => ids[item]!);
    const startMs = performance.now();
    const outcome = recommend(recommender, {
      list: "new_for_you",
      count: LISTED,
      now: NOW,
      history: [],
      interests: NO_INTERESTS,
      session,
      // The next view may be of a product that was viewed before, so that none is left out.
      triggerProductIds: [],
      lastInteractedProductId: null,
      excludedProductIds: [],
      drawKey: null,
    });
    tookMs[n] = performance.now() - startMs;
    const list = outcome.kind === "none" ? [] : outcome.recommendations;
    sums.add(
      list.map(({ productId }) => numbers.get(productId)!),
      new Set([target]),
    );
  });
  tookMs.sort();
  const quantile = (share: number) => tookMs[Math.floor(share * (tookMs.length - 1))]!;
  return { ...sums.means(), p50Ms: quantile(0.5), p99Ms: quantile(0.99) };
}

/** The most viewed products, for every session. */
function measurePopularity(
  { sessions: { items }, productIds }: SessionModel,
  test: readonly Continuation[],
  ids: readonly string[],
) {
  const views = new Float64Array(productIds.length);
  for (const item of items) views[item]!++;
  const numbers = new Map(ids.map((id, number) => [id, number]));
  const list = Int32Array.from(views.keys())
    .sort((a, b) => views[b]! - views[a]! || a - b)
    .subarray(0, LISTED);
  const shown = Array.from(list, (item) => numbers.get(productIds[item]!)!);
  const sums = createMetricSums(productIds.length);
  for (const { target } of test) sums.add(shown, new Set([target]));
  return sums.means();
}
