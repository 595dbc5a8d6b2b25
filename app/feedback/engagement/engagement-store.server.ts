import { nextTimeIn } from "~/jobs/next-due-times.server";
import type { Db, Tx } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { CustomerId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { PlannedLink } from "~/messages/composing/plan-links";
import { CLASSIFICATION_DELAY_MS, type EngagementFacts } from "./engagement-event";
import type { MessageFacts } from "./find-signals";
import { RULES_VERSION, type Classification } from "./score-signals";

/** A stored engagement event. */
export interface StoredEngagementEvent extends EngagementFacts {
  readonly eventId: string;
  readonly messageId: string;
  /** The link's position in the email, and its number among those in it; null for other events. */
  readonly position: string | null;
  readonly place: number | null;
  /** null before the first classification. */
  readonly score: number | null;
  readonly classification: string;
  readonly isDue: boolean;
}

/** A new engagement event of any shop. */
export interface NewEngagementEvent extends Omit<EngagementFacts, "linkIndex"> {
  readonly shopId: ShopId;
  readonly eventId: string;
  readonly messageId: string;
  /** The visible link; null for other events. */
  readonly link: (Omit<PlannedLink, "target"> & { readonly sealedTarget: Uint8Array }) | null;
}

/** The shop of a requested link. */
export interface RequestedShop {
  readonly shopUrl: string | null;
  /** False if retention deleted what is known of the email: its links still lead to their targets. */
  readonly isRecorded: boolean;
}

/** Cap on repeated opens and visits per message: more carry no information. */
const MAX_REPEATED_EVENTS = 50;

/**
 * Stores events in one statement, all or none; they are classified a minute later. Events of deleted or erased messages
 * are dropped, as are opens of recipients who refuse tracking. A message that is being deleted or erased is waited for.
 *
 * @returns the shops of those that were not dropped, and of requested links of emails without content, by event id
 */
export async function recordEngagementEvents(
  db: Db,
  events: readonly NewEngagementEvent[],
): Promise<ReadonlyMap<string, RequestedShop>> {
  const rows = events.map((event) => ({
    shop_id: event.shopId,
    event_id: event.eventId,
    message_id: event.messageId,
    kind: event.kind,
    link_index: event.link?.index,
    position: event.link?.position,
    place: event.link?.place,
    target: event.link && Buffer.from(event.link.sealedTarget).toString("base64"),
    occurred_at: event.occurredAt,
    method: event.method,
    user_agent_class: event.userAgentClass,
    ip_hash: event.ipHash,
    ip_class: event.ipClass,
    is_prefetch: event.isPrefetch,
    classify_at: new Date(event.occurredAt.getTime() + CLASSIFICATION_DELAY_MS),
  }));
  const found = await db.$queryRaw<(RequestedShop & { eventId: string })[]>`
    with recorded as (
      select * from json_to_recordset(${JSON.stringify(rows)}::json) as recorded (shop_id text,
        event_id text, message_id text, kind text, link_index int, position text, place int, target text,
        occurred_at timestamptz, method text, user_agent_class text, ip_hash text, ip_class text, is_prefetch boolean,
        classify_at timestamptz))
    , found as (
      select recorded.*, shop.primary_url from recorded
      join message_key on message_key.shop_id = recorded.shop_id and message_key.message_id = recorded.message_id
      join message on message.shop_id = recorded.shop_id and message.message_id = recorded.message_id
      join shop on shop.shop_id = recorded.shop_id
      join message_content content on content.shop_id = recorded.shop_id
        and content.message_id = recorded.message_id and content.link_count is not null
      -- A refusal of open tracking also applies to earlier emails.
      where recorded.kind <> 'open' or not exists (
        select 1 from profile
        left join email_preference preference on preference.shop_id = profile.shop_id
          and preference.email_index = profile.email_index
        left join tracking_refusal refusal on refusal.shop_id = profile.shop_id
          and refusal.customer_id = profile.customer_id
        where profile.shop_id = message.shop_id and profile.profile_id = message.profile_id
          and (refusal.customer_id is not null or preference.open_tracking = false))
      for key share of message_key)
    , kept as (
      insert into engagement_event (shop_id, event_id, message_id, kind, link_index, position, place, sealed_target,
        occurred_at, method, user_agent_class, ip_hash, ip_class, is_prefetch, classification, rules_version, classify_at)
      select shop_id, event_id, message_id, kind, link_index, position, place, decode(target, 'base64'),
        occurred_at, method, user_agent_class, ip_hash, ip_class, is_prefetch, 'unknown', ${RULES_VERSION}::int, classify_at
      from found
      where kind in ('click', 'honeypot') or (
        select count(*) from (
          select 1 from engagement_event where engagement_event.shop_id = found.shop_id and engagement_event.message_id = found.message_id
            and engagement_event.kind = found.kind limit ${MAX_REPEATED_EVENTS}::int) looks) < ${MAX_REPEATED_EVENTS}::int)
    select event_id as "eventId", primary_url as "shopUrl", true as "isRecorded" from found
    union all
    select recorded.event_id, shop.primary_url, false from recorded
    join shop on shop.shop_id = recorded.shop_id
    join message_key on message_key.shop_id = recorded.shop_id and message_key.message_id = recorded.message_id
    where recorded.kind in ('click', 'honeypot') and not exists (
      select 1 from message_content content
      where content.shop_id = recorded.shop_id and content.message_id = recorded.message_id)`;
  return new Map(found.map(({ eventId, ...shop }) => [eventId, shop]));
}

/** Messages with events that are due or were classified by older rules; longest due first. */
export async function listMessagesToClassify(
  db: Db,
  shopId: ShopId,
  now: Date,
  limit: number,
): Promise<string[]> {
  const rows = await db.$queryRaw<{ messageId: string }[]>`
    select message_id as "messageId" from engagement_event
    where shop_id = ${shopId} and (classify_at <= ${now}::timestamptz
      or classify_at is null and rules_version between 1 and ${RULES_VERSION - 1}::int)
    group by message_id
    order by min(classify_at) nulls last, message_id
    limit ${limit}`;
  return rows.map(({ messageId }) => messageId);
}

/** A message with all its events, locked so that no two workers classify the same event. */
export interface MessageWithEvents extends MessageFacts {
  readonly messageId: string;
  readonly flowId: string | null;
  readonly stepId: string | null;
  readonly customerId: CustomerId | null;
  readonly picks: unknown;
  readonly engagementEvents: readonly StoredEngagementEvent[];
  /** Ids of clicks that brought a browser to the storefront. */
  readonly visitedEventIds: ReadonlySet<string>;
}

export async function lockMessagesWithEvents(
  tx: Tx,
  shopId: ShopId,
  messageIds: readonly string[],
  now: Date,
): Promise<MessageWithEvents[]> {
  await tx.$queryRaw`
    select 1 from message_key where shop_id = ${shopId} and message_id = any(${[...messageIds]}::text[])
    order by message_id for no key update`;
  const messages = await tx.messageStatus.findMany({
    where: { shopId, messageId: { in: [...messageIds] } },
    select: {
      messageId: true,
      flowId: true,
      stepId: true,
      sentAt: true,
      picks: true,
      linkCount: true,
      profile: { select: { customerId: true } },
      engagementEvents: { orderBy: [{ occurredAt: "asc" }, { eventId: "asc" }] },
    },
  });
  const delivered = await tx.emailEvent.groupBy({
    by: ["messageId"],
    where: { shopId, messageId: { in: [...messageIds] }, delivery: "delivered" },
    _min: { occurredAt: true },
  });
  const seen = await listVisitedClicks(
    tx,
    shopId,
    messages.flatMap(({ engagementEvents: events }) => events.map(({ eventId }) => eventId)),
  );
  const deliveredAt = new Map(delivered.map((it) => [it.messageId, it._min.occurredAt]));
  return messages.map(({ profile, sentAt, engagementEvents: events, linkCount, ...message }) => ({
    ...message,
    customerId: profile.customerId,
    arrivedAt: deliveredAt.get(message.messageId) ?? sentAt,
    linkCount: linkCount ?? 0,
    engagementEvents: events.map((event) => ({
      ...(event as typeof event & Pick<EngagementFacts, "kind" | "userAgentClass" | "ipClass">),
      isDue:
        event.classifyAt === null
          ? event.rulesVersion > 0 && event.rulesVersion < RULES_VERSION
          : event.classifyAt.getTime() <= now.getTime(),
    })),
    visitedEventIds: seen,
  }));
}

/** Clicks after which the storefront pixel reported a page within the classification delay. */
async function listVisitedClicks(
  tx: Tx,
  shopId: ShopId,
  eventIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await tx.$queryRaw<{ eventId: string }[]>`
    with clicked as materialized (
      select event_id, 'engagement/' || event_id as proof_id, occurred_at from engagement_event
      where shop_id = ${shopId} and event_id = any(${[...eventIds]}::text[]))
    select event_id as "eventId" from clicked
    join visitor_join j on j.shop_id = ${shopId} and j.proof = 'click'
      and j.proof_id = clicked.proof_id
      and j.shown_at <= occurred_at + ${CLASSIFICATION_DELAY_MS}::int * interval '1 millisecond'`;
  return new Set(rows.map(({ eventId }) => eventId));
}

/** Saves classifications. */
export async function saveClassifications(
  tx: Tx,
  shopId: ShopId,
  verdicts: readonly (Classification & { readonly eventId: string })[],
): Promise<void> {
  const rows = verdicts.map(({ eventId, ...verdict }) => ({ event_id: eventId, ...verdict }));
  await tx.$executeRaw`
    update engagement_event set classification = verdict.classification, score = verdict.score, reason = verdict.reason,
      rules_version = ${RULES_VERSION}::int, classify_at = null
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as verdict (
      event_id text, classification text, score int, reason text)
    where engagement_event.shop_id = ${shopId} and engagement_event.event_id = verdict.event_id`;
}

/**
 * Updates the class of recorded click events. The class is our interpretation, not part of the event: the
 * source of truth is the engagement row, and the event holds a copy.
 */
export async function correctRecordedClasses(
  tx: Tx,
  shopId: ShopId,
  changed: readonly { readonly eventId: string; readonly classification: string }[],
): Promise<void> {
  if (changed.length === 0) return;
  const rows = changed.map((event) => ({
    source_id: `engagement/${event.eventId}`,
    classification: event.classification,
  }));
  await tx.$executeRaw`
    update event set payload = jsonb_set(event.payload, '{classification}', to_jsonb(verdict.classification))
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as verdict (source_id text, classification text)
    where event.shop_id = ${shopId} and event.source = 'kindred'
      and event.source_id = verdict.source_id and event.kind = 'email_clicked'`;
}

/** Shops with events to classify. */
export function selectShopsToClassify(now: Date): Prisma.Sql {
  return Prisma.sql`
    select shop_id as "shopId" from engagement_event where classify_at <= ${now}::timestamptz
    union
    select shop_id from engagement_event where rules_version between 1 and ${RULES_VERSION - 1}::int and classify_at is null`;
}

/** When a shop's next events are to be classified. */
export const nextClassificationTimes = (now: Date): Prisma.Sql[] => [
  nextTimeIn("engagement_event", "classify_at", now),
];
