import type { PrismaClient } from "~/generated/prisma/client";
import { defineJob } from "~/jobs/job.server";
import { endSuppressions, listShopsWithEndedSuppressions } from "./suppression-store.server";

interface Deps {
  readonly db: PrismaClient;
  readonly now: () => Date;
}

/** Lets addresses be mailed again that bounced softly and have rested. No other suppression ends by itself. */
export const endSuppressionsJob = defineJob<Deps>({
  name: "delivery.end-suppressions",
  listDueShops: listShopsWithEndedSuppressions,

  async run(shopId, { db, now }) {
    await endSuppressions(db, shopId, now());
    return { more: false };
  },
});
