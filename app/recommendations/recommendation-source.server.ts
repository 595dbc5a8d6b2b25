import { LRUCache } from "lru-cache";
import { listCatalogueProducts } from "~/catalog/catalog-store.server";
import { isOfferable } from "~/catalog/catalogue-product";
import type { Db } from "~/db.server";
import type { Log } from "~/lib/log.server";
import type { ShopId } from "~/lib/shop-id";
import { findLatestVersion, findModels } from "./models/model-store.server";
import { listPastPurchases } from "./purchases/purchase-store.server";
import { recommend, type RecommendationOutcome } from "./recommend";
import type { RecommendationRequest } from "./recommendation-request";
import { prepareRecommender, type FittedModels, type Recommender } from "./recommender";

/** What one mail asks for. History and time are added here. */
export interface ProfileRequest extends Omit<RecommendationRequest, "history" | "now"> {
  readonly profileId: string;
}

export interface RecommendationSource {
  /**
   * One outcome for each request, in their order. Three short queries for the lot, beside loading
   * the shop's models when they are not at hand; all through `db`, which may be a transaction.
   */
  recommend(
    db: Db,
    shopId: ShopId,
    requests: readonly ProfileRequest[],
    now: Date,
  ): Promise<RecommendationOutcome[]>;
}

/** How long a new product may take to be recommended. One that may no longer be offered is noticed at once. */
const CATALOGUE_MAX_AGE_MS = 60_000;
const MOST_SHOPS_AT_HAND = 50;

/** Recommendations from the database, with the models and catalogues of the last used shops in memory. */
export function createRecommendationSource({ log }: { readonly log: Log }): RecommendationSource {
  const modelsAtHand = new LRUCache<string, FittedModels>({ max: MOST_SHOPS_AT_HAND });
  const atHand = new LRUCache<string, { version: number | null; recommender: Recommender }>({
    max: MOST_SHOPS_AT_HAND,
    ttl: CATALOGUE_MAX_AGE_MS,
  });

  return {
    async recommend(db, shopId, requests, now) {
      const version = await findLatestVersion(db, shopId);
      const known = atHand.get(shopId);
      const histories = await listPastPurchases(
        db,
        shopId,
        requests.map(({ profileId }) => profileId),
      );
      const rankAll = (recommender: Recommender) =>
        requests.map((request) =>
          recommend(recommender, {
            ...request,
            now,
            history: histories.get(request.profileId) ?? [],
          }),
        );

      if (known?.version === version) {
        const outcomes = rankAll(known.recommender);
        if (await areStillOffered(db, shopId, outcomes, now)) return outcomes;
      }
      const fitted = version === null ? null : await loadModels(db, shopId, version);
      const recommender = prepareRecommender(fitted, await listCatalogueProducts(db, shopId, now));
      atHand.set(shopId, { version, recommender });
      return rankAll(recommender);
    },
  };

  async function loadModels(db: Db, shopId: ShopId, version: number): Promise<FittedModels | null> {
    const key = `${shopId}/${version}`;
    const known = modelsAtHand.get(key);
    if (known) return known;
    const found = await findModels(db, shopId, version);
    if (found?.kind !== "found") {
      // Mail goes on with the newest products; the next fit writes a version that can be read.
      log.warn({ shopId, version, reason: found?.reason ?? "missing" }, "models refused");
      return null;
    }
    modelsAtHand.set(key, found.fitted);
    return found.fitted;
  }
}

/** Whether every product just picked may still be offered, by the database. */
async function areStillOffered(
  db: Db,
  shopId: ShopId,
  outcomes: readonly RecommendationOutcome[],
  now: Date,
): Promise<boolean> {
  const picked = new Set(
    outcomes.flatMap((outcome) =>
      outcome.kind === "none" ? [] : outcome.recommendations.map(({ productId }) => productId),
    ),
  );
  const offered = await listCatalogueProducts(db, shopId, now, [...picked]);
  return offered.filter(isOfferable).length === picked.size;
}
