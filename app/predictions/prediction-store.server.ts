import type { Db, Tx } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import { findDoneAt, markDone } from "~/jobs/schedule-store.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { MAY_BE_SCORED } from "./may-be-scored.server";
import { PredictionDetail, type Grade, type Prediction } from "./prediction";
import { inUnit, PREDICTED_VALUES } from "./predicted-values";
import { MODEL_KINDS } from "./predictions-summary";

/** Scheduled by the training time of the models: when all of a shop's profiles were scored by them. */
const SCORED_ALL = "predictions.scored";

/** Scores are compared with day-old ones, so that an hourly check sees every crossing. */
const EARLIER_HOURS = 24;

/**
 * Upserts one row per profile.
 *
 * @param vectors common table expressions that replace the vectors of these profiles
 */
export async function savePredictions(
  tx: Tx,
  shopId: ShopId,
  predictions: readonly Prediction[],
  modelVersions: Readonly<Record<string, number>>,
  vectors: Prisma.Sql,
): Promise<void> {
  if (predictions.length === 0) return;
  const rows = predictions.map(toRow);
  await tx.$executeRaw`
    with ${vectors}
    insert into prediction (shop_id, profile_id, computed_at, model_versions, grade, group_key, detail,
      ${COLUMNS})
    select ${shopId}, profile_id, computed_at, ${JSON.stringify(modelVersions)}::jsonb, grade,
      group_key, detail, ${COLUMNS}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as (
      profile_id text, computed_at timestamptz, grade text, group_key text, detail jsonb,
      ${TYPED_COLUMNS})
    on conflict (shop_id, profile_id) do update set
      earlier_at = case when ${IS_OLD} then prediction.computed_at else prediction.earlier_at end,
      earlier_buy_7_rate = case when ${IS_OLD} then prediction.buy_7_rate
        else prediction.earlier_buy_7_rate end,
      earlier_next_order_at = case when ${IS_OLD} then prediction.next_order_at
        else prediction.earlier_next_order_at end,
      computed_at = excluded.computed_at, model_versions = excluded.model_versions,
      grade = excluded.grade, group_key = excluded.group_key, detail = excluded.detail,
      ${REPLACED_COLUMNS}`;
}

const VALUES = Object.values(PREDICTED_VALUES);
const COLUMNS = Prisma.raw(VALUES.map(({ column }) => column).join(", "));
const TYPED_COLUMNS = Prisma.raw(
  VALUES.map(
    ({ column, unit }) => `${column} ${unit === "instant" ? "timestamptz" : "numeric"}`,
  ).join(", "),
);
const REPLACED_COLUMNS = Prisma.raw(
  VALUES.map(({ column }) => `${column} = excluded.${column}`).join(", "),
);

/** Whether the previous scores are old enough to be replaced by the current ones for comparison. */
const IS_OLD = Prisma.sql`coalesce(
  prediction.earlier_at <= excluded.computed_at - interval '1 hour' * ${EARLIER_HOURS}::int, true)`;

function toRow({ profileId, computedAt, grade, detail }: Prediction) {
  return {
    profile_id: profileId,
    computed_at: computedAt,
    grade,
    group_key: detail.group.key,
    detail,
    ...Object.fromEntries(
      VALUES.map(({ column, unit, find }) => {
        const found = find(detail);
        const value = found && inUnit(unit, found.value, computedAt);
        return [column, unit === "instant" && value !== null ? new Date(value) : value];
      }),
    ),
  };
}

/** One profile's prediction; `null` before it was scored. */
export async function findStoredPrediction(
  db: Db,
  shopId: ShopId,
  profileId: ProfileId,
): Promise<Prediction | null> {
  const row = await db.prediction.findUnique({
    where: { shopId_profileId: { shopId, profileId } },
  });
  return (
    row && {
      profileId,
      computedAt: row.computedAt,
      // Output of `savePredictions`.
      grade: row.grade as Grade,
      detail: PredictionDetail.parse(row.detail),
    }
  );
}

/** Deletes the predictions of profiles that may no longer be scored. */
export async function deletePredictions(
  tx: Tx,
  shopId: ShopId,
  profileIds: readonly ProfileId[],
): Promise<void> {
  if (profileIds.length === 0) return;
  await tx.prediction.deleteMany({ where: { shopId, profileId: { in: [...profileIds] } } });
}

/** Some customers not scored since `trainedAt`, ordered by id. */
export async function listUnscored(
  db: Db,
  shopId: ShopId,
  trainedAt: Date,
  limit: number,
): Promise<ProfileId[]> {
  const rows = await db.$queryRaw<{ profileId: ProfileId }[]>`
    select profile.profile_id as "profileId" from profile
    left join prediction r on r.shop_id = profile.shop_id and r.profile_id = profile.profile_id
    where profile.shop_id = ${shopId} and ${MAY_BE_SCORED}
      and (r.computed_at is null or r.computed_at < ${trainedAt})
    order by profile.profile_id limit ${limit}`;
  return rows.map(({ profileId }) => profileId);
}

/** Records that all profiles were scored by the models of `trainedAt`. */
export async function markAllScored(tx: Tx, shopId: ShopId, trainedAt: Date): Promise<void> {
  await markDone(tx, shopId, SCORED_ALL, trainedAt);
}

/** Whether all profiles have been scored by the models of `trainedAt`. */
export async function areAllScored(db: Db, shopId: ShopId, trainedAt: Date): Promise<boolean> {
  const scoredAt = await findDoneAt(db, shopId, SCORED_ALL);
  return scoredAt !== null && scoredAt >= trainedAt;
}

/** The installed shops with models and profiles to score: after new models, or new events. */
export function selectShopsToScore(): Prisma.Sql {
  return Prisma.sql`
    select m.shop_id as "shopId"
    from (
      select shop_id, max(trained_at) as trained_at from model
      where kind = any(${[...MODEL_KINDS]}::text[]) group by shop_id
    ) m
    join shop s on s.shop_id = m.shop_id and s.uninstalled_at is null
    left join schedule done on done.shop_id = m.shop_id and done.task = ${SCORED_ALL}
    left join cursor own on own.shop_id = m.shop_id and own.consumer = ${CONSUMER}
    left join cursor ahead on ahead.shop_id = m.shop_id and ahead.consumer = ${FOLLOWS}
    where done.done_at is null or done.done_at < m.trained_at
      or coalesce(own.seq, 0) < coalesce(ahead.seq, 0)`;
}

/** The consumer name of the stage, and the consumer that it follows. */
export const CONSUMER = "predictions";
export const FOLLOWS = "profiles";
