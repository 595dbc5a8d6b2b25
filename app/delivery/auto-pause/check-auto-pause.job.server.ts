import { Prisma, type PrismaClient } from "~/generated/prisma/client";
import { defineJob } from "~/jobs/job.server";
import type { Log } from "~/lib/log.server";
import { countFailures, listAutoPauses, saveAutoPause } from "./auto-pause-store.server";
import { AUTO_PAUSE_RATES, nextAutoPauseLevel, type FailureKind } from "./auto-pause-rule";

interface Deps {
  readonly db: PrismaClient;
  readonly now: () => Date;
  readonly log: Pick<Log, "warn">;
}

const KINDS = Object.keys(AUTO_PAUSE_RATES) as FailureKind[];

/**
 * Checks complaint and bounce rates of the last 24 hours after each failure, and stops a shop before mailbox
 * providers do. A warned shop is checked again all day.
 */
export const checkAutoPauseJob = defineJob<Deps>({
  name: "delivery.check-auto-pause",
  selectDueShops: selectWarnedShops,

  async run(shopId, { db, now, log }) {
    const at = now();
    await db.$transaction(async (tx) => {
      const autoPauses = await listAutoPauses(tx, shopId);
      for (const kind of KINDS) {
        const autoPause = autoPauses.find((it) => it.kind === kind);
        const releasedAt = autoPause?.releasedAt ?? null;
        const count = await countFailures(tx, shopId, kind, { now: at, releasedAt });
        const before = autoPause?.level ?? "ok";
        const level = nextAutoPauseLevel(before, kind, count);
        if (before !== level)
          log.warn({ shopId, kind, level, ...count }, "auto-pause level changed");
        await saveAutoPause(tx, shopId, { kind, level, ...count }, at);
      }
    });
    return { more: false };
  },
});

function selectWarnedShops(): Prisma.Sql {
  return Prisma.sql`select distinct shop_id as "shopId" from auto_pause where level = 'warn'`;
}
