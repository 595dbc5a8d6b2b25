import { Prisma } from "~/generated/prisma/client";
import { findUpliftCutoff } from "~/predictions/models/model-store.server";
import type { ProfileId } from "~/lib/profile-id";
import type { RankingTrigger } from "../definition/trigger";
import { DurationMs, addMs } from "../definition/duration";
import { customerRanksSql } from "../facts/recheck-rankings.server";
import { dayInYear, toWallTime } from "../time/wall-clock";
import type { TriggerMatch } from "./trigger-match";
import { mayEnterSql } from "./may-enter-sql.server";
import type { Finder } from "./scan";

const DAY_MS = DurationMs.days(1);
/** Customers who lapsed longer ago are not emailed. */
const MAX_LAPSE_MS = DurationMs.days(730);

interface MatchRow {
  readonly profileId: ProfileId;
  readonly key: string;
  readonly at: Date;
}

const toMatch =
  (firesAt: Date, found?: RankingTrigger) =>
  ({ profileId, key, at }: MatchRow): TriggerMatch => ({
    profileId,
    about: { kind: "person", key, at, ...(found && { found }) },
    firesAt,
  });

/**
 * Customers with an overdue order: after their own mean gap times a factor, or after the
 * flow's default days. Customers with a churn risk above one half are overdue after the mean gap itself, and
 * never before: most one-time buyers pause for months, which is no signal after two weeks. The
 * most recent first, up to the flow's daily limit.
 */
export const findLapsed: Finder<"lapsed"> = async ({ db, shopId, flow, limit, now }, trigger) => {
  const { defaultDays, intervalFactor, maxPerDay: maxPerDay } = trigger;
  const entered = await db.enrollment.count({
    where: { shopId, flowId: flow.flowId, enrolledAt: { gt: addMs(now, -DAY_MS) } },
  });
  const maxRows = Math.min(limit, maxPerDay - entered);
  if (maxRows <= 0) return [];
  const key = Prisma.sql`'lapsed/' || to_char(profile.last_order_at at time zone 'UTC', 'YYYY-MM-DD')`;
  const rows = await db.$queryRaw<MatchRow[]>`
    select profile.profile_id as "profileId", ${key} as key, profile.last_order_at as at
    from profile
    left join prediction on prediction.shop_id = profile.shop_id
      and prediction.profile_id = profile.profile_id
    where profile.shop_id = ${shopId} and ${mayEnterSql(flow, key, now)}
      and profile.last_order_at > ${addMs(now, -MAX_LAPSE_MS)}::timestamptz
      and (
        profile.last_order_at + interval '1 day' * coalesce(
          (profile.traits->>'meanGapDays')::float8 * ${intervalFactor}::float8,
          ${defaultDays}::float8) <= ${now}::timestamptz
        or (prediction.churn_rate > 0.5
          and profile.last_order_at + interval '1 day' * (profile.traits->>'meanGapDays')::float8
            <= ${now}::timestamptz
          and profile.last_order_at <= ${addMs(now, -DurationMs.days(14))}::timestamptz))
    order by profile.last_order_at desc limit ${maxRows}`;
  return rows.map(toMatch(now));
};

/**
 * Customers with many emails and no engagement for a long time: no human click or tracked open,
 * no visit, no order, no preference change; for twice as long if emailed less than weekly.
 * Customers without emails since their last engagement are skipped.
 */
export const findUnengaged: Finder<"unengaged"> = async (
  { db, shopId, flow, limit, now },
  { minEmails, quietDays },
) => {
  const key = Prisma.sql`'unengaged/' || to_char(did.last_at at time zone 'UTC', 'YYYY-MM-DD')`;
  const rows = await db.$queryRaw<MatchRow[]>`
    select profile.profile_id as "profileId", ${key} as key, ${now}::timestamptz as at
    from (
      select profile_id, min(sent_at) as first_at
      from message_status where shop_id = ${shopId} and sent_at is not null
      group by profile_id having count(*) >= ${minEmails}
    ) had
    join profile on profile.shop_id = ${shopId} and profile.profile_id = had.profile_id
    cross join lateral (
      select greatest(profile.last_seen_at, profile.last_order_at, profile.marketing_changed_at,
        had.first_at, (
          select preference.updated_at from email_preference preference
          where preference.shop_id = ${shopId} and preference.email_index = profile.email_index
        ), (
          select max(engagement_event.occurred_at) from message
          join engagement_event on engagement_event.shop_id = message.shop_id and engagement_event.message_id = message.message_id
            and engagement_event.kind in ('click', 'open') and engagement_event.classification = 'human'
          where message.shop_id = ${shopId} and message.profile_id = profile.profile_id
        )) as last_at
    ) did
    cross join lateral (
      select count(*) as emails, count(*) filter (
          where sent_at > ${addMs(now, -DurationMs.days(quietDays))}::timestamptz) as lately
      from message_status message
      where message.shop_id = ${shopId} and message.profile_id = profile.profile_id
        and message.sent_at >= did.last_at
    ) since
    where ${mayEnterSql(flow, key, now)} and since.emails >= ${minEmails}
      and did.last_at <= ${now}::timestamptz - interval '1 day' *
        case when since.lately * 7 >= ${quietDays}::int then ${quietDays}::int else ${2 * quietDays}::int end
    order by did.last_at limit ${limit}`;
  return rows.map(toMatch(now));
};

