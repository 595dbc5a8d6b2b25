import type { Db } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import { isSaleSql } from "~/profiles/order-standing-sql.server";
import { firstEmailsSql, listHoldoutRates } from "../lift/first-emails-sql.server";
import type { WhatIfLog, WhatIfRow } from "./answer-from-log";
import type { VariantKind } from "./question";

/** Draws of this time count, and the days after each in which revenue does. */
export interface ReplayedTime {
  readonly from: Date;
  readonly to: Date;
  readonly days: number;
  /** The most that a person's revenue in these days counts, in minor units; null: everything counts. */
  readonly capMinor: number | null;
}

/** The most draws read: a random part of the people beyond it. */
const MAX_ROWS = 20_000;
const HISTORY_DAYS = 364;

type LogRow = WhatIfRow & { readonly total: number };

/**
 * The first email of each person in a flow, sent or withheld, with the holdout's probability; without a flow, the first
 * of any since there is a shop holdout. The actions are `treated` and `holdout`.
 *
 * Cost: reads every email of the flow (without a flow: of the shop) once, then orders and emails of at most 20,000
 * people by index.
 */
export async function readHoldoutLog(
  db: Db,
  shopId: ShopId,
  flowId: string | null,
  time: ReplayedTime,
): Promise<WhatIfLog> {
  const rates = await listHoldoutRates(db, shopId);
  return toLog(
    await db.$queryRaw<LogRow[]>`
    with ${firstEmailsSql(shopId, rates)}, assigned as (
      select f.profile_id, f.planned_at as at, f.planned_at + make_interval(days => ${time.days}::int) as until,
        f.variant as action,
        case when f.variant = 'holdout' then f.rate else 1 - f.rate end as rate,
        coalesce(forecast.predicted_minor, 0) as predicted
      from first_email f
      left join lift_forecast forecast
        on forecast.shop_id = ${shopId} and forecast.profile_id = f.profile_id
        and forecast.flow_id = f.flow_id and forecast.campaign_id = f.campaign_id
      where f.flow_id = ${flowId ?? ""} and f.campaign_id = ''
        and f.planned_at > ${time.from}::timestamptz and f.planned_at <= ${time.to}::timestamptz)
    , ${outcomesOfAssigned(shopId, time)}`,
  );
}

/**
 * The emails of a step with a drawn variant, with its recorded probability, from the first to the last day on which
 * `variant` was drawn: on other days it could not be. Emails that were skipped after the draw count; those of a holdout,
 * which was drawn before, do not.
 *
 * Cost: reads the step's emails and their variants, then orders and emails of at most 20,000 of them by index.
 */
export async function readVariantLog(
  db: Db,
  shopId: ShopId,
  {
    of,
    flowId,
    stepId,
    variant,
  }: {
    readonly of: VariantKind;
    readonly flowId: string;
    readonly stepId: string;
    readonly variant: string;
  },
  time: ReplayedTime,
): Promise<WhatIfLog> {
  return toLog(
    await db.$queryRaw<LogRow[]>`
    with email as (
      select m.profile_id, m.planned_at, drawn.variant, drawn.rate
      from message_status m
      join message_variant drawn on drawn.shop_id = ${shopId} and drawn.message_id = m.message_id
        and drawn.kind = ${of}
      where m.shop_id = ${shopId} and m.flow_id = ${flowId} and m.step_id = ${stepId}
        and m.state <> 'withheld'
        and m.planned_at > ${time.from}::timestamptz and m.planned_at <= ${time.to}::timestamptz)
    , tried as (
      select date_trunc('day', min(planned_at)) as starts,
        date_trunc('day', max(planned_at)) + interval '1 day' as ends
      from email where variant = ${variant})
    , assigned as (
      select email.profile_id, email.planned_at as at,
        email.planned_at + make_interval(days => ${time.days}::int) as until,
        email.variant as action, email.rate, 0::float8 as predicted
      from email
      cross join tried
      where tried.starts is null
        or email.planned_at >= tried.starts and email.planned_at < tried.ends)
    , ${outcomesOfAssigned(shopId, time)}`,
  );
}

