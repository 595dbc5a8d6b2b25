import type { Db } from "~/db.server";
import { getAttributionWindowHours } from "~/feedback/attribution-store.server";
import type { ShopId } from "~/lib/shop-id";
import { compareRates, type RateCount } from "~/ml/experiments/compare-rates";
import { isSaleSql } from "~/profiles/order-standing-sql.server";

/** What a campaign lost by excluding customers unlikely to be influenced, by those of them who still got the email. */
export interface ExclusionResult {
  readonly excluded: RateCount;
  /** The tenth, drawn at random, who still got it. */
  readonly control: RateCount;
  readonly windowHours: number;
  /** Order rate of the control minus that of the excluded, with its 95% interval; null while one is empty. */
  readonly difference: {
    readonly difference: number;
    readonly low: number;
    readonly high: number;
  } | null;
}

/** @returns null when the campaign excluded no one, or the attribution window of none has passed */
export async function judgeExclusion(
  db: Db,
  shopId: ShopId,
  campaignId: string,
  now: Date,
): Promise<ExclusionResult | null> {
  const windowHours = await getAttributionWindowHours(db, shopId);
  const rows = await db.$queryRaw<(RateCount & { isControl: boolean })[]>`
    with judged as (
      select status.profile_id, status.planned_at, message.intent ? 'isUnlikelyControl' as is_control
      from message_status status
      join message on message.shop_id = status.shop_id and message.message_id = status.message_id
      where status.shop_id = ${shopId} and status.campaign_id = ${campaignId}
        and (status.reason = 'unlikely_influenced' or message.intent ? 'isUnlikelyControl')
        and status.planned_at <= ${now}::timestamptz - make_interval(hours => ${windowHours}::int)
    )
    select is_control as "isControl", count(*)::int as people,
      count(*) filter (where exists (
        select 1 from "order" o
        where o.shop_id = ${shopId} and o.profile_id = judged.profile_id
          and o.placed_at > judged.planned_at
          and o.placed_at <= judged.planned_at + make_interval(hours => ${windowHours}::int)
          and ${isSaleSql("o")}))::int as ordered
    from judged group by 1`;
  if (rows.length === 0) return null;
  const of = (isControl: boolean): RateCount => {
    const { people = 0, ordered = 0 } = rows.find((row) => row.isControl === isControl) ?? {};
    return { people, ordered };
  };
  const [control, excluded] = [of(true), of(false)];
  const hasBoth = control.people > 0 && excluded.people > 0;
  const difference = hasBoth ? compareRates(control, excluded) : null;
  return { excluded, control, windowHours, difference };
}
