import type { CommonDeps } from "~/deps";
import type { PrismaClient } from "~/generated/prisma/client";
import { queueTraining } from "~/jobs/training/training-store.server";
import { createLog } from "~/lib/log.server";
import { acceptedProducts, candidatesFrom } from "~/recommendations/lists/candidates";
import { createRecommendationSource } from "~/recommendations/lists/recommendation-source.server";
import { fitModelsJob } from "~/recommendations/models/fit-models.job.server";
import { listPastPurchases } from "~/recommendations/purchases/purchase-store.server";
import { NO_INTERESTS } from "~/recommendations/interests/interest";
import { findStoredPrediction } from "~/predictions/prediction-store.server";
import { scoreProfilesJob } from "~/predictions/scores/score-profiles.job.server";
import { trainPredictionsJob } from "~/predictions/training/train-predictions.job.server";
import type { Keyring } from "~/privacy/keyring.server";
import { fillUp, LIST_LENGTH } from "../../../backtest/recommenders/ranking-task";
import type { StoredShop } from "./store-shop";

export type ComparedList = "new_for_you" | "next_basket";

interface Product {
  readonly db: PrismaClient;
  readonly keyring: Keyring;
}

/**
 * Trains a stored shop's lists by its nightly job, and ranks each customer's list from the database: before near
 * duplicates are dropped and vendors limited, which the back-test does not know, and filled up with best sellers as it
 * does.
 */
export async function listByProduct(
  { db, keyring }: Product,
  { shopId, now, profileIds }: StoredShop,
  lists: readonly ComparedList[],
): Promise<ReadonlyMap<ComparedList, readonly (readonly number[])[]>> {
  const deps = depsAt(db, keyring, now);
  await queueTraining(db, shopId, "recommendations", { requestedBy: "merchant", at: now });
  await fitModelsJob.run(shopId, deps, new AbortController().signal);
  const recommender = await createRecommendationSource(deps).prepare(db, shopId, now);
  const histories = await listPastPurchases(db, shopId, profileIds);
  const popular = recommender.fitted?.sorted.popular ?? new Int32Array();
  const { productIds } = recommender.fitted?.models ?? { productIds: [] };
  return new Map(
    lists.map((list) => [
      list,
      profileIds.map((profileId) => {
        const request = {
          list,
          count: LIST_LENGTH,
          now,
          history: histories.get(profileId) ?? [],
          interests: NO_INTERESTS,
          session: [],
          triggerProductIds: [],
          lastInteractedProductId: null,
          excludedProductIds: [],
          drawKey: null,
        };
        const accepts = acceptedProducts(list, recommender, request, () => false);
        const ranked = candidatesFrom(list, { recommender, request, accepts })
          .slice(0, LIST_LENGTH)
          .map(({ productId }) => Number(productId));
        return fillUp(ranked, popular, (index) => accepts(productIds[index] ?? ""));
      }),
    ]),
  );
}

/** What a customer's stored prediction says. */
interface StoredForecast {
  readonly intent90: number;
  readonly nextOrder: { readonly days: number; readonly low: number; readonly high: number };
}

/** Trains and scores a stored shop by its jobs, as of the evening before a day. */
export async function predictByProduct(
  { db, keyring }: Product,
  { shopId, profileIds }: StoredShop,
  cut: Date,
): Promise<StoredForecast[]> {
  const now = new Date(cut.getTime() - 1);
  const deps = depsAt(db, keyring, now);
  const { signal } = new AbortController();
  await queueTraining(db, shopId, "predictions", { requestedBy: "merchant", at: now });
  await trainPredictionsJob.run(shopId, deps, signal);
  while ((await scoreProfilesJob.run(shopId, deps, signal)).more);
  const forecasts: StoredForecast[] = [];
  for (const profileId of profileIds) {
    const stored = await findStoredPrediction(db, shopId, profileId);
    const intent = stored?.detail.intent.find(({ days }) => days === 90);
    const next = stored?.detail.nextOrder;
    if (!intent || !next) throw new Error(`${profileId} has no prediction`);
    const { value: days, low, high } = next;
    forecasts.push({ intent90: intent.value, nextOrder: { days, low, high } });
  }
  return forecasts;
}

function depsAt(db: PrismaClient, keyring: Keyring, now: Date) {
  const queue: CommonDeps<"queue">["queue"] = {
    announce: () => Promise.resolve(),
    announceAll: () => Promise.resolve(),
  };
  return { db, queue, keyring, now: () => now, log: createLog("error") };
}
