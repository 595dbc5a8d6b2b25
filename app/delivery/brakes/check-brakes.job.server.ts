import type { Db } from "~/db.server";
import type { PrismaClient } from "~/generated/prisma/client";
import { defineJob } from "~/jobs/job.server";
import type { Log } from "~/lib/log.server";
import { ShopId } from "~/lib/shop-id";
import { countWrong, listBrakes, writeBrake } from "./brake-store.server";
import { BRAKE_RATES, nextLevel, type BrakeKind } from "./judge-brake";

interface Deps {
  readonly db: PrismaClient;
  readonly now: () => Date;
  readonly log: Pick<Log, "warn">;
}

const KINDS = Object.keys(BRAKE_RATES) as BrakeKind[];

/**
 * Counts what went wrong with a shop's mail in the last 24 hours, whenever
 * something did, and stops the shop's mail before mailbox providers do. A shop
 * that was warned is looked at until the day is over.
 */
export const checkBrakesJob = defineJob<Deps>({
  name: "delivery.check-brakes",
  listDueShops: listWarnedShops,

  async run(shopId, { db, now, log }) {
    const at = now();
    await db.$transaction(async (tx) => {
      const brakes = await listBrakes(tx, shopId);
      for (const kind of KINDS) {
        const brake = brakes.find((it) => it.kind === kind);
        const releasedAt = brake?.releasedAt ?? null;
        const count = await countWrong(tx, shopId, kind, { now: at, releasedAt });
        const before = brake?.level ?? "ok";
        const level = nextLevel(before, kind, count);
        if (before !== level) log.warn({ shopId, kind, level, ...count }, "a brake changed");
        await writeBrake(tx, shopId, { kind, level, ...count }, at);
      }
    });
    return { more: false };
  },
});

async function listWarnedShops(db: Db): Promise<ShopId[]> {
  const rows = await db.sendingBrake.findMany({
    where: { level: "warn" },
    select: { shopId: true },
    distinct: ["shopId"],
  });
  return rows.map(({ shopId }) => ShopId.parse(shopId));
}
