import type { PrismaClient } from "~/generated/prisma/client";
import { defineJob } from "~/jobs/job.server";
import { endSuppressions, selectShopsWithEndedSuppressions } from "./suppression-store.server";

interface Deps {
  readonly db: PrismaClient;
  readonly now: () => Date;
}

/** Ends expired suppressions after soft bounces. No other suppression expires. */
export const endSuppressionsJob = defineJob<Deps>({
  name: "delivery.end-suppressions",
  selectDueShops: selectShopsWithEndedSuppressions,

  async run(shopId, { db, now }) {
    await endSuppressions(db, shopId, now());
    return { more: false };
  },
});
