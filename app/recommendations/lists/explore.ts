import { createRandomNumbers } from "~/ml/numerics/random";
import { crc32 } from "~/lib/crc32";
import type { Recommendation } from "../recommendation";
import type { RecommendationRequest } from "../recommendation-request";
import type { Recommender } from "../models/recommender";
import { genericReason } from "./blended-candidates";

interface ExploreRequest {
  readonly recommender: Recommender;
  readonly request: RecommendationRequest;
  readonly accepts: (productId: string) => boolean;
}

/** The share of all slots for exploration. */
const EXPLORED_RATE = 1 / 20;
const MAX_CHANCE = 0.5;

/**
 * Gives the last slot of a list of new products, for one in twenty of all slots, to a product with few recent buyers,
 * uniformly at random: otherwise new products would never get data. The draw is determined by the request's key, and
 * its probability is recorded, so that later evaluations can weight it.
 */
export function explore(
  recommendations: readonly Recommendation[],
  { recommender, request, accepts }: ExploreRequest,
): readonly Recommendation[] {
  const last = recommendations.at(-1);
  if (request.list !== "new_for_you" || request.drawKey === null || !recommender.fitted) {
    return recommendations;
  }
  if (!last || recommendations.length < 2 || last.reason.kind === "pinned") return recommendations;
  const shown = new Set(recommendations.map(({ productId }) => productId));
  const isUntried = (productId: string) => accepts(productId) && !shown.has(productId);
  if (!recommender.rare.some(({ productId }) => isUntried(productId))) return recommendations;

  const before = recommendations.slice(0, -1);
  const chance = Math.min(MAX_CHANCE, EXPLORED_RATE * recommendations.length);
  const random = createRandomNumbers(crc32(new TextEncoder().encode(request.drawKey)));
  if (random.nextFloat() >= chance) return [...before, { ...last, propensity: 1 - chance }];

  const pool = recommender.rare.filter(({ productId }) => isUntried(productId));
  const drawn = pool[random.nextInteger(pool.length)];
  if (!drawn) return recommendations;
  const { productId } = drawn;
  return [
    ...before,
    {
      productId,
      score: 0,
      parts: [],
      ...genericReason(productId, recommender, request.now),
      modelVersion: null,
      propensity: chance / pool.length,
    },
  ];
}
