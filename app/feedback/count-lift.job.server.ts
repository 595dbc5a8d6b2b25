import type { PrismaClient } from "~/generated/prisma/client";
import { defineJob } from "~/jobs/job.server";
import { countLift } from "./lift/count-lift.server";
import { listShopsDueForLift, readCountBasis, saveLift } from "./lift/lift-store.server";

interface Deps {
  readonly db: PrismaClient;
  readonly now: () => Date;
}

/**
 * Counts who ordered with mails and without them, so that the home page reads
 * it and never counts. Anew each time: orders are cancelled and come late, and
 * who looks twice an hour need not be clever about it.
 */
export const countLiftJob = defineJob<Deps>({
  name: "feedback.count-lift",
  listDueShops: listShopsDueForLift,

  async run(shopId, { db, now }) {
    const countedAt = now();
    if ((await listShopsDueForLift(db, countedAt, shopId)).length === 0) return { more: false };
    const basis = await readCountBasis(db, shopId);
    const days = await countLift(db, shopId, { windowHours: basis.windowHours, now: countedAt });
    await db.$transaction((tx) => saveLift(tx, shopId, { countedAt, days }, basis));
    return { more: false };
  },
});
