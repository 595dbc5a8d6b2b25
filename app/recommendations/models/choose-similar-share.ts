import { ndcgAt } from "~/ml/ranking/ranking-metrics";
import type { ProductWeights } from "~/ml/neighbors/product-neighbors";
import { clearTopK, createTopK, offerTopK, sortTopK } from "~/ml/ranking/top-k";
import { customerIdOf, profileIdOfCustomer } from "~/lib/profile-id";
import {
  FOUND_BY_TASTE,
  MAX_COMPARED,
  prepareTasteSearch,
} from "~/predictions/similar-customers/find-similar-customers";
import {
  COMPARED_PRODUCT_TYPES,
  embedCustomer,
  toVectorColumns,
  type EmbeddedCustomer,
} from "~/predictions/similar-customers/embed-customer";
import { logsOf, scoresOf, type BlendScratch } from "../blend";
import type { PurchaseHistories } from "../purchases/purchase-histories";
import { countVotes, factsOfOrders, MAX_FEW_ORDERS, priceBandsOf } from "../similar/voters";
import type { DescribedProduct } from "./count-terms";
import { candidatesOf, hitsOf, LISTED } from "./learn-weights";
import { weightsBySource, type ListChoice, type SimilarChoice } from "./list-choice";
import { listTasks, type ListTask, type ReturningCustomer } from "./list-tasks";
import { sourcesIn, type SortedModels } from "./model-queries";
import { differenceOf, mean } from "./paired-differences";

interface ChooseShareInput {
  /** All purchases; only those until the cut are compared. */
  readonly histories: PurchaseHistories;
  /** ms since 1970. */
  readonly cut: number;
  readonly customers: readonly ReturningCustomer[];
  readonly products: readonly DescribedProduct[];
  /** Fitted on data up to the cut. */
  readonly sorted: SortedModels;
  /** One flag per product: whether it may be listed. */
  readonly mayBeListed: Uint8Array;
  readonly chosen: ListChoice;
  readonly scratch: BlendScratch;
}

/** Shares that compete with not counting similar customers. The best product of a blend has about 2. */
const SHARES = [0.25, 0.5, 1, 2];
/** Customers on whom shares are measured: an even sample. */
const MAX_TASKS = 1_000;
/** With fewer, results are due to chance, and similar customers do not count. */
const MIN_TASKS = 100;
/** Standard errors of a gain that is used. */
const MEASURABLY = 2;
/** Places of a list that are measured. */
const MEASURED = 10;

/**
 * Chooses how much the purchases of similar customers count in _new for you_ for customers with one or two orders, by
 * what these customers bought after the cut. Each half of them is measured with the share that is best on the other
 * half. Similar customers count only if that is better than without them by twice the standard error: a shop where they
 * do not help, or that is too small to know, stays as it is.
 */
export function chooseSimilarShare(input: ChooseShareInput): SimilarChoice {
  const tasks = input.customers.filter(hasFew).flatMap((customer) => {
    const [task] = listTasks("new_for_you", [customer], input.mayBeListed);
    return task ? [{ task, profile: customer.profile }] : [];
  });
  if (tasks.length < MIN_TASKS) return { share: 0, customers: 0, gain: null };
  const every = Math.ceil(tasks.length / MAX_TASKS);
  const votesOf = prepareVotes(input);
  const measured = tasks
    .filter((_, n) => n % every === 0)
    .map(({ task, profile }) => measureShares(task, votesOf(profile), input));
  const qualities = [0, ...SHARES].map((_, n) => Float64Array.from(measured, (it) => it[n] ?? 0));
  const [without = new Float64Array(0), ...withShare] = qualities;

  /** The best share on the customers outside of a half. */
  const bestOn = (half: number | null) => {
    const means = withShare.map((values) => mean(values.filter((_, n) => n % 2 !== half)));
    return means.indexOf(Math.max(...means));
  };
  const byOther = [bestOn(0), bestOn(1)];
  const crossed = without.map((_, n) => withShare[byOther[n % 2] ?? 0]?.[n] ?? 0);
  const gain = differenceOf(crossed, without);
  const isUseful = gain.mean > MEASURABLY * gain.error;
  return { share: isUseful ? (SHARES[bestOn(null)] ?? 0) : 0, customers: measured.length, gain };
}

