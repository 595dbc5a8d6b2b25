import { candidatesFrom } from "./lists/candidates";
import { limitVendors } from "./lists/limit-vendors";
import type { ListSource, Recommendation, RecommendationList } from "./recommendation";
import type { RecommendationRequest } from "./recommendation-request";
import type { Recommender } from "./recommender";

export type RecommendationOutcome =
  | {
      readonly kind: "recommended";
      /** The list asked for, or the one that stood in for the whole of it. */
      readonly source: ListSource;
      /** 1 … count of them, best first. */
      readonly recommendations: readonly Recommendation[];
    }
  | { readonly kind: "none"; readonly reason: "nothing_to_offer" };

const BEST_SELLERS_THEN_NEWEST = [
  "category_best_sellers",
  "store_best_sellers",
  "newest",
] as const satisfies readonly ListSource[];

/** What stands in for a list that cannot be filled, in turn. */
const CASCADES: Record<RecommendationList, readonly ListSource[]> = {
  chosen_next: [
    "chosen_next",
    "goes_with",
    "like_last_touched",
    "new_for_you",
    ...BEST_SELLERS_THEN_NEWEST,
  ],
  goes_with: ["goes_with", "like_last_touched", "new_for_you", ...BEST_SELLERS_THEN_NEWEST],
  new_for_you: ["new_for_you", "like_last_touched", ...BEST_SELLERS_THEN_NEWEST],
};

/**
 * Recommends products that the profile does not have: offerable, not in the trigger, not excluded,
 * at most two of a vendor in four where there is a choice of vendors.
 *
 * One list fills the whole block, so that its reasons agree and its result can be told: the first
 * of the cascade that gives at least half of what was asked for, else the longest.
 */
export function recommend(
  recommender: Recommender,
  request: RecommendationRequest,
): RecommendationOutcome {
  const enough = Math.ceil(request.count / 2);
  let longest: { source: ListSource; recommendations: Recommendation[] } | null = null;

  for (const source of CASCADES[request.list]) {
    const recommendations = limitVendors(
      candidatesFrom(source, recommender, request),
      ({ productId }) => recommender.products.get(productId)?.vendor ?? "",
      request.count,
    );
    if (recommendations.length > (longest?.recommendations.length ?? 0)) {
      longest = { source, recommendations };
    }
    if (recommendations.length >= enough) break;
  }
  return longest
    ? { kind: "recommended", ...longest }
    : { kind: "none", reason: "nothing_to_offer" };
}
