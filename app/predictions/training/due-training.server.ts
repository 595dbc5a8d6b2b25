import { Prisma } from "~/generated/prisma/client";
import type { TrainingKind } from "~/training-registry.server";

/** The rest after a training, as a multiple of its duration. Fits of up to three hours still run each night. */
const REST_FACTOR = 6;

/**
 * The installed shops with orders whose models of a kind are due for training: not trained since their back-fill
 * ended and its events were projected, or not trained since the last night. The night starts at three in the shop's
 * time zone, shifted by some minutes per shop. Without an event since the last training only every seventh night
 * counts. A failed or canceled training is retried after six hours. A training is followed by a rest of six times its
 * duration, so that a clock on which nights follow each other within seconds leaves most of the processor to the rest.
 * @param consumer the consumer that must have read the back-fill's events first
 */
export function selectShopsDueForTraining({
  kind,
  consumer,
  now,
}: {
  readonly kind: TrainingKind;
  readonly consumer: string;
  readonly now: Date;
}): Prisma.Sql {
  return Prisma.sql`
    select s.shop_id as "shopId"
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
    left join lateral (
      select recorded_at as at from event where shop_id = s.shop_id order by seq desc limit 1
    ) newest on true
    where s.uninstalled_at is null
      and exists (select 1 from "order" o where o.shop_id = s.shop_id)
      and b.is_running is not true
      and (t.state is null
        or (t.state = 'done' and t.started_at < b.ended_at)
        or (t.state = 'done' and t.ended_at + ${REST_FACTOR}::int * (t.ended_at - t.started_at) <= ${now}::timestamptz
          and ((t.started_at < night.at and newest.at >= t.started_at)
            or t.started_at < night.at - interval '6 days'))
        or (t.state in ('failed', 'canceled')
          and t.ended_at <= ${now}::timestamptz - interval '6 hours'))
      and not exists (
        select 1 from event e
        where e.shop_id = s.shop_id and e.recorded_at <= b.ended_at
          and e.seq > coalesce((select c.seq from cursor c
            where c.shop_id = s.shop_id and c.consumer = ${consumer}), 0))`;
}

/** When a shop's next training of a kind may be due: the next night, and the end of a rest or of a delay. */
export function nextTrainingTimes(kind: TrainingKind, now: Date): Prisma.Sql[] {
  const endOf = (plus: Prisma.Sql) =>
    Prisma.sql`(
      select it.at from training_run t cross join lateral (select t.ended_at + ${plus} as at) it
      where t.shop_id = seen.shop_id and t.kind = ${kind} and it.at > ${now}::timestamptz)`;
  return [
    Prisma.sql`(
      select (date_trunc('day', ${now}::timestamptz at time zone time_zone - late) + late + interval '1 day')
        at time zone time_zone
      from shop cross join lateral (
        select make_interval(mins => (hashtext(shop_id) & 2147483647) % 60) + interval '3 hours' as late) n
      where shop.shop_id = seen.shop_id)`,
    endOf(Prisma.sql`${REST_FACTOR}::int * (t.ended_at - t.started_at)`),
    endOf(Prisma.sql`interval '6 hours'`),
  ];
}
