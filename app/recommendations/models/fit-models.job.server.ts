import { listCatalogProducts } from "~/catalog/catalog-store.server";
import type { CatalogProduct } from "~/catalog/catalog-product";
import { Prisma, type PrismaClient } from "~/generated/prisma/client";
import { isShopDue } from "~/jobs/due-shops.server";
import { defineJob } from "~/jobs/job.server";
import {
  selectShopsDueForTraining,
  nextTrainingTimes,
} from "~/predictions/training/due-training.server";
import { runTraining } from "~/jobs/training/run-training.server";
import {
  selectShopsWithTraining,
  queueTraining,
  nextLeaseCheck,
} from "~/jobs/training/training-store.server";
import type { Log } from "~/lib/log.server";
import { weightsOf } from "./list-choice";
import { findChoices, saveRecommendationModels } from "./model-store.server";
import { purgePlacements } from "../placement-store.server";
import { listPurchases } from "../purchases/purchase-store.server";
import { saveProductRules } from "../baskets/rule-store.server";
import { listTrainingVisits, saveSessionModel } from "../sessions/session-store.server";

interface Deps {
  readonly db: PrismaClient;
  readonly now: () => Date;
  readonly log: Log;
}

const KIND = "recommendations";
/** The fit reads what the profiles job has projected. */
const FIT = { kind: KIND, consumer: "profiles" } as const;

/**
 * Retrains a shop's recommendation models on all orders in a thread: after the backfill, nightly, and on request. A
 * second run only creates another version of the same models.
 */
export const fitModelsJob = defineJob<Deps>({
  name: "recommendations.fit-models",
  isLeftToSweep: true,
  selectDueShops: (now) =>
    Prisma.sql`${selectShopsWithTraining(KIND)} union ${selectShopsDueForTraining({ ...FIT, now })}`,
  nextDueTimes: (now) => [nextLeaseCheck(KIND, now), ...nextTrainingTimes(KIND, now)],

  async run(shopId, { db, now, log }, signal) {
    // Each projected slice of events wakes this job, but a fit is rarely due.
    if (await isShopDue(db, shopId, selectShopsDueForTraining({ ...FIT, now: now() }))) {
      await queueTraining(db, shopId, KIND, { requestedBy: "schedule", at: now() });
    }
    await runTraining(
      shopId,
      {
        kind: KIND,
        async load(at) {
          const purchases = await listPurchases(db, shopId);
          const catalog = await listCatalogProducts(db, shopId, at);
          const choices = await findChoices(db, shopId);
          return {
            purchases,
            visits: await listTrainingVisits(db, shopId),
            // A sold-out product may return before the next fit; a hidden one rarely does.
            products: catalog.filter(isShown),
            inUse: choices && weightsOf(choices),
            now: at,
          };
        },
        async save(tx, { models, rules, sessions }) {
          const { trainedAt, counts } = models;
          const saved = await saveRecommendationModels(tx, shopId, models);
          await saveProductRules(tx, shopId, rules, trainedAt);
          await saveSessionModel(tx, shopId, sessions, trainedAt);
          await purgePlacements(tx, shopId, trainedAt);
          const { rules: ruleCount } = rules.counts;
          const visits = sessions?.counts.visits ?? 0;
          log.info({ shopId, ...saved, ...counts, ruleCount, visits }, "models fitted");
        },
      },
      { db, now },
      signal,
    );
    return { more: false };
  },
});

const isShown = ({ offer }: CatalogProduct): boolean =>
  offer.kind === "offerable" || offer.reason !== "not_published";
