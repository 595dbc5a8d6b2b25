import type { PrismaClient } from "~/generated/prisma/client";
import { defineJob } from "~/jobs/job";
import { listShopsDueToday, markTurnTaken } from "~/privacy/daily-turn-store.server";

interface Deps {
  readonly db: PrismaClient;
  readonly now: () => Date;
}

const TURN = "events.forget-bodies";
const DAY_MS = 86_400_000;
/** How long a worked webhook can be played again. Shopify asks for 30 days at most. */
const BODY_DAYS = 7;
/** How long a webhook's id is known, so that a late duplicate is recognised. */
const ENTRY_DAYS = 30;

/** Forgets the bodies of old webhooks, then the webhooks. */
export const forgetBodiesJob = defineJob<Deps>({
  name: "events.forget-bodies",
  listDueShops: (db, now) => listShopsDueToday(db, TURN, now),

  async run(shopId, { db, now }) {
    const at = now();
    const daysAgo = (days: number) => new Date(at.getTime() - days * DAY_MS);
    await db.inboxEntry.updateMany({
      where: {
        shopId,
        state: { not: "waiting" },
        receivedAt: { lt: daysAgo(BODY_DAYS) },
        sealedBody: { not: null },
      },
      data: { sealedBody: null },
    });
    // One that waited so long waits for an install that did not come.
    await db.inboxEntry.deleteMany({ where: { shopId, receivedAt: { lt: daysAgo(ENTRY_DAYS) } } });
    await markTurnTaken(db, shopId, TURN, at);
    return { more: false };
  },
});
