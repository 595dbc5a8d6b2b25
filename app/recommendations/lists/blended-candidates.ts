import type { Reason, ScorePart, ScoreSource } from "../recommendation";
import { MIN_BEST_SELLER_BUYERS, type Recommender } from "../models/recommender";
import {
  gatherCandidates,
  meanParts,
  toScoreParts,
  scoresOf,
  type BlendedList,
  type Candidates,
  type ModelQuery,
} from "../blend";
import type { Candidate } from "./candidate";
import {
  additionalCandidates,
  queriesFor,
  queryFor,
  sourcesIn,
  VISIT_SOURCES,
  type ListBasis,
} from "../models/model-queries";
import { weightsBySource } from "../models/list-choice";
import { findRule } from "../baskets/rule-index";
import { sharedBuyersReason, similarTextReason } from "./neighbor-reason";

interface BlendRequest {
  readonly recommender: Recommender;
  readonly fitted: NonNullable<Recommender["fitted"]>;
  readonly accepts: (productId: string) => boolean;
  readonly now: Date;
  /** Maximum number of candidates. */
  readonly limit: number;
}

/** Number of days for which a product is new. */
const NEW_DAYS = 30;
const DAY_MS = 86_400_000;

/**
 * Ranks a list with all of its models. The reason is what distinguishes a candidate most: the model with the largest
 * contribution above average, among those with a permitted reason. Empty if only popularity contributes, which the
 * best-seller lists cover.
 */
export function blendedCandidates(
  list: BlendedList,
  basis: ListBasis,
  { recommender, fitted, accepts, now, limit }: BlendRequest,
): Candidate[] {
  const { productIds } = fitted.models;
  const { weights: chosen } = fitted.choices[list];
  const queries = queriesFor(list, sourcesIn(list, chosen), fitted.sorted, basis);
  const isAccepted = (index: number) => accepts(productIds[index] ?? "");
  const always = additionalCandidates(list, basis);
  const gathered = gatherCandidates(queries, always, isAccepted, recommender.scratch);
  if (!isPersonal(gathered, queries)) return [];

  const weights = weightsBySource(
    queries.map(({ source }) => source),
    fitted.choices[list],
  );
  const scores = scoresOf(gathered, weights);
  // Rows are in product order, so that ties are too.
  const rows = Int32Array.from(scores.keys())
    .sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b)
    .subarray(0, limit);
  let usual: readonly ScorePart[] | null = null;
  return Array.from(rows, (row): Candidate => {
    const product = gathered.products[row] ?? -1;
    const productId = productIds[product] ?? "";
    const parts = toScoreParts(gathered, row, weights);
    return {
      productId,
      score: scores[row] ?? 0,
      parts,
      explain: () => {
        usual ??= meanParts(gathered, weights);
        const isOwn = basis.history.own.has(product);
        for (const source of bySetApart({ list, isOwn }, parts, usual)) {
          const query = queries.find((it) => it.source === source);
          const reason = query && reasonBy(query, product, { list, basis, recommender, fitted });
          if (reason) return { reason, modelKind: source };
        }
        return genericReason(productId, recommender, now);
      },
    };
  });
}

/** Whether the models know this profile or trigger; otherwise best-seller lists are used. */
export function isPersonal({ shares, width }: Candidates, queries: readonly ModelQuery[]): boolean {
  const speaks = queries.map(
    (query) => query.source.startsWith("own_") || (query.proposes && !("scoreOf" in query)),
  );
  return shares.some((share, at) => share > 0 && speaks[at % width]);
}

/** Sources with the same meaning to a customer. */
const WHAT_SELLS: readonly ScoreSource[] = ["popularity", "trend", "long_term"];
const FAMILIES: readonly (readonly ScoreSource[])[] = [
  ["bought_together", "item_knn", "rp3_beta", "ease", "user_knn", "up_cf", "similar_customers"],
  ["next_order", "transitions"],
  VISIT_SOURCES,
  ["content"],
  WHAT_SELLS,
];
const OWN_PURCHASES: readonly ScoreSource[] = ["own_frequency", "own_recency", "repeat_rate"];

/**
 * Sources by contribution above the average candidate, grouped by family. What the customer bought before speaks first
 * of those purchases, whatever other products say for it; in a personal list, popularity is the last reason.
 */
