import {
  createBlendScratch,
  gatherCandidates,
  scoresOf,
  type BlendWeights,
} from "~/recommendations/blend";
import type { DescribedProduct } from "~/recommendations/models/count-terms";
import { fitModels } from "~/recommendations/models/fit-models";
import {
  additionalCandidates,
  queriesFor,
  sortModels,
  sourcesIn,
} from "~/recommendations/models/model-queries";
import type { ListChoice } from "~/recommendations/models/list-choice";
import { isPersonal } from "~/recommendations/lists/blended-candidates";
import {
  chooseModels,
  usesVisits,
  type TrainModelsInput,
} from "~/recommendations/models/train-models";
import { exploredIn, sortVisits } from "~/recommendations/browsing/sorted-visits";
import { foldHistory } from "~/recommendations/purchases/profile-history";
import { clearTopK, createTopK, offerTopK, sortTopK } from "~/ml/ranking/top-k";
import { report, type Findings, type Measured } from "../call";
import type { Interactions } from "./interactions";
import type { BrowsingRecords } from "./product-visits";
import { toPurchases, type DatedPurchases } from "./product-purchases";
import {
  createMetricSums,
  fillUp,
  LIST_LENGTH,
  novelTask,
  ownItems,
  type ListKind,
  type RankingTask,
} from "./ranking-task";

/** The product's list for each kind: with the user's own items, or without. */
const LIST_OF = { all: "next_basket", novel: "new_for_you" } as const;

interface EngineOptions {
  /** Whether users were split at times of their own, so that a calendar says nothing. */
  readonly isOwnTime: boolean;
  readonly seed: number;
  /** What is known of each item, if anything. */
  readonly products?: readonly DescribedProduct[];
  /** Views and carts, of which those until the end of the training part are known. */
  readonly views?: BrowsingRecords | null;
  /** Whether the training learns from them; otherwise they are only the users' interests when ranking. */
  readonly learnsFromVisits?: boolean;
}

interface ProductEngine {
  /** Lists of each model alone and of the blend, best first, by name. */
  readonly listsOf: (user: number, kind: ListKind) => ReadonlyMap<string, readonly number[]>;
  readonly fitSeconds: number;
  readonly more: Readonly<Record<string, Measured>>;
}

/**
 * Trains the product's own engine on a training part and asks it for lists: the same training, models, weights and
 * scores as in a shop.
 *
 */
export function trainProduct(known: Interactions, options: EngineOptions): ProductEngine {
  const dated = toPurchases(known, options);
  const { visits, ...orders } = { ...dated, inUse: null };
  const input: TrainModelsInput = {
    ...orders,
    ...(visits && options.learnsFromVisits !== false && { visits }),
  };
  const { settings, choices } = chooseModels(input, ({ step }) => report(`training: ${step}`));
  report(`settings: ${JSON.stringify(settings)}`);
  const startMs = performance.now();
  const models = fitModels(usesVisits(choices) ? input : orders, settings);
  const fitSeconds = Math.round(performance.now() - startMs) / 1000;
  report(`fitted in ${fitSeconds} s`);

  const sorted = sortModels(models);
  const indices = new Map(models.productIds.map((id, index) => [id, index]));
  const browsed = visits ? sortVisits(visits, indices, dated.now.getTime()) : null;
  const scratch = createBlendScratch(models.productIds.length);
  const top = createTopK(LIST_LENGTH);
  const bestRows = (scores: ArrayLike<number>) => {
    clearTopK(top);
    for (let row = 0; row < scores.length; row++) offerTopK(top, row, scores[row]!);
    sortTopK(top);
    return [...top.indices.subarray(0, top.size)];
  };

  return {
    fitSeconds,
    more: {
      settings,
      lists: Object.fromEntries(
        Object.entries(choices).map(
          ([list, { chosen, weights, customers, contenders, visits }]) => [
            list,
            {
              chosen,
              customers,
              weights: weightsToJson(weights),
              contenders,
              ...(visits && { visits: visitsToJson(visits) }),
            },
          ],
        ),
      ),
    },
    listsOf(user, kind) {
      const list = LIST_OF[kind];
      const own = ownItems(known, user);
      const accepts = (product: number) => kind === "all" || !own.has(product);
      const explored = browsed
        ? exploredIn(browsed, dated.purchases.profileIds[user]!, dated.now.getTime())
        : [];
      const history = foldHistory(momentsOf(dated, user), explored);
      const basis = { history, trigger: NOTHING };
      const sources = sourcesIn(list, choices[list].weights);
      const queries = queriesFor(list, sources, sorted, basis);
      const gathered = gatherCandidates(
        queries,
        additionalCandidates(list, basis),
        accepts,
        scratch,
      );
      const { products, shares, width } = gathered;
      // A shop uses best sellers for a customer whom the models do not know.
      const blend = isPersonal(gathered, queries)
        ? bestRows(scoresOf(gathered, choices[list].weights)).map((row) => products[row]!)
        : [];
      const finish = (ranked: readonly number[]) => fillUp(ranked, sorted.popular, accepts);
      return new Map([
        ...sources.map((source, model) => {
          const scores = products.map((_, row) => shares[row * width + model]!);
          const scored = bestRows(scores).filter((row) => scores[row]! > 0);
          return [source, finish(scored.map((row) => products[row]!))] as const;
        }),
        ["blend", finish(blend)] as const,
      ]);
    },
  };
}

