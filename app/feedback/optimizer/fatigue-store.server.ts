import type { Db } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { FatigueFacts } from "~/experiments/frequency/decide-frequency";
import type { ShopId } from "~/lib/shop-id";
import { evidenceOfFatigue, MAX_EXCESS, HARMLESS_EMAILS } from "~/ml/customers/email-fatigue";
import { SENDING_RULES } from "~/delivery/decision/sending-rules";
import { isSaleSql } from "~/profiles/order-standing-sql.server";
import { ENGAGED_DAYS } from "~/predictions/history/email-habits";

/** Older emails reflect another season. */
const COUNTED_DAYS = 180;
/**
 * Most clicks come within two days. The latest emails follow the most others, so unripe ones would look like
 * fatigue.
 */
const RIPE_DAYS = 2;
/** Exposure: emails to the same profile in this many days before. */
const EXPOSED_DAYS = 28;
/** Sample size, drawn by a hash of ids; more profiles change no decision. */
const MAX_PEOPLE = 2_000;

interface StratumRow {
  /** True: one profile's behavior over emails of one purpose; false: all profiles' by engagement. */
  readonly isPerson: boolean;
  /** Counts by excess, from 0 to `MAX_EXCESS`. */
  readonly emails: number[];
  readonly clicks: number[];
  readonly leaves: number[];
  readonly firstAt: Date;
  /** All people that were counted. */
  readonly people: number;
}

/**
 * Measures email fatigue: behavior over 180 days by the number of emails in the preceding 28 days. Human
 * clicks only.
 *
 * Cost: sorts the shop's customers and probes an index per customer until 2,000 emailed ones are found; reads
 * and sorts their emails, clicks and orders of 208 days (about two seconds for 100,000 emails); returns a row
 * for each of them and each purpose with a click.
 */
export async function readFatigue(db: Db, shopId: ShopId, now: Date): Promise<FatigueFacts> {
  const rows = await db.$queryRaw<StratumRow[]>`
    with bounds as (
      select ${now}::timestamptz - make_interval(days => ${COUNTED_DAYS}) as starts,
        ${now}::timestamptz - make_interval(days => ${RIPE_DAYS}) as ends),
    person as (
      select profile_id from (
        select profile_id from profile
        where shop_id = ${shopId} and customer_id is not null
        order by md5(profile_id)) drawn
      cross join bounds
      cross join lateral (
        select from message_status message
        where shop_id = ${shopId} and message.profile_id = drawn.profile_id
          and sent_at > starts and sent_at <= ends
        limit 1) emailed
      limit ${MAX_PEOPLE}),
    email as (
      select profile_id, message_id, sent_at, intent->>'purpose' as purpose
      from message_status join person using (profile_id), bounds
      where shop_id = ${shopId} and sent_at <= ends
        and sent_at > starts - make_interval(days => ${EXPOSED_DAYS})),
    click as (
      select email.profile_id, email.message_id, min(engagement_event.occurred_at) as at
      from email join engagement_event on engagement_event.shop_id = ${shopId} and engagement_event.message_id = email.message_id
        and engagement_event.kind = 'click' and engagement_event.classification = 'human'
      group by 1, 2),
    gone as (
      select distinct payload->>'messageId' as message_id from event, bounds
      where shop_id = ${shopId} and kind = 'email_unsubscribed' and occurred_at > starts),
    occurrence as (
      select profile_id, sent_at as at, message_id, purpose from email
      union all
      select profile_id, at, null, null from click
      union all
      select profile_id, placed_at, null, null from "order" join person using (profile_id), bounds
      where shop_id = ${shopId} and placed_at <= ends and not test
        and placed_at > starts - make_interval(days => ${ENGAGED_DAYS})),
    placed as (
      select profile_id, at, message_id, purpose,
        max(at) filter (where message_id is null) over (
          partition by profile_id order by at
          rows between unbounded preceding and 1 preceding) as engaged_at,
        count(message_id) over (
          partition by profile_id order by at
          range between make_interval(days => ${EXPOSED_DAYS}) preceding and current row) - 1
          as before
      from occurrence),
    counted as (
      select placed.profile_id, placed.purpose, placed.before, placed.at,
        least(${MAX_EXCESS}::int, greatest(0, placed.before - ${HARMLESS_EMAILS}::int)) as excess,
        coalesce(engaged_at > placed.at - make_interval(days => ${ENGAGED_DAYS}), false) as is_engaged,
        click.message_id is not null as is_clicked,
        gone.message_id is not null as is_left
      from placed join bounds on placed.at > starts
      left join click on click.message_id = placed.message_id
      left join gone on gone.message_id = placed.message_id
      where placed.message_id is not null)
    select grouping(profile_id) = 0 as "isPerson", min(at) as "firstAt",
      (select count(*) from person)::int as people,
      ${countByExcess(Prisma.sql`true`)} as emails,
      ${countByExcess(Prisma.sql`is_clicked`)} as clicks,
      ${countByExcess(Prisma.sql`is_left`)} as leaves
    from counted
    group by grouping sets ((purpose, profile_id), (purpose, is_engaged))
    having grouping(profile_id) = 1 or bool_or(is_clicked)`;
  const clicks = rows.filter(({ isPerson }) => isPerson);
  const leaves = rows.filter(({ isPerson }) => !isPerson);
  const first = Math.min(now.getTime(), ...leaves.map(({ firstAt }) => firstAt.getTime()));
  return {
    ...evidenceOfFatigue(
      clicks.map(({ emails, clicks: answers }) => ({ emails, answers })),
      leaves.map(({ emails, leaves: answers }) => ({ emails, answers })),
    ),
    emails: leaves.flatMap(({ emails }) => emails).reduce((sum, count) => sum + count, 0),
    people: leaves[0]?.people ?? 0,
    days: Math.floor((now.getTime() - first) / 86_400_000),
    ...(await countOrders(db, shopId, { since: new Date(first), now })),
  };
}

/** Purposes of the emails that one email a week limits. */
const LIMITED_PURPOSES = Object.entries(SENDING_RULES).flatMap(([purpose, { learnedCap }]) =>
  learnedCap ? [purpose] : [],
);

/** The shop's orders, and those that came after a click in a limited email. */
async function countOrders(
  db: Db,
  shopId: ShopId,
  { since, now }: { readonly since: Date; readonly now: Date },
): Promise<Pick<FatigueFacts, "orders" | "creditedOrders">> {
  const [row] = await db.$queryRaw<Pick<FatigueFacts, "orders" | "creditedOrders">[]>`
    select count(*)::int as orders,
      (count(*) filter (where message.intent->>'purpose' = any(${LIMITED_PURPOSES}::text[])))::int
        as "creditedOrders"
    from "order"
    left join attribution on attribution.shop_id = ${shopId} and attribution.order_id = "order".order_id
    left join message_status message
      on message.shop_id = ${shopId} and message.message_id = attribution.message_id
    where "order".shop_id = ${shopId} and ${isSaleSql()}
      and "order".placed_at > ${since}::timestamptz and "order".placed_at <= ${now}::timestamptz`;
  return row ?? { orders: 0, creditedOrders: 0 };
}

const countByExcess = (which: Prisma.Sql) => {
  const levels = Array.from({ length: MAX_EXCESS + 1 }, (_, excess) => excess);
  const counts = levels.map(
    (excess) => Prisma.sql`count(*) filter (where excess = ${excess}::int and ${which})::int`,
  );
  return Prisma.sql`array[${Prisma.join(counts)}]`;
};
