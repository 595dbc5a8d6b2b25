import type { PrismaClient } from "~/generated/prisma/client";
import { defineJob, type Job } from "~/jobs/job.server";
import { isHeld } from "./shop-restore-store.server";

/** A job that rests for a shop as long as it is not known what was sent, and who said no, since the back-up. */
export const holdAfterRestore = <Deps extends { readonly db: PrismaClient }>(
  job: Job<Deps>,
): Job<Deps> =>
  defineJob({
    ...job,
    run: async (shopId, deps, signal) =>
      (await isHeld(deps.db, shopId)) ? { more: false } : job.run(shopId, deps, signal),
  });
