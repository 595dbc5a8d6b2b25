import { Prisma } from "~/generated/prisma/client";
import { readRows } from "~/db-reads.server";
import type { Db } from "~/db.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { NO_LEARNED_LIMIT } from "~/predictions/email-habit";
import { loadBaseline } from "../baseline.server";
import { capOfVariant, drawFrequency } from "./frequency-variants";
import { FREQUENCY_SCOPE, VariantShares, scopeKey } from "../optimization/experiment";

/**
 * Maximum emails in seven days by the frequency experiment. Profiles in the control or the baseline group are missing, as are those
 * without a learned limit where one is required, those whom an approved change reaches later, and all while tests are paused: the
 * merchant's cap applies to them.
 */
export async function findLearnedCaps(
  db: Db,
  shopId: ShopId,
  profileIds: readonly ProfileId[],
  now: Date,
): Promise<Map<string, number>> {
  if (profileIds.length === 0) return new Map();
  const reading = readRows<LearnedRow>(
    db,
    Prisma.sql`
    select requested.profile_id as "profileId", experiment.variants,
      approval.decided_at as "approvedAt", approval.before,
      case when prediction.profile_id is not null
        then greatest(1, prediction.emails_per_28_days / 4) end as learned
    from experiment
    cross join unnest(${[...profileIds]}::text[]) as requested (profile_id)
    left join lateral (
      select decided_at, before from experiment_decision
      where shop_id = ${shopId} and scope_key = ${scopeKey(FREQUENCY_SCOPE)}
        and reverted_at is null and evidence->>'kind' = 'approved'
      order by decision_id desc limit 1
    ) approval on true
    left join prediction on prediction.shop_id = experiment.shop_id
      and prediction.profile_id = requested.profile_id
      and prediction.emails_per_28_days < ${NO_LEARNED_LIMIT}::int
      and prediction.detail->'tolerance'->>'grade' <> 'D'
    where experiment.shop_id = ${shopId} and experiment.scope_key = ${scopeKey(FREQUENCY_SCOPE)}
      and not exists (
        select 1 from settings
        where settings.shop_id = ${shopId} and settings.optimizations_paused_at is not null)`,
    { approvedAt: "instant" },
  );
  const [rows, isBaseline] = await Promise.all([reading, loadBaseline(db, shopId)]);
  return new Map(
    rows.flatMap(({ profileId, learned, variants, approvedAt, before }) => {
      if (isBaseline(profileId)) return [];
      const drawn = drawFrequency(
        VariantShares.parse(variants),
        approvedAt && { approvedAt, before: VariantShares.parse(before) },
        `${shopId}|${scopeKey(FREQUENCY_SCOPE)}|${profileId}`,
        now,
      );
      const cap = capOfVariant(drawn, learned);
      return cap === null ? [] : [[profileId, cap] as const];
    }),
  );
}

interface LearnedRow {
  readonly profileId: ProfileId;
  readonly learned: number | null;
  readonly variants: unknown;
  /** Of the newest approval and the shares before it; null: there is none. */
  readonly approvedAt: Date | null;
  readonly before: unknown;
}

/** Customers whose learned limit is below a cap, and their risk. */
export interface ToleranceCount {
  /** Scored by the shop's own data. */
  readonly scored: number;
  readonly below: number;
  /** Mean unsubscribe probability per email of those below the cap. */
  readonly lossRate: number;
}

export async function countTolerance(
  db: Db,
  shopId: ShopId,
  capPer7Days: number,
): Promise<ToleranceCount> {
  const [row] = await db.$queryRaw<ToleranceCount[]>`
    with scored as (
      select emails_per_28_days < ${NO_LEARNED_LIMIT}::int
          and greatest(1, emails_per_28_days / 4) < ${capPer7Days}::int as is_below,
        (detail->'tolerance'->>'lossRate')::float8 as loss_rate
      from prediction
      where shop_id = ${shopId} and emails_per_28_days is not null
        and detail->'tolerance'->>'grade' <> 'D')
    select count(*)::int as scored, count(*) filter (where is_below)::int as below,
      coalesce(avg(loss_rate) filter (where is_below), 0)::float8 as "lossRate"
    from scored`;
  return row ?? { scored: 0, below: 0, lossRate: 0 };
}
