import { isOfferable } from "~/catalog/catalog-product";
import { rankByNeighbors, type ProductWeights } from "~/ml/neighbors/product-neighbors";
import { interestsAt } from "../interests/interest";
import { decayHistory, foldHistory } from "../purchases/profile-history";
import { daysBetween, HISTORY_HALF_LIFE_DAYS } from "../purchases/purchase";
import type { ListSource, Reason } from "../recommendation";
import type { RecommendationRequest } from "../recommendation-request";
import type { Recommender } from "../models/recommender";
import { blendedCandidates } from "./blended-candidates";
import type { Candidate } from "./candidate";
import { sessionCandidates } from "./session-candidates";
import type { ListBasis } from "../models/model-queries";
import { NEVER } from "../models/model-settings";
import { sharedBuyersReason, similarTextReason } from "./neighbor-reason";

interface CandidateRequest {
  readonly recommender: Recommender;
  readonly request: RecommendationRequest;
  /** Whether a product may be listed. */
  readonly accepts: (productId: string) => boolean;
}

/** Candidates per requested product: enough to find another vendor. */
const POOL_FACTOR = 10;

/** The candidates of one source, best first, before vendor limits. Empty without data. */
export function candidatesFrom(source: ListSource, context: CandidateRequest): Candidate[] {
  const { recommender, request, accepts } = context;
  const limit = POOL_FACTOR * request.count;
  if (source === "newest") {
    return firstAccepted(recommender.newest, accepts, limit).map(({ productId, since }) =>
      single(productId, since.getTime(), "catalog", () => ({ kind: "newest" })),
    );
  }

  if (source === "viewed_next") {
    const { sessions } = recommender.patterns;
    const viewed = request.session;
    return sessions ? sessionCandidates({ recommender, sessions, viewed, accepts, limit }) : [];
  }

  const { fitted } = recommender;
  if (!fitted) return [];
  const basis = basisOf(context);
  switch (source) {
    case "buy_again":
    case "new_for_you":
    case "next_basket":
    case "goes_with":
      return blendedCandidates(source, basis, {
        recommender,
        fitted,
        accepts,
        now: request.now,
        limit,
      });
    case "alike":
      return neighborCandidates(context, "content", basis.trigger, limit);
    case "chosen_next":
      return neighborCandidates(context, "next_order", basis.trigger, limit);
    case "like_last_touched":
      return neighborCandidates(context, "item_knn", lastInterest(context, basis), limit);
    case "category_best_sellers": {
      const basisIds =
        basis.trigger.products.length > 0 ? request.triggerProductIds : unreturnedIds(context);
      const productType = mainType(recommender, basisIds, basis);
      return productType === null ? [] : bestSellers(context, productType, limit);
    }
    case "store_best_sellers":
      return bestSellers(context, null, limit);
  }
}

/** The first `limit` accepted products, without asking about the rest of the catalog. */
function firstAccepted<T extends { readonly productId: string }>(
  products: readonly T[],
  accepts: (productId: string) => boolean,
  limit: number,
): T[] {
  const found: T[] = [];
  for (const product of products) {
    if (found.length === limit) break;
    if (accepts(product.productId)) found.push(product);
  }
  return found;
}

const MAY_REPEAT: ReadonlySet<ListSource> = new Set(["buy_again", "next_basket"]);

/** Which products a source may list: offerable, not excluded, in stock for one more email. */
export function acceptedProducts(
  source: ListSource,
  { products, placed }: Recommender,
  { history, triggerProductIds, excludedProductIds }: RecommendationRequest,
  excludes: (product: NonNullable<ReturnType<Recommender["products"]["get"]>>) => boolean,
): (productId: string) => boolean {
  const barred = new Set([
    // Returned products are never offered again; kept ones only by lists of repeat purchases.
    ...history
      .filter(({ returned }) => returned || !MAY_REPEAT.has(source))
      .map((it) => it.productId),
    ...triggerProductIds,
    ...excludedProductIds,
  ]);
  return (productId) => {
    const product = products.get(productId);
    return (
      product !== undefined &&
      isOfferable(product) &&
      !barred.has(productId) &&
      (product.unitsLeft === null || (placed.get(productId) ?? 0) < product.unitsLeft) &&
      !excludes(product)
    );
  };
}

/** The profile's history and the trigger, as model indices; unknown products are omitted. */
function basisOf({ recommender: { indices }, request }: CandidateRequest): ListBasis {
  const returned = new Set(
    request.history.filter((it) => it.returned).map(({ productId }) => productId),
  );
  const moments = request.history
    .filter(({ returned }) => !returned)
    .flatMap(({ productId, at }) => {
      const product = indices.get(productId);
      return product === undefined ? [] : [{ product, ageDays: daysBetween(at, request.now) }];
    });
  const drawn = interestsAt(request.interests, request.now).flatMap(({ productId, weight }) => {
    const product = indices.get(productId);
    return product === undefined || returned.has(productId) ? [] : [{ product, weight }];
  });
  return {
    history: foldHistory(moments, drawn),
    trigger: evenly(request.triggerProductIds.flatMap((productId) => indices.get(productId) ?? [])),
    ...(request.votes && { votes: votesOf(request.votes, indices) }),
  };
}

