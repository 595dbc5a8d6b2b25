import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { NO_LEARNED_LIMIT } from "~/predictions/scores/mail-scores";
import { ALL_MAILS, ArmShares, drawByShares, OWN, scopeKey } from "./choice";

/**
 * Most mails in seven days that profiles are found to bear, where the shop follows that. Those in the
 * control share are missing, as are those of whom nothing is learned: for them the merchant's cap holds.
 */
export async function findMailCaps(
  db: Db,
  shopId: ShopId,
  profileIds: readonly string[],
): Promise<Map<string, number>> {
  if (profileIds.length === 0) return new Map();
  const rows = await db.$queryRaw<{ profileId: string; cap: number; arms: unknown }[]>`
    select prediction.profile_id as "profileId", choice.arms,
      greatest(1, prediction.mails_per_28_days / 4) as cap
    from choice
    join prediction on prediction.shop_id = choice.shop_id
    where choice.shop_id = ${shopId} and choice.scope_key = ${scopeKey(ALL_MAILS)}
      and prediction.profile_id = any(${[...profileIds]}::text[])
      and prediction.mails_per_28_days < ${NO_LEARNED_LIMIT}::int
      and prediction.detail->'tolerance'->>'grade' <> 'D'`;
  return new Map(
    rows.flatMap(({ profileId, cap, arms }) => {
      const drawn = drawByShares(
        ArmShares.parse(arms),
        `${shopId}|${scopeKey(ALL_MAILS)}|${profileId}`,
      );
      return drawn.arm === OWN ? [] : [[profileId, cap] as const];
    }),
  );
}

/** How many customers bear fewer mails than a cap allows, and what they would be lost at. */
export interface ToleranceCount {
  /** Scored by what the shop's own mails did. */
  readonly scored: number;
  readonly below: number;
  /** Mean chance of a loss over one email of those below. */
  readonly lossRate: number;
}

export async function countTolerance(
  db: Db,
  shopId: ShopId,
  capPer7Days: number,
): Promise<ToleranceCount> {
  const [row] = await db.$queryRaw<ToleranceCount[]>`
    with scored as (
      select mails_per_28_days < ${NO_LEARNED_LIMIT}::int
          and greatest(1, mails_per_28_days / 4) < ${capPer7Days}::int as is_below,
        (detail->'tolerance'->>'lossRate')::float8 as loss_rate
      from prediction
      where shop_id = ${shopId} and mails_per_28_days is not null
        and detail->'tolerance'->>'grade' <> 'D')
    select count(*)::int as scored, count(*) filter (where is_below)::int as below,
      coalesce(avg(loss_rate) filter (where is_below), 0)::float8 as "lossRate"
    from scored`;
  return row ?? { scored: 0, below: 0, lossRate: 0 };
}
