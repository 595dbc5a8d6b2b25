import { acceptedProducts, candidatesFrom } from "./candidates";
import type { Candidate } from "./candidate";
import { explore } from "./explore";
import { limitVendors } from "./limit-vendors";
import { dropNearDuplicates, splitByTitle } from "./near-duplicates";
import { diversifySimilar } from "./diversify-similar";
import type {
  ListSource,
  Recommendation,
  RecommendationList,
  ScoreSource,
} from "../recommendation";
import type { RecommendationRequest } from "../recommendation-request";
import type { Recommender } from "../models/recommender";
import { SESSION_SOURCES } from "../sessions/session-queries";
import { rulesFor } from "../rules/apply-rules";

export type RecommendationOutcome =
  | {
      readonly kind: "recommended";
      /** The requested list, or the fallback that replaced it. */
      readonly source: ListSource;
      /** 1 … count of them, best first. */
      readonly recommendations: readonly Recommendation[];
      /** Those with tracked stock: an email that contains them must be recorded. */
      readonly scarceIds: readonly string[];
    }
  | { readonly kind: "none"; readonly reason: "nothing_to_offer" };

const BEST_SELLERS_THEN_NEWEST = [
  "category_best_sellers",
  "store_best_sellers",
  "newest",
] as const satisfies readonly ListSource[];

/** Fallback lists, in order. */
const CASCADES: Record<RecommendationList, readonly ListSource[]> = {
  buy_again: ["buy_again", "like_last_touched", "new_for_you", ...BEST_SELLERS_THEN_NEWEST],
  chosen_next: [
    "chosen_next",
    "goes_with",
    "like_last_touched",
    "new_for_you",
    ...BEST_SELLERS_THEN_NEWEST,
  ],
  goes_with: ["goes_with", "like_last_touched", "new_for_you", ...BEST_SELLERS_THEN_NEWEST],
  next_basket: ["next_basket", "like_last_touched", "new_for_you", ...BEST_SELLERS_THEN_NEWEST],
  new_for_you: ["new_for_you", "like_last_touched", ...BEST_SELLERS_THEN_NEWEST],
};

/** For alternatives to the trigger product. */
const ALIKE = [
  "alike",
  "like_last_touched",
  "new_for_you",
  ...BEST_SELLERS_THEN_NEWEST,
] as const satisfies readonly ListSource[];

/** For a visit of somebody whose purchases say nothing, or about the visit itself. */
const BY_VISIT = ["viewed_next", ...CASCADES.new_for_you] as const satisfies readonly ListSource[];

/** Without a history, or without permission to use it: about the product of a page or an email. */
const BY_PAGE = [
  "goes_with",
  "alike",
  ...BEST_SELLERS_THEN_NEWEST,
] as const satisfies readonly ListSource[];

const MAY_BE_ALIKE: ReadonlySet<ListSource> = new Set([
  "alike",
  "buy_again",
  "next_basket",
  "newest",
]);

/** Slots per requested product for diversification, which include the vendor limit. */
const SPREAD_FACTOR = 2;

/**
 * Recommends products that are offerable, in stock for one more email, not in the trigger and not excluded, and,
 * except in `buy_again` and `next_basket`, not owned by the profile. The merchant's rules apply to each list; no two look
 * the same, titles that differ in numbers only are a last resort, and similar products are separated; at most two of a vendor are in any four if there is a choice; occasionally the last slot goes to a
 * little-known product. One list fills the whole block, so that its reasons agree and its result can be measured: the
 * first of the cascade with at least half of the requested number, else the longest. What a visit suggests is kept even
 * if it is less; the next lists fill the rest of the block. Where nothing is left, as in a shop of few products, the
 * excluded ones are shown again, and at last what the profile owns.
 */
export function recommend(
  recommender: Recommender,
  request: RecommendationRequest,
): RecommendationOutcome {
  const outcome = recommendOnce(recommender, request);
  if (outcome.kind === "recommended" || request.mayStandIn === false) return outcome;
  for (const resort of lastResorts(request)) {
    const found = recommendOnce(recommender, resort);
    if (found.kind === "recommended") return found;
  }
  return outcome;
}

function lastResorts(request: RecommendationRequest): readonly RecommendationRequest[] {
  const { list, startAt, excludedProductIds } = request;
  const again = { ...request, excludedProductIds: [] };
  return [
    ...(excludedProductIds.length > 0 ? [again] : []),
    ...(startAt === "store_best_sellers" ? [{ ...again, startAt: "newest" } as const] : []),
    ...(startAt === undefined && list === "new_for_you"
      ? [{ ...again, list: "buy_again" } as const]
      : []),
  ];
}