function hasFew({ history: { purchases } }: ReturningCustomer): boolean {
  const orders = (purchases.at(-1)?.step ?? -1) + 1;
  return orders >= 1 && orders <= MAX_FEW_ORDERS;
}

/** NDCG without similar customers, then with each share. */
function measureShares(task: ListTask, votes: ProductWeights, input: ChooseShareInput): number[] {
  const { chosen, sorted, scratch } = input;
  const basis = { ...task.basis, votes };
  const ranked = sourcesIn("new_for_you", chosen.weights);
  const list = { list: "new_for_you", sources: ranked, sorted, scratch } as const;
  const candidates = candidatesOf({ ...task, basis }, list);
  const logs = logsOf(candidates);
  const top = createTopK(LISTED);
  return [0, ...SHARES].map((share) => {
    const similar = { share, customers: 0, gain: null };
    const sources = [...ranked, "similar_customers" as const];
    const weights = weightsBySource(sources, { ...chosen, similar });
    clearTopK(top);
    scoresOf(candidates, weights, logs).forEach((score, row) => offerTopK(top, row, score));
    sortTopK(top);
    const hits = hitsOf(top, (row) => task.targets.has(candidates.products[row] ?? -1));
    return ndcgAt(hits, task.targets.size, MEASURED);
  });
}

/** The votes for a profile of the histories, by customer vectors as of the cut and at today's prices. */
function prepareVotes({
  histories: { profiles, offsets, productOf, at },
  cut,
  products,
  sorted,
}: ChooseShareInput): (profile: number) => ProductWeights {
  const described = new Map(products.map((product) => [product.productId, product]));
  const { productIds } = sorted.models;
  const bandOf = priceBandsOf(products);
  // Vectors have ids; here they are the positions of the profiles.
  const idOf = (profile: number) => profileIdOfCustomer(String(profile).padStart(9, "0"));
  const boughtBy = (profile: number) => {
    const rows = [];
    for (let n = offsets[profile] ?? 0; n < (offsets[profile + 1] ?? 0); n++) {
      if ((at[n] ?? 0) <= cut) rows.push({ at: at[n] ?? 0, product: productOf[n] ?? -1 });
    }
    return rows;
  };
  const factsOf = (profile: number) => {
    const orders = Map.groupBy(boughtBy(profile), (row) => row.at);
    const weighed = [...orders].map(([placedAt, rows]) => ({
      at: new Date(placedAt),
      lines: rows.flatMap(({ product }) => {
        const known = described.get(productIds[product] ?? "");
        return known ? [{ product: known, weight: 1 }] : [];
      }),
    }));
    return factsOfOrders(idOf(profile), weighed, bandOf);
  };
  const every = Math.ceil(profiles / MAX_COMPARED);
  const facts = Array.from({ length: Math.ceil(profiles / every) }, (_, n) => factsOf(n * every));
  const compared = facts.filter((it) => it !== null);

  const spend = new Map<string, number>();
  for (const { traits } of compared) {
    for (const { productType, share } of traits.affinities) {
      spend.set(productType, (spend.get(productType) ?? 0) + share);
    }
  }
  const types = [...spend]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, COMPARED_PRODUCT_TYPES)
    .map(([productType]) => productType);
  const embed = (it: Omit<EmbeddedCustomer, "cluster">) =>
    embedCustomer({ ...it, cluster: "" }, types, new Date(cut));
  const search = prepareTasteSearch(toVectorColumns(compared.map(embed), types), FOUND_BY_TASTE);

  return (profile) => {
    const own = factsOf(profile);
    const voters = own ? search(embed(own)) : [];
    const votes = countVotes(
      voters.map(({ profileId, distance }) => ({
        distance,
        products: new Set(boughtBy(Number(customerIdOf(profileId))).map(({ product }) => product)),
      })),
    );
    const sortedIds = Int32Array.from(votes.keys()).sort();
    return {
      products: sortedIds,
      weights: Float64Array.from(sortedIds, (product) => votes.get(product) ?? 0),
    };
  };
}
