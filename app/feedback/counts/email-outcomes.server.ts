import { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import type { CountRange } from "./count-rows-store.server";

/** The position of a sent message among others. */
export interface SentPosition {
  readonly sentAt: Date;
  readonly messageId: string;
}

/** The messages of a range after one, up to another; null: to its end. */
export interface EmailSlice {
  readonly after: SentPosition | null;
  readonly upTo: SentPosition | null;
}

/** Whether a message of `message_status` belongs to a slice. The index is by time. */
export function isInSliceSql({ after, upTo }: EmailSlice): Prisma.Sql {
  const compare = (operator: ">" | "<=", { sentAt, messageId }: SentPosition) => Prisma.sql`
    sent_at ${Prisma.raw(operator === ">" ? ">=" : "<=")} ${sentAt}::timestamptz
      and (sent_at, message_id) ${Prisma.raw(operator)} (${sentAt}::timestamptz, ${messageId}::text)`;
  const bounds = [after && compare(">", after), upTo && compare("<=", upTo)].filter(
    (it) => it !== null,
  );
  return bounds.length === 0 ? Prisma.sql`true` : Prisma.join(bounds, " and ");
}

/**
 * Common table expressions with the `outcome` of each message sent on these days in the shop's time zone, for
 * a query that begins with `with`.
 *
 * The template version is the one published when the message was first handed over, since it was composed
 * just before.
 */
export function outcomesOfEmails(
  shopId: ShopId,
  { from, to }: CountRange,
  slice: EmailSlice = { after: null, upTo: null },
): Prisma.Sql {
  return Prisma.sql`
    bounds as (
      select ${from}::date::timestamp at time zone time_zone as starts,
        (${to}::date + 1)::timestamp at time zone time_zone as ends, currency
      from shop where shop_id = ${shopId})
    , email as (
      select message_id, profile_id, coalesce(flow_id, '') as flow_id,
        coalesce(step_id, '') as step_id, coalesce(flow_version, 0) as version,
        coalesce(campaign_id, '') as campaign_id,
        coalesce(intent->>'templateId', '') as template_id,
        coalesce((
          select max(t.version) from template_version t
          where t.shop_id = message.shop_id and t.template_id = message.intent->>'templateId'
            and t.published_at <= coalesce(message.attempted_at, message.sent_at)
        ), 0) as template_version,
        coalesce(delivery_state, '') as delivery
      from message_status message, bounds
      where shop_id = ${shopId} and sent_at >= starts and sent_at < ends
        and ${isInSliceSql(slice)})
    , seen as (
      select h.message_id,
        bool_or(h.kind = 'open' or h.kind = 'click' and h.classification = 'human') as opened,
        bool_or(h.kind in ('open', 'click') and h.classification = 'human') as opened_by_people,
        bool_or(h.kind = 'click') as clicked,
        bool_or(h.kind = 'click' and h.classification = 'human') as clicked_by_people
      from email join engagement_event h on h.shop_id = ${shopId} and h.message_id = email.message_id
      group by h.message_id)
    , credit as (
      select a.message_id, count(*) as orders, sum(gross_minor) as gross,
        sum(refunded_minor) as refunded
      from bounds, email join attribution a on a.shop_id = ${shopId} and a.message_id = email.message_id
      where a.currency = bounds.currency
      group by a.message_id)
    , gone as (
      select distinct payload->>'messageId' as message_id from event, bounds
      where shop_id = ${shopId} and kind = 'email_unsubscribed' and occurred_at >= starts)
    , outcome as (
      select email.*, seen.opened, seen.opened_by_people, seen.clicked, seen.clicked_by_people,
        credit.orders, credit.gross, credit.refunded, gone.message_id is not null as unsubscribed
      from email
      left join seen on seen.message_id = email.message_id
      left join credit on credit.message_id = email.message_id
      left join gone on gone.message_id = email.message_id)`;
}

/** The columns of `EmailCounts`, in the order of the table, over rows of `outcome`. */
export const COUNTED = Prisma.sql`
  count(*)::int as sent,
  count(*) filter (where delivery not in ('soft_bounced', 'failed', 'suppressed', 'bounced'))::int
    as delivered,
  count(*) filter (where delivery in ('soft_bounced', 'suppressed', 'bounced'))::int as bounced,
  count(*) filter (where delivery = 'complained')::int as complained,
  count(*) filter (where unsubscribed)::int as unsubscribed,
  count(*) filter (where opened)::int as opened,
  count(*) filter (where opened_by_people)::int as "openedByPeople",
  count(*) filter (where clicked)::int as clicked,
  count(*) filter (where clicked_by_people)::int as "clickedByPeople",
  coalesce(sum(orders), 0)::int as orders,
  coalesce(sum(gross), 0)::float8 as "grossMinor",
  coalesce(sum(refunded), 0)::float8 as "refundedMinor"`;