function recommendOnce(
  recommender: Recommender,
  request: RecommendationRequest,
): RecommendationOutcome {
  const { rules, collections } = recommender.shopRules;
  const listRules = rulesFor(request.list, rules, collections);
  const vendorOf = ({ productId }: Candidate) => recommender.products.get(productId)?.vendor ?? "";
  const { count } = request;
  const lists: Found[] = [];

  const { mayStandIn = true, startAt = request.list } = request;
  const cascade = startAt === request.list ? ownCascade(request) : startedAt(startAt, request.list);
  for (const source of mayStandIn ? cascade : [request.list]) {
    const accepts = acceptedProducts(source, recommender, request, listRules.excludes);
    const ruled = listRules.rerank(
      candidatesFrom(source, { recommender, request, accepts }),
      (productId) => recommender.products.get(productId),
    );
    const kept = lists.findLast((it) => it.source === "viewed_next");
    const unlike = dropNearDuplicates(ruled, recommender, kept?.ranked);
    const { distinct, last } = splitByTitle(unlike, recommender, kept?.ranked);
    const others = spreadOut(source, distinct, count, recommender);
    const ranked = [...(kept?.ranked ?? []), ...others, ...last];
    const { length } = limitVendors(ranked, vendorOf, count);
    const filledBy = kept?.source ?? source;
    if (length > 0) lists.push({ source: filledBy, accepts, ranked, length });
    if (length >= (filledBy === "viewed_next" ? count : Math.ceil(count / 2))) break;
  }
  const [longest] = lists.toSorted((a, b) => b.length - a.length);
  if (!longest) return { kind: "none", reason: "nothing_to_offer" };

  const { source, accepts, ranked } = longest;
  const pinned = listRules.pinnedIds
    .filter(accepts)
    .slice(0, count)
    .map((productId) => asPinned(productId, ranked));
  const isPinned = new Set(pinned.map(({ productId }) => productId));
  const unpinned = ranked.filter(({ productId }) => !isPinned.has(productId));
  const others = dropNearDuplicates(unpinned, recommender, pinned);
  const { distinct, last } = splitByTitle(others, recommender, pinned);
  const unlikeAll = limitVendors(distinct, vendorOf, count, pinned);
  const fullest =
    unlikeAll.length < count && last.length > 0
      ? limitVendors([...distinct, ...last], vendorOf, count, pinned)
      : unlikeAll;
  const ranking = fullest.map((candidate) => toRecommendation(candidate, recommender));
  const recommendations = explore(ranking, {
    recommender,
    request,
    accepts: (productId) => accepts(productId) && !looksLikeOne(productId, ranking, recommender),
  });
  const scarceIds = recommendations
    .map(({ productId }) => productId)
    .filter((productId) => (recommender.products.get(productId)?.unitsLeft ?? null) !== null);
  return { kind: "recommended", source, recommendations, scarceIds };
}

function looksLikeOne(
  productId: string,
  ranking: readonly Recommendation[],
  recommender: Recommender,
): boolean {
  const [unlike] = dropNearDuplicates([{ productId }], recommender, ranking);
  return !unlike || splitByTitle([unlike], recommender, ranking).distinct.length === 0;
}

/** The cascade of a list without another start. */
function ownCascade({
  list,
  history,
  interests,
  session,
  triggerProductIds,
}: RecommendationRequest): readonly ListSource[] {
  if (list !== "new_for_you") return CASCADES[list];
  const isCustomer = history.some(({ returned }) => !returned);
  if (session.length > 0) {
    const isAboutVisit = triggerProductIds.some((id) => session.includes(id));
    return isCustomer && !isAboutVisit ? CASCADES[list] : BY_VISIT;
  }
  const isKnown = isCustomer || interests.size > 0;
  return isKnown || triggerProductIds.length === 0 ? CASCADES[list] : BY_PAGE;
}

function startedAt(source: ListSource, list: RecommendationList): readonly ListSource[] {
  // Few best sellers are better than many other products under their name.
  if (source === "store_best_sellers") return [source];
  const cascade: readonly ListSource[] = source === "alike" ? ALIKE : CASCADES[list];
  return cascade.slice(cascade.indexOf(source));
}

/** The result of one source of the cascade. */
interface Found {
  readonly source: ListSource;
  readonly accepts: (productId: string) => boolean;
  readonly ranked: readonly Candidate[];
  /** Number of block slots that it fills. */
  readonly length: number;
}

/** Separates similar products if a similarity model exists, except in lists of similar products and repeat purchases. */
function spreadOut(
  source: ListSource,
  ranked: Candidate[],
  count: number,
  { fitted, indices }: Recommender,
): Candidate[] {
  if (!fitted || MAY_BE_ALIKE.has(source)) return ranked;
  const { content } = fitted.models;
  const indexOf = (productId: string) => indices.get(productId);
  return diversifySimilar(ranked, SPREAD_FACTOR * count, { content, indexOf });
}

/** A pinned product, with its score if the list has one. */
function asPinned(productId: string, ranked: readonly Candidate[]): Candidate {
  const { score, parts } = ranked.find((it) => it.productId === productId) ?? {
    score: 0,
    parts: [],
  };
  const explain = () => ({ reason: { kind: "pinned" }, modelKind: "merchant" }) as const;
  return { productId, score, parts, explain };
}

function toRecommendation(
  { productId, score, parts, explain }: Candidate,
  recommender: Recommender,
): Recommendation {
  const { reason, modelKind } = explain();
  return {
    productId,
    score,
    parts: [...parts],
    reason,
    modelKind,
    modelVersion: versionOf(modelKind, recommender),
    propensity: 1,
  };
}

const BY_VISITS: readonly ScoreSource[] = SESSION_SOURCES;

/** The version of the model row behind a source; `null` for one without. */
function versionOf(source: ScoreSource, { fitted, patterns }: Recommender): number | null {
  if (source === "catalog" || source === "merchant") return null;
  if (source === "bought_together") return patterns.productRules?.version ?? null;
  if (BY_VISITS.includes(source)) return patterns.sessions?.version ?? null;
  return fitted?.version ?? null;
}
