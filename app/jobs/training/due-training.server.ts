import type { Db } from "~/db.server";
import { ShopId } from "~/lib/shop-id";
import type { TrainingKind } from "../fits.server";

/**
 * The installed shops with orders whose models of a kind are due for training: not trained since their back-fill
 * ended and its events were projected, or not trained since the last night. The night starts at three in the shop's
 * time zone, shifted by some minutes per shop. A failed or canceled training is retried after six hours.
 * @param consumer the consumer that must have read the back-fill's events first
 * @param only limits the query to this shop
 */
export async function listShopsDueForTraining(
  db: Db,
  {
    kind,
    consumer,
    now,
    only,
  }: {
    readonly kind: TrainingKind;
    readonly consumer: string;
    readonly now: Date;
    readonly only?: ShopId;
  },
): Promise<ShopId[]> {
  const rows = await db.$queryRaw<{ shop_id: string }[]>`
    select s.shop_id
    from shop s
    left join training_run t on t.shop_id = s.shop_id and t.kind = ${kind}
    left join lateral (
      select max(completed_at) as ended_at, bool_or(state not in ('done', 'failed')) as is_running
      from backfill where shop_id = s.shop_id
    ) b on true
    cross join lateral (
      select make_interval(mins => (hashtext(s.shop_id) & 2147483647) % 60) + interval '3 hours' as late
    ) n
    cross join lateral (
      select (date_trunc('day', ${now}::timestamptz at time zone s.time_zone - n.late) + n.late)
        at time zone s.time_zone as at
    ) night
    where s.uninstalled_at is null
      and s.shop_id = coalesce(${only ?? null}, s.shop_id)
      and exists (select 1 from "order" o where o.shop_id = s.shop_id)
      and b.is_running is not true
      and (t.state is null
        or (t.state = 'done' and (t.started_at < b.ended_at or t.started_at < night.at))
        or (t.state in ('failed', 'canceled')
          and t.ended_at <= ${now}::timestamptz - interval '6 hours'))
      and not exists (
        select 1 from event e
        where e.shop_id = s.shop_id and e.recorded_at <= b.ended_at
          and e.seq > coalesce((select c.seq from cursor c
            where c.shop_id = s.shop_id and c.consumer = ${consumer}), 0))
    order by s.shop_id`;
  return rows.map(({ shop_id }) => ShopId.parse(shop_id));
}
