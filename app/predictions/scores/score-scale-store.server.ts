import { readRows } from "~/db-reads.server";
import type { Db, Tx } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import { SCALE_STEP, ScoreScale } from "./score-scale";

export const SCORE_SCALE_KIND = "score_scale";
/** Only the newest is kept. */
const VERSION = 1;
/** The ranks of fewer profiles are counted exactly. */
const MIN_SCORED = 1_000;

/**
 * Replaces the shop's scale of scores, which a large shop needs: to count who has a higher score reads all predictions, for each email
 * with such a condition and each page of a customer.
 */
export async function saveScoreScale(tx: Tx, shopId: ShopId, now: Date): Promise<void> {
  const scored = await tx.prediction.count({ where: { shopId } });
  const key = { shopId, kind: SCORE_SCALE_KIND, version: VERSION };
  if (scored < MIN_SCORED) {
    await tx.model.deleteMany({ where: key });
    return;
  }
  const scale: ScoreScale = {
    scored,
    intent: await readSteps(tx, shopId, Prisma.sql`buy_7_rate`),
    value: await readSteps(tx, shopId, Prisma.sql`value_minor::float8`),
  };
  const its = {
    trainedAt: now,
    options: {},
    quality: { scored },
    bytes: Buffer.from(JSON.stringify(scale)),
  };
  await tx.model.upsert({
    where: { shopId_kind_version: key },
    create: { ...key, ...its },
    update: its,
  });
}

/** The last value of each step, so that profiles with the same value have the same rank. */
async function readSteps(tx: Tx, shopId: ShopId, column: Prisma.Sql) {
  return tx.$queryRaw<ScoreScale["intent"]>`
    with ranked as (
      select ${column} as value, cume_dist() over (order by ${column} desc nulls last) as share
      from prediction where shop_id = ${shopId}
    ), stepped as (
      select value, share, ceil(share / ${SCALE_STEP}::float8) as step
      from ranked where value is not null
    )
    select distinct on (step) value, share from stepped order by step, share desc`;
}

/** The shop's scale of scores; null: it has few profiles, or they were never all scored. */
export async function findScoreScale(db: Db, shopId: ShopId): Promise<ScoreScale | null> {
  const [row] = await readRows<{ scale: string }>(
    db,
    Prisma.sql`
    select convert_from(bytes, 'UTF8') as scale from model
    where shop_id = ${shopId} and kind = ${SCORE_SCALE_KIND}`,
  );
  return row ? ScoreScale.parse(JSON.parse(row.scale)) : null;
}