/** In product order, so that equal votes give equal lists. */
function votesOf(votes: ReadonlyMap<string, number>, indices: Recommender["indices"]) {
  const known = [...votes].flatMap(([productId, weight]) => {
    const product = indices.get(productId);
    return product === undefined ? [] : [{ product, weight }];
  });
  known.sort((a, b) => a.product - b.product);
  return { products: known.map((it) => it.product), weights: known.map((it) => it.weight) };
}

/** The product of the last interaction, else the last order. */
function lastInterest(
  { recommender, request }: CandidateRequest,
  { history }: ListBasis,
): ProductWeights {
  const last = request.lastInteractedProductId ?? latestInterest(request);
  if (last === null) return history.lastOrder;
  const index = recommender.indices.get(last);
  return evenly(index === undefined ? [] : [index]);
}

/** The product of the profile's latest interest, if after its last order. */
function latestInterest({ interests, history }: RecommendationRequest): string | null {
  const ordered = Math.max(...history.map(({ at }) => at.getTime()));
  const [latest] = [...interests]
    .filter(([, { at }]) => at.getTime() > ordered)
    .sort(([a, x], [b, y]) => y.at.getTime() - x.at.getTime() || (a < b ? -1 : 1));
  return latest?.[0] ?? null;
}

function evenly(products: readonly number[]): ProductWeights {
  const once = [...new Set(products)].sort((a, b) => a - b);
  return { products: once, weights: once.map(() => 1) };
}

function neighborCandidates(
  { recommender, request, accepts }: CandidateRequest,
  modelKind: "content" | "item_knn" | "next_order",
  of: ProductWeights,
  limit: number,
): Candidate[] {
  const { fitted } = recommender;
  if (!fitted) return [];
  const { productIds, content, itemKnn, nextOrder } = fitted.models;
  const neighbors = { content, item_knn: itemKnn, next_order: nextOrder }[modelKind];
  const bought = new Set(request.history.map(({ productId }) => productId));
  const kindOf = (because: number) =>
    modelKind === "next_order"
      ? "chosen_next"
      : bought.has(productIds[because] ?? "")
        ? "because_you_bought"
        : "goes_with";
  const reasonOf = (product: number) =>
    modelKind === "content"
      ? similarTextReason({ neighbors, of, product }, recommender)
      : sharedBuyersReason({ neighbors, of, product }, kindOf, recommender);
  return rankByNeighbors(neighbors, of, limit, (index) => accepts(productIds[index] ?? "")).map(
    ({ product, score }) =>
      single(
        productIds[product] ?? "",
        score,
        modelKind,
        () =>
          reasonOf(product) ?? {
            kind: "discovery",
            productType: "",
          },
      ),
  );
}

function unreturnedIds({ request }: CandidateRequest): string[] {
  return request.history.filter(({ returned }) => !returned).map(({ productId }) => productId);
}

/** The product type with the most weight; of equal ones the first by name. `null` without any. */
function mainType(
  { products, indices }: Recommender,
  productIds: readonly string[],
  { history }: ListBasis,
): string | null {
  const { products: known, weights: knownWeights } = decayHistory(history, {
    halfLifeDays: HISTORY_HALF_LIFE_DAYS,
    halfLifeOrders: NEVER,
  });
  const weightOf = new Map(Array.from(known, (product, n) => [product, knownWeights[n] ?? 0]));
  const weights = new Map<string, number>();
  for (const productId of new Set(productIds)) {
    const type = products.get(productId)?.productType;
    const weight = weightOf.get(indices.get(productId) ?? -1) ?? 1;
    if (type) weights.set(type, (weights.get(type) ?? 0) + weight);
  }
  const [main] = [...weights].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return main?.[0] ?? null;
}

function bestSellers(
  { recommender, accepts }: CandidateRequest,
  productType: string | null,
  limit: number,
): Candidate[] {
  if (!recommender.fitted) return [];
  const { productIds, popularity, recentBuyers, windowDays } = recommender.fitted.models;
  const found: Candidate[] = [];
  for (const index of recommender.bestSellers) {
    if (found.length === limit) break;
    const productId = productIds[index] ?? "";
    if (!accepts(productId)) continue;
    if (productType !== null && recommender.products.get(productId)?.productType !== productType) {
      continue;
    }
    const counted = { buyers: recentBuyers[index] ?? 0, windowDays };
    found.push(
      single(productId, popularity[index] ?? 0, "popularity", () =>
        productType === null
          ? { kind: "popular", ...counted }
          : { kind: "popular_in_type", productType, ...counted },
      ),
    );
  }
  return found;
}

/** A candidate whose score has one part. */
function single(
  productId: string,
  score: number,
  modelKind: "content" | "item_knn" | "next_order" | "popularity" | "catalog",
  reason: () => Reason,
): Candidate {
  return {
    productId,
    score,
    parts: [{ source: modelKind, score }],
    explain: () => ({ reason: reason(), modelKind }),
  };
}