function bySetApart(
  { list, isOwn }: { readonly list: BlendedList; readonly isOwn: boolean },
  parts: readonly ScorePart[],
  usual: readonly ScorePart[],
): ScoreSource[] {
  const apart = (source: ScoreSource) => scoreIn(parts, source) - scoreIn(usual, source);
  return [...FAMILIES, OWN_PURCHASES]
    .map((family) => {
      const sources = family.map((source) => ({ source, apart: apart(source) }));
      const isRankedLast = family === WHAT_SELLS && list !== "new_for_you";
      const isFirst = isOwn && family === OWN_PURCHASES;
      const byParts = isRankedLast ? -Infinity : sources.reduce((sum, it) => sum + it.apart, 0);
      const ofFamily = isFirst ? Infinity : byParts;
      // A count of orders is more exact than one of customers, so a rule speaks for its family.
      const rankOf = (it: (typeof sources)[number]) =>
        it.source === "bought_together" ? Infinity : it.apart;
      return { sources: sources.sort((a, b) => rankOf(b) - rankOf(a)), apart: ofFamily };
    })
    .sort((a, b) => b.apart - a.apart)
    .flatMap(({ sources }) => sources.map(({ source }) => source));
}

const scoreIn = (parts: readonly ScorePart[], source: ScoreSource): number =>
  parts.find((it) => it.source === source)?.score ?? 0;

interface ReasonContext {
  readonly list: BlendedList;
  readonly basis: ListBasis;
  readonly recommender: Recommender;
  readonly fitted: NonNullable<Recommender["fitted"]>;
}

const COUNTED_BY: Partial<Record<ScoreSource, "next_order" | "bought_after_view">> = {
  transitions: "next_order",
  // A cart is a view to the reader.
  bought_after_cart: "bought_after_view",
};

/**
 * The query whose neighbors count customers. What soon follows is counted by the next order, and what similar
 * customers buy by the products that the same customers bought.
 */
function countableQuery(
  query: Exclude<ModelQuery, { readonly ranked: unknown }>,
  { list, basis, fitted }: Omit<ReasonContext, "recommender">,
) {
  const counting = COUNTED_BY[query.source];
  if (!counting && "neighbors" in query) return query;
  const source = counting ?? "item_knn";
  const counted = queryFor(source, list, fitted.sorted, basis);
  return "neighbors" in counted ? counted : null;
}

/** A model's reason; `null` when it has none that may be shown. */
function reasonBy(
  query: ModelQuery,
  product: number,
  { list, basis, recommender, fitted }: ReasonContext,
): Reason | null {
  const { models } = fitted;
  if (query.source === "bought_together") {
    const rule = findRule(fitted.sorted.productRules, basis.trigger.products, product);
    const [productId] = rule?.antecedentIds ?? [];
    if (!rule || productId === undefined) return null;
    const title = recommender.products.get(productId)?.title ?? null;
    return { kind: "bought_together", productId, title, orders: rule.orders };
  }
  if (query.source === "content" && "neighbors" in query) {
    return similarTextReason({ ...query, product }, recommender);
  }
  if (!("scoreOf" in query)) {
    const explained = countableQuery(query, { list, basis, fitted });
    if (!explained) return null;
    const kindOf = (because: number) => {
      const { source } = explained;
      if (source === "next_order") return "chosen_next";
      if (source === "viewed_together" || source === "bought_after_view") return source;
      if (list === "goes_with") return "goes_with";
      return basis.history.own.has(because) ? "because_you_bought" : "because_you_looked_at";
    };
    return sharedBuyersReason({ ...explained, product }, kindOf, recommender);
  }
  if (WHAT_SELLS.includes(query.source)) {
    const buyers = models.recentBuyers[product] ?? 0;
    return buyers < MIN_BEST_SELLER_BUYERS
      ? null
      : { kind: "popular", buyers, windowDays: models.windowDays };
  }
  const own = basis.history.own.get(product);
  if (!own) return null;
  const { orders, lastDays } = own;
  const againRate = models.repeatRates[product] ?? 0;
  const usualDays = models.usualGaps[product] || null;
  return { kind: "bought_before", orders, againRate, lastDays, usualDays };
}

/** A reason that is true for any product. */
export function genericReason(
  productId: string,
  { products }: Recommender,
  now: Date,
): { readonly reason: Reason; readonly modelKind: ScoreSource } {
  const product = products.get(productId);
  const isNew = product && now.getTime() - product.since.getTime() <= NEW_DAYS * DAY_MS;
  return {
    reason: isNew
      ? { kind: "newest" }
      : { kind: "discovery", productType: product?.productType ?? "" },
    modelKind: "catalog",
  };
}