/** Customers in the top share by net spend over twelve months or by predicted value. */
export const findTopCustomers: Finder<"top_customer"> = async (
  { db, shopId, flow, limit, now },
  trigger,
) => {
  const { topShare } = trigger;
  const key = Prisma.sql`'top'`;
  const rows = await db.$queryRaw<MatchRow[]>`
    with ${customerRanksSql(shopId, now)}
    select profile.profile_id as "profileId", ${key} as key, ${now}::timestamptz as at
    from profile
    left join paid on paid.profile_id = profile.profile_id
    left join predicted on predicted.profile_id = profile.profile_id
    where profile.shop_id = ${shopId} and ${mayEnterSql(flow, key, now)} and profile.order_count > 0
      and least(paid.rank, predicted.rank) <= ${topShare}
    order by least(paid.rank, predicted.rank), profile.profile_id limit ${limit}`;
  return rows.map(toMatch(now, trigger));
};

/** Days for which a missed anniversary is caught up, after downtime. */
const LATE_DAYS = 2;

/** Customers with an anniversary in the shop's time zone; 29 February is on the 28th in common years. */
export const findAnniversaries: Finder<"anniversary"> = async (
  { db, shopId, flow, limit, now },
  { of, daysBefore },
) => {
  const { timeZone } = await db.shop.findUniqueOrThrow({
    where: { shopId },
    select: { timeZone: true },
  });
  const days = Array.from({ length: LATE_DAYS + 1 }, (_, late) =>
    toWallTime(addMs(now, DurationMs.days(daysBefore - late)), timeZone),
  ).flatMap(({ year, month, day }) => {
    const leap = dayInYear(2, 29, year);
    const own = { year, month, day };
    return month === 2 && day === 28 && leap.day === 28 ? [own, { year, month, day: 29 }] : [own];
  });
  const since =
    of === "sign_up" ? Prisma.sql`profile.created_at` : Prisma.sql`profile.first_order_at`;
  const local = Prisma.sql`(${since} at time zone ${timeZone})`;
  const key = Prisma.sql`${of} || '/' || anniversary.year`;
  const rows = await db.$queryRaw<MatchRow[]>`
    select distinct profile.profile_id as "profileId", ${key} as key, ${now}::timestamptz as at
    from jsonb_to_recordset(${JSON.stringify(days)}::jsonb) as anniversary (year int, month int, day int)
    join profile on profile.shop_id = ${shopId}
      and extract(month from ${local}) = anniversary.month and extract(day from ${local}) = anniversary.day
      and extract(year from ${local}) < anniversary.year
    where ${mayEnterSql(flow, key, now)}
    order by 1 limit ${limit}`;
  return rows.map(toMatch(now));
};

/**
 * Whether an email is unlikely to influence a customer, by `ranked.uplift_rate`: never without evidence, at most half of
 * all, and not a random tenth each week, who show what it costs to skip them.
 */
function unlikelyInfluencedSql(cutoff: number | null, key: Prisma.Sql): Prisma.Sql {
  if (cutoff === null) return Prisma.sql`false`;
  return Prisma.sql`(coalesce(ranked.uplift_rate < least(${cutoff}::float8, (
      select percentile_cont(0.5) within group (order by uplift_rate) from ranked)), false)
    and (hashtext(ranked.profile_id || ${key}) & 2147483647) % 10 > 0)`;
}

/**
 * Customers whose next order is newly expected soon, or who newly rank among the most likely to order
 * within 7 days, compared with the day before. Customers who already qualified or are scored for the first time would
 * order anyway. Where the shop's holdout shows which customers emails influence, those unlikely to be influenced are skipped. Customers without an order are covered by the welcome and abandonment flows.
 */
export const findExpected: Finder<"order_expected"> = async (
  { db, shopId, flow, limit, now },
  trigger,
) => {
  const { topShare, withinDays } = trigger;
  const cutoff = await findUpliftCutoff(db, shopId);
  const key = Prisma.sql`'expected/' || to_char(${now}::timestamptz at time zone 'UTC', 'IYYY-IW')`;
  const rows = await db.$queryRaw<MatchRow[]>`
    with ranked as (
      select profile_id, next_order_at, earlier_at, earlier_next_order_at, uplift_rate,
        cume_dist() over (order by buy_7_rate desc nulls last) as rank,
        cume_dist() over (partition by earlier_at is null
          order by earlier_buy_7_rate desc nulls last) as earlier_rank
      from prediction where shop_id = ${shopId}
    )
    select profile.profile_id as "profileId", ${key} as key, ${now}::timestamptz as at
    from ranked join profile on profile.shop_id = ${shopId} and profile.profile_id = ranked.profile_id
    where ${mayEnterSql(flow, key, now)} and profile.order_count > 0 and ranked.earlier_at is not null
      and (
        (ranked.rank <= ${topShare} and ranked.earlier_rank > ${topShare})
        or (ranked.next_order_at between ${now}::timestamptz
            and ${addMs(now, DurationMs.days(withinDays))}::timestamptz
          and not coalesce(ranked.earlier_next_order_at
            <= ranked.earlier_at + interval '1 day' * ${withinDays}::int, false)))
      and not ${unlikelyInfluencedSql(cutoff, key)}
    order by ranked.rank, profile.profile_id limit ${limit}`;
  return rows.map(toMatch(now, trigger));
};
