import type { PrismaClient } from "~/generated/prisma/client";
import { defineJob, type Job } from "~/jobs/job.server";
import { isPausedAfterRestore } from "./shop-restore-store.server";

/**
 * Wraps a job so that it is skipped for a shop until sends and opt-outs since the backup are known.
 */
export const holdAfterRestore = <Deps extends { readonly db: PrismaClient }>(
  job: Job<Deps>,
): Job<Deps> =>
  defineJob({
    ...job,
    run: async (shopId, deps, signal) =>
      (await isPausedAfterRestore(deps.db, shopId))
        ? { more: false }
        : job.run(shopId, deps, signal),
  });
