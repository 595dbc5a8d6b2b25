import { createLog } from "~/lib/log.server";
import type { ShopId } from "~/lib/shop-id";
import type { Prisma, PrismaClient } from "~/generated/prisma/client";
import { trainPredictionsJob } from "~/predictions/training/train-predictions.job.server";
import type { Keyring } from "~/privacy/keyring.server";
import { fitModelsJob } from "~/recommendations/models/fit-models.job.server";

/** A shop's models and training time, for shops with equal orders. */
export type TrainedModels = Awaited<ReturnType<typeof readModels>>;

/** The result of the app's own training on a shop's orders: only once, since it takes ten seconds. */
export async function trainModels(
  db: PrismaClient,
  keyring: Keyring,
  shopId: ShopId,
): Promise<TrainedModels> {
  const deps = jobDeps(db, keyring);
  const { signal } = new AbortController();
  await trainPredictionsJob.run(shopId, deps, signal);
  await fitModelsJob.run(shopId, deps, signal);
  return readModels(db, shopId);
}

/** Stores the models of an equal shop. */
export async function storeModels(
  db: PrismaClient,
  shopId: ShopId,
  { models, runs }: TrainedModels,
): Promise<void> {
  await db.model.createMany({
    data: models.map(({ options, quality, ...model }) => ({
      ...model,
      shopId,
      options: options as Prisma.InputJsonValue,
      quality: quality as Prisma.InputJsonValue,
    })),
  });
  await db.trainingRun.createMany({ data: runs.map((run) => ({ ...run, shopId })) });
}

/** Dependencies of a job that is run manually. */
export function jobDeps(db: PrismaClient, keyring: Keyring) {
  const queue = { announce: () => Promise.resolve(), announceAll: () => Promise.resolve() };
  return { db, queue, keyring, now: () => new Date(), log: createLog("error") };
}

async function readModels(db: PrismaClient, shopId: ShopId) {
  const where = { shopId };
  return {
    models: await db.model.findMany({ where }),
    runs: await db.trainingRun.findMany({ where }),
  };
}
