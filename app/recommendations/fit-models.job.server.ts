import { listCatalogueProducts } from "~/catalog/catalog-store.server";
import type { CatalogueProduct } from "~/catalog/catalogue-product";
import type { PrismaClient } from "~/generated/prisma/client";
import { defineJob } from "~/jobs/job";
import type { Log } from "~/lib/log.server";
import { fitModels } from "./fit-models";
import { listShopsDueForFit, saveModels } from "./model-store.server";
import { listPurchases } from "./purchase-store.server";

interface Deps {
  readonly db: PrismaClient;
  readonly now: () => Date;
  readonly log: Log;
}

/**
 * Fits a shop's recommendation models afresh from all its orders: after the back-fill, and when
 * they are old. Run twice it makes two versions of the same models, which harms nothing.
 */
export const fitModelsJob = defineJob<Deps>({
  name: "recommendations.fit-models",
  listDueShops: listShopsDueForFit,

  async run(shopId, { db, now, log }) {
    const trainedAt = now();
    // Each projected slice of events wakes this job; few of them make a fit due.
    if ((await listShopsDueForFit(db, trainedAt, shopId)).length === 0) return { more: false };
    const purchases = await listPurchases(db, shopId);
    const catalogue = await listCatalogueProducts(db, shopId, trainedAt);
    // What is sold out today may be back before the next fit; what is hidden rarely is.
    const shownIds = new Set(catalogue.filter(isShown).map(({ productId }) => productId));

    const models = fitModels(purchases, shownIds, trainedAt);
    const version = await db.$transaction((tx) => saveModels(tx, shopId, models));
    log.info(
      { shopId, version, profiles: models.profileCount, products: models.productIds.length },
      "models fitted",
    );
    return { more: false };
  },
});

const isShown = ({ offer }: CatalogueProduct): boolean =>
  offer.kind === "offerable" || offer.reason !== "not_published";
