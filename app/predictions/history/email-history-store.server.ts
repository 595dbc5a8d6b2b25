import { readRows } from "~/db-reads.server";
import type { Db } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import { customerIdOf, type CustomerId, type ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { HOURS } from "~/ml/customers/hour-rates";
import {
  ENGAGED_DAYS,
  FREQUENCY_GROUPS,
  frequencyGroupOf,
  EMAIL_SEGMENTS,
  NEW_DAYS,
  segmentOf,
  type EmailHistory,
  type EmailReactions,
} from "./email-habits";

/** Maximum number of people to learn send times from; more add nothing. */
const MAX_PERSONS = 20_000;

interface HourRow {
  readonly customerId: CustomerId;
  readonly hour: number;
  readonly emails: number;
  readonly answered: number;
}

/** The outcomes of a shop's emails up to `now`: responses by person and hour, and unsubscribes. */
export async function readEmailHistory(db: Db, shopId: ShopId, now: Date): Promise<EmailHistory> {
  const rows = await db.$queryRaw<(HourRow & { lastOrderAt: Date | null })[]>`
    with sent as (
      select customer_id, payload->>'messageId' as message_id,
        extract(hour from occurred_at at time zone (select time_zone from shop where shop_id = ${shopId}))::int as hour
      from event where shop_id = ${shopId} and kind = 'email_sent' and customer_id is not null
        and occurred_at <= ${now}
        and customer_id in (
          select distinct customer_id from event
          where shop_id = ${shopId} and kind = 'email_sent' and occurred_at <= ${now}
            and customer_id is not null
          order by customer_id limit ${MAX_PERSONS})),
    answered as (
      select distinct payload->>'messageId' as message_id
      from event where shop_id = ${shopId} and kind = 'email_clicked'
        and payload->>'classification' = 'human' and occurred_at <= ${now})
    select sent.customer_id as "customerId", profile.last_order_at as "lastOrderAt", hour,
      count(*)::int as emails, count(answered.message_id)::int as answered
    from sent left join answered on answered.message_id = sent.message_id
    join profile on profile.shop_id = ${shopId} and profile.customer_id = sent.customer_id
    group by 1, 2, 3`;
  const customerIds = [...new Set(rows.map(({ customerId }) => customerId))].sort();
  const lastOrders = new Map(rows.map(({ customerId, lastOrderAt }) => [customerId, lastOrderAt]));
  return {
    persons: {
      ...countHours(customerIds, rows),
      segmentOf: customerIds.map((id) => segmentOf(lastOrders.get(id) ?? null, now)),
      segments: EMAIL_SEGMENTS,
    },
    losses: await readLosses(db, shopId, now),
    emails: rows.reduce((sum, { emails }) => sum + emails, 0),
    answered: rows.reduce((sum, { answered }) => sum + answered, 0),
  };
}

/** The rows of `toEmailReactions`. */
export interface EmailRows {
  readonly hours: readonly HourRow[];
  readonly frequencies: readonly FrequencyRow[];
}

/** Reads the email responses of some profiles. */
export async function loadEmailRows(
  db: Db,
  shopId: ShopId,
  profileIds: readonly ProfileId[],
  now: Date,
): Promise<EmailRows> {
  const customerIds = profileIds.flatMap((id) => customerIdOf(id) ?? []);
  const [hours, frequencies] = await Promise.all([
    readRows<HourRow>(
      db,
      Prisma.sql`
        with email as (
          select customer_id, kind, payload->>'messageId' as message_id, payload->>'classification' as classification,
            extract(hour from occurred_at at time zone (select time_zone from shop where shop_id = ${shopId}))::int as hour
          from event where shop_id = ${shopId} and customer_id = any(${customerIds}::text[])
            and kind in ('email_sent', 'email_clicked') and occurred_at <= ${now})
        select sent.customer_id as "customerId", sent.hour, count(*)::int as emails,
          count(*) filter (where exists (
            select 1 from email clicked where clicked.kind = 'email_clicked' and clicked.classification = 'human'
              and clicked.message_id = sent.message_id))::int as answered
        from email sent where sent.kind = 'email_sent'
        group by 1, 2`,
    ),
    readRows<FrequencyRow>(db, frequenciesSql(shopId, customerIds, now), {
      engagedAt: "instant",
      firstAt: "instant",
    }),
  ]);
  return { hours, frequencies };
}

/** The email responses of the profiles of a history, in its order. */
export function toEmailReactions(
  {
    profileIds,
    lastOrderAt,
  }: {
    readonly profileIds: readonly ProfileId[];
    readonly lastOrderAt: readonly (Date | null)[];
  },
  { hours, frequencies }: EmailRows,
  now: Date,
): EmailReactions {
  // A visitor has no emails, but keeps a place.
  const customerIds = profileIds.map((id) => customerIdOf(id) ?? "");
  const known = new Set(customerIds);
  return {
    ...countHours(
      customerIds,
      hours.filter(({ customerId }) => known.has(customerId)),
    ),
    segmentOf: Int32Array.from(lastOrderAt, (at) => segmentOf(at, now)),
    groupOf: toFrequencyGroups(customerIds, frequencies, now),
  };
}

function countHours(
  customerIds: readonly CustomerId[],
  rows: readonly HourRow[],
): Pick<EmailReactions, "exposures" | "responses"> {
  const places = new Map(customerIds.map((id, place) => [id, place]));
  const exposures = new Float64Array(customerIds.length * HOURS);
  const responses = new Float64Array(customerIds.length * HOURS);
  for (const { customerId, hour, emails, answered } of rows) {
    const at = (places.get(customerId) ?? 0) * HOURS + hour;
    exposures[at] = emails;
    responses[at] = answered;
  }
  return { exposures, responses };
}

/** How far back unsubscribes are counted. */
const LOSS_DAYS = 365;

/** Emails and unsubscribes, by the person's group just before. */
async function readLosses(db: Db, shopId: ShopId, now: Date): Promise<EmailHistory["losses"]> {
  const { engaged, new: newcomer, quiet } = FREQUENCY_GROUPS;
  const rows = await db.$queryRaw<{ group: number; emails: number; lost: number }[]>`
    with history as (
      select kind, occurred_at,
        max(occurred_at) filter (
          where kind = 'order_placed' or kind = 'email_clicked' and payload->>'classification' = 'human')
          over before as engaged_at,
        min(occurred_at) filter (where kind = 'email_sent') over before as first_at
      from event
      where shop_id = ${shopId} and customer_id is not null and occurred_at <= ${now}
        and kind in ('order_placed', 'email_clicked', 'email_sent', 'email_unsubscribed')
      window before as (
        partition by customer_id order by occurred_at
        rows between unbounded preceding and 1 preceding))
    select case
        when engaged_at > occurred_at - make_interval(days => ${ENGAGED_DAYS}) then ${engaged}::int
        when first_at is null or first_at > occurred_at - make_interval(days => ${NEW_DAYS})
          then ${newcomer}::int
        else ${quiet}::int end as "group",
      count(*) filter (where kind = 'email_sent')::int as emails,
      count(*) filter (where kind = 'email_unsubscribed')::int as lost
    from history
    where kind in ('email_sent', 'email_unsubscribed')
      and occurred_at > ${now}::timestamptz - make_interval(days => ${LOSS_DAYS})
    group by 1`;
  const inGroups = (of: (row: (typeof rows)[number]) => number) =>
    Object.values(FREQUENCY_GROUPS).map((group) => {
      const row = rows.find((it) => it.group === group);
      return row ? of(row) : 0;
    });
  return { emails: inGroups((it) => it.emails), lost: inGroups((it) => it.lost) };
}

/** The current group of each of these customers. */
export async function readFrequencyGroups(
  db: Db,
  shopId: ShopId,
  customerIds: readonly CustomerId[],
  now: Date,
): Promise<Int32Array> {
  const rows = await db.$queryRaw<FrequencyRow[]>(frequenciesSql(shopId, customerIds, now));
  return toFrequencyGroups(customerIds, rows, now);
}

interface FrequencyRow {
  readonly customerId: CustomerId;
  readonly engagedAt: Date | null;
  readonly firstAt: Date | null;
}

function frequenciesSql(shopId: ShopId, customerIds: readonly CustomerId[], now: Date): Prisma.Sql {
  return Prisma.sql`
    select customer_id as "customerId",
      max(occurred_at) filter (
        where kind = 'order_placed' or kind = 'email_clicked' and payload->>'classification' = 'human') as "engagedAt",
      min(occurred_at) filter (where kind = 'email_sent') as "firstAt"
    from event
    where shop_id = ${shopId} and customer_id = any(${[...customerIds]}::text[])
      and kind in ('order_placed', 'email_clicked', 'email_sent') and occurred_at <= ${now}
    group by 1`;
}

function toFrequencyGroups(
  customerIds: readonly CustomerId[],
  rows: readonly FrequencyRow[],
  now: Date,
): Int32Array {
  const known = new Map(rows.map((row) => [row.customerId, row]));
  return Int32Array.from(customerIds, (id) => {
    const { engagedAt = null, firstAt = null } = known.get(id) ?? {};
    return frequencyGroupOf(engagedAt, firstAt, now);
  });
}