/**
 * The people emailed in the 28 days before a time, whatever they received since; their action and its probability are
 * those of `draw`. Revenue counts from `from` to `to`.
 *
 * Cost: reads the emails of 28 days, then orders and emails of at most 20,000 people by index.
 */
export async function readCohortLog(
  db: Db,
  shopId: ShopId,
  {
    cohortUntil,
    draw,
  }: {
    readonly cohortUntil: Date;
    readonly draw: (profileId: string) => Pick<WhatIfRow, "action" | "rate">;
  },
  time: Omit<ReplayedTime, "days">,
): Promise<WhatIfLog> {
  const rows = await db.$queryRaw<LogRow[]>`
    with assigned as (
      select distinct m.profile_id, ${time.from}::timestamptz as at, ${time.to}::timestamptz as until,
        '' as action, 1::float8 as rate, 0::float8 as predicted
      from message_status m
      where m.shop_id = ${shopId} and m.sent_at <= ${cohortUntil}::timestamptz
        and m.sent_at > ${cohortUntil}::timestamptz - interval '28 days')
    , ${outcomesOfAssigned(shopId, time)}`;
  return toLog(rows.map((row) => ({ ...row, ...draw(row.profileId) })));
}

/** What people did between `at` and `until`, and were before, for at most `MAX_ROWS` of `assigned`. */
function outcomesOfAssigned(
  shopId: ShopId,
  { from, capMinor }: Pick<ReplayedTime, "from" | "capMinor">,
): Prisma.Sql {
  return Prisma.sql`drawn as (
      select assigned.*, (count(*) over ())::int as total from assigned
      order by md5(profile_id), at limit ${MAX_ROWS}::int)
    -- Under row-level security, an index is used only if what is looked up is a plain column.
    , unsubscribed as materialized (
      select payload->>'messageId' as message_id, occurred_at as at from event
      where shop_id = ${shopId} and kind = 'email_unsubscribed'
        and occurred_at > ${from}::timestamptz)
    , gone as (
      select m.profile_id, unsubscribed.at from unsubscribed
      join message m on m.shop_id = ${shopId} and m.message_id = unsubscribed.message_id)
    , lost as (
      select distinct drawn.profile_id, drawn.at
      from drawn join gone on gone.profile_id = drawn.profile_id
        and gone.at > drawn.at and gone.at <= drawn.until)
    select drawn.profile_id as "profileId", drawn.action, drawn.rate, drawn.total,
      least(bought.net, ${capMinor}::float8) as "netMinor", received.emails,
      (lost.profile_id is not null)::int as unsubscribes,
      least(drawn.predicted, ${capMinor}::float8) as "predictedMinor",
      before.spent as "spentMinor", before.orders, before.days_since as "daysSinceOrder"
    from drawn
    cross join (select currency from shop where shop_id = ${shopId}) shop
    left join lost on lost.profile_id = drawn.profile_id and lost.at = drawn.at
    cross join lateral (
      select coalesce(sum(o.total_minor - o.refunded_minor), 0)::float8 as net
      from "order" o
      where o.shop_id = ${shopId} and o.profile_id = drawn.profile_id and o.currency = shop.currency
        and o.placed_at > drawn.at and o.placed_at <= drawn.until and ${isSaleSql("o")}) bought
    cross join lateral (
      select count(*)::int as emails from message_status m
      where m.shop_id = ${shopId} and m.profile_id = drawn.profile_id
        and m.sent_at >= drawn.at and m.sent_at <= drawn.until) received
    cross join lateral (
      select coalesce(sum(case when o.currency = shop.currency
          then greatest(0, o.total_minor - o.refunded_minor) else 0 end), 0)::float8 as spent,
        count(*)::int as orders,
        (extract(epoch from drawn.at - max(o.placed_at)) / 86400)::float8 as days_since
      from "order" o
      where o.shop_id = ${shopId} and o.profile_id = drawn.profile_id and o.placed_at <= drawn.at
        and o.placed_at > drawn.at - make_interval(days => ${HISTORY_DAYS}::int)
        and ${isSaleSql("o")}) before`;
}

const toLog = (rows: readonly LogRow[]): WhatIfLog => ({ rows, total: rows[0]?.total ?? 0 });