const NOTHING = { products: [], weights: [] };

function momentsOf({ purchases, now }: DatedPurchases, user: number) {
  const { starts, productOf, at } = purchases;
  return Array.from({ length: starts[user + 1]! - starts[user]! }, (_, n) => ({
    product: productOf[starts[user]! + n]!,
    ageDays: (now.getTime() - at[starts[user]! + n]!) / 86_400_000,
  }));
}

function visitsToJson({ areUsed, gain }: NonNullable<ListChoice["visits"]>): Measured {
  return { areUsed: String(areUsed), gain: gain && { ...gain } };
}

function weightsToJson(weights: BlendWeights): Measured {
  const short = (value: number) => Math.round(1000 * value) / 1000;
  return Object.fromEntries(
    weights.map(({ source, share, log }) => [source, [short(share), short(log)]]),
  );
}

/** Compares the models of the product's lists and their blend on a test part. */
export function compareInProduct(
  test: RankingTask,
  options: EngineOptions,
  kinds: readonly ListKind[],
): Findings {
  const engine = trainProduct(test.known, options);
  const models: Record<string, Record<string, Measured>> = {};
  for (const kind of kinds) {
    const measured = measure(engine, kind === "novel" ? novelTask(test) : test, kind);
    for (const [name, metrics] of Object.entries(measured)) {
      models[name] = { ...models[name], ...(kind === kinds[0] ? metrics : {}) };
      if (kind === "novel") models[name].novel = metrics;
    }
  }
  models.blend = { ...models.blend, fitSeconds: engine.fitSeconds };
  const quality = (name: string) => Number(models[name]?.ndcg10 ?? 0);
  const best = Object.keys(models).reduce((a, b) => (quality(b) > quality(a) ? b : a));
  const { users } = kinds[0] === "novel" ? novelTask(test) : test;
  return { n: users.length, models, best, more: engine.more };
}

function measure(engine: ProductEngine, task: RankingTask, kind: ListKind) {
  const { offsets, items } = task.known;
  const newSums = () => ({
    all: createMetricSums(items),
    withHistory: createMetricSums(items),
    repeat: createMetricSums(items),
    explore: createMetricSums(items),
  });
  const sums = new Map<string, ReturnType<typeof newSums>>();
  const tookMs: number[] = [];
  let unknown = 0;
  for (const user of task.users) {
    const targets = task.targetsOf(user);
    const own = ownItems(task.known, user);
    const isKnown = offsets[user + 1]! > offsets[user]!;
    if (!isKnown) unknown++;
    const repeated = new Set([...targets].filter((item) => own.has(item)));
    const explored = new Set([...targets].filter((item) => !own.has(item)));
    const startMs = performance.now();
    const lists = engine.listsOf(user, kind);
    tookMs.push(performance.now() - startMs);
    for (const [name, list] of lists) {
      const sum = sums.get(name) ?? newSums();
      sums.set(name, sum);
      sum.all.add(list, targets);
      if (isKnown) sum.withHistory.add(list, targets);
      if (kind === "all" && repeated.size > 0) sum.repeat.add(list, repeated);
      if (kind === "all" && explored.size > 0) sum.explore.add(list, explored);
    }
  }
  tookMs.sort((a, b) => a - b);
  const quantile = (share: number) => tookMs[Math.floor(share * (tookMs.length - 1))] ?? 0;
  return Object.fromEntries(
    [...sums].map(([name, { all, withHistory, repeat, explore }]) => [
      name,
      {
        ...all.means(),
        ...(unknown > 0 ? { withHistory: withHistory.means() } : {}),
        ...(kind === "all" ? { repeat: repeat.means(), explore: explore.means() } : {}),
        // With the lists of all models.
        ...(name === "blend" && { p50Ms: quantile(0.5), p99Ms: quantile(0.99) }),
      } satisfies Record<string, Measured>,
    ]),
  );
}
