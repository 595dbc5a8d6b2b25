import type { Db } from "~/db.server";
import { loadBaseline } from "~/experiments/baseline.server";
import {
  FREQUENCY_SCOPE,
  drawByShares,
  OWN_VARIANT,
  scopeKey,
  type VariantShare,
} from "~/experiments/optimization/experiment";
import type { VariantTotals } from "~/experiments/frequency/rollout";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { isSaleSql } from "~/profiles/order-standing-sql.server";

/** Cohort: profiles emailed in this many days before the decision, whatever they received since. */
const COHORT_DAYS = 28;

/** Counts profiles emailed in the 28 days before a time. */
export async function countPeople(db: Db, shopId: ShopId, at: Date): Promise<number> {
  const [row] = await db.$queryRaw<{ people: number }[]>`
    select count(distinct profile_id)::int as people from message_status
    where shop_id = ${shopId} and sent_at <= ${at}::timestamptz
      and sent_at > ${at}::timestamptz - make_interval(days => ${COHORT_DAYS})`;
  return row?.people ?? 0;
}

/**
 * Net revenue per profile since a frequency decision, by assigned variant. The cohort was emailed before the
 * decision, so that the decision cannot affect who is compared.
 */
export async function sumVariantRevenue(
  db: Db,
  shopId: ShopId,
  { since, variants }: { readonly since: Date; readonly variants: readonly VariantShare[] },
  now: Date,
): Promise<{ readonly control: VariantTotals; readonly treated: VariantTotals }> {
  const rows = await db.$queryRaw<{ profileId: ProfileId; net: number }[]>`
    with cohort as (
      select distinct profile_id from message_status
      where shop_id = ${shopId} and sent_at <= ${since}::timestamptz
        and sent_at > ${since}::timestamptz - make_interval(days => ${COHORT_DAYS})),
    spent as (
      select profile_id, sum(total_minor - refunded_minor) as net from "order"
      where shop_id = ${shopId} and placed_at > ${since}::timestamptz
        and placed_at <= ${now}::timestamptz
        and ${isSaleSql()}
        and currency = (select currency from shop where shop_id = ${shopId})
      group by profile_id)
    select cohort.profile_id as "profileId", coalesce(spent.net, 0)::float8 as net
    from cohort left join spent on spent.profile_id = cohort.profile_id`;
  const totals = { control: noRevenue(), treated: noRevenue() };
  const isBaseline = await loadBaseline(db, shopId);
  for (const { profileId, net } of rows) {
    // It was not part of the draw.
    if (isBaseline(profileId)) continue;
    const drawn = drawByShares(variants, `${shopId}|${scopeKey(FREQUENCY_SCOPE)}|${profileId}`);
    const variant = drawn.variant === OWN_VARIANT ? totals.control : totals.treated;
    variant.people += 1;
    variant.sum += net;
    variant.sumOfSquares += net ** 2;
  }
  return totals;
}

const noRevenue = () => ({ people: 0, sum: 0, sumOfSquares: 0 });
