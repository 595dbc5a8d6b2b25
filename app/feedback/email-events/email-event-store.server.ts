import type { Db, Tx } from "~/db.server";
import type { CustomerId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { DeliveryState, joinDelivery } from "./reports/delivery-state";
import type { EmailEvent } from "./email-event";

/**
 * Records provider events of this shop's messages, each once.
 *
 * @returns the ids that the shop does not have
 */
export async function recordEmailEvents(
  tx: Tx,
  shopId: ShopId,
  events: readonly EmailEvent[],
  receivedAt: Date,
): Promise<ReadonlySet<string>> {
  const messageIds = [...new Set(events.map(({ messageId }) => messageId))].sort();
  const known = await lockMessages(tx, shopId, messageIds);
  const unseen = messageIds.filter((messageId) => !known.has(messageId));
  // One that ended while the lock was awaited is in the other table now.
  if (unseen.length > 0) for (const it of await lockMessages(tx, shopId, unseen)) known.add(it);
  await tx.emailEvent.createMany({
    data: events
      .filter(({ messageId }) => known.has(messageId))
      .map(({ eventId, messageId, delivery, occurredAt, providerId, detail }) => ({
        shopId,
        eventId,
        messageId,
        delivery,
        occurredAt,
        receivedAt,
        providerId,
        detail,
      })),
    skipDuplicates: true,
  });
  return new Set(messageIds.filter((messageId) => !known.has(messageId)));
}

async function lockMessages(
  tx: Tx,
  shopId: ShopId,
  messageIds: readonly string[],
): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ messageId: string }[]>`
    with sending as (
      select message_id from message_sending
      where shop_id = ${shopId} and message_id = any(${[...messageIds]}::text[])
      order by message_id for no key update),
    ended as (
      select message_id from message_outcome
      where shop_id = ${shopId} and message_id = any(${[...messageIds]}::text[])
      order by message_id for no key update)
    select message_id as "messageId" from sending union select message_id from ended`;
  return new Set(rows.map(({ messageId }) => messageId));
}

interface NewlySentMessage {
  readonly messageId: string;
  readonly customerId: CustomerId | null;
  readonly flowId: string | null;
  readonly stepId: string | null;
  /** Time of the first event: it was sent by then. */
  readonly reportedAt: Date;
}

/**
 * Updates delivery states. An event also resolves an unknown outcome: the provider accepted any message that
 * it reports on. Call it under the locks of `recordEmailEvents`.
 *
 * @returns messages that are now known to be sent
 */
export async function updateDeliveryStates(
  tx: Tx,
  shopId: ShopId,
  events: readonly EmailEvent[],
): Promise<NewlySentMessage[]> {
  const byMessage = Map.groupBy(events, ({ messageId }) => messageId);
  const rows = await tx.messageStatus.findMany({
    where: { shopId, messageId: { in: [...byMessage.keys()] } },
    select: { messageId: true, deliveryState: true },
  });
  const changes = rows.map(({ messageId, deliveryState }) => {
    const reported = byMessage.get(messageId) ?? [];
    const before = DeliveryState.nullable().parse(deliveryState);
    return {
      message_id: messageId,
      delivery_state: reported.reduce<DeliveryState | null>(
        (state, { delivery }) => joinDelivery(state, delivery),
        before,
      ),
      provider_id: reported.find(({ providerId }) => providerId !== null)?.providerId ?? null,
      reported_at: new Date(Math.min(...reported.map(({ occurredAt }) => occurredAt.getTime()))),
    };
  });
  await tx.$executeRaw`
    with change as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as change (
        message_id text, delivery_state text, provider_id text)),
    sending as (
      update message_sending sending set delivery_state = change.delivery_state,
        provider_id = coalesce(sending.provider_id, change.provider_id)
      from change
      where sending.shop_id = ${shopId} and sending.message_id = change.message_id)
    update message_outcome outcome set delivery_state = change.delivery_state,
      provider_id = coalesce(outcome.provider_id, change.provider_id)
    from change
    where outcome.shop_id = ${shopId} and outcome.message_id = change.message_id`;
  return tx.$queryRaw<NewlySentMessage[]>`
    update message_outcome outcome set state = 'sent', reason = null, sent_at = change.reported_at
    from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as change (
      message_id text, reported_at timestamptz), message, profile
    where outcome.shop_id = ${shopId} and outcome.message_id = change.message_id
      and outcome.state = 'unknown'
      and message.shop_id = outcome.shop_id and message.message_id = outcome.message_id
      and profile.shop_id = message.shop_id and profile.profile_id = message.profile_id
    returning message.message_id as "messageId", profile.customer_id as "customerId",
      message.flow_id as "flowId", message.step_id as "stepId", change.reported_at as "reportedAt"`;
}

/** The erased customers among the recipients, by message. */
export async function listErasedRecipients(
  db: Db,
  shopId: ShopId,
  events: readonly Pick<EmailEvent, "messageId">[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await db.message.findMany({
    where: {
      shopId,
      messageId: { in: events.map(({ messageId }) => messageId) },
      profile: { marketingState: "redacted" },
    },
    select: { messageId: true, profile: { select: { customerId: true } } },
  });
  return new Map(
    rows.flatMap(({ messageId, profile: { customerId } }) =>
      customerId === null ? [] : [[messageId, customerId]],
    ),
  );
}

/** Counts soft bounces since then for each recipient at the same address, by the id of the given message. */
export async function countSoftBounces(
  db: Db,
  shopId: ShopId,
  messageIds: readonly string[],
  since: Date,
): Promise<ReadonlyMap<string, number>> {
  const rows = await db.$queryRaw<{ messageId: string; count: number }[]>`
    select answered.message_id as "messageId", count(distinct other.message_id)::int as count
    from message_status answered
    join message_status other on other.shop_id = answered.shop_id and other.profile_id = answered.profile_id
      and other.email_index is not distinct from answered.email_index
    join email_event on email_event.shop_id = other.shop_id
      and email_event.message_id = other.message_id
    where answered.shop_id = ${shopId} and answered.message_id = any(${[...messageIds]}::text[])
      and email_event.delivery = 'soft_bounced' and email_event.occurred_at > ${since}::timestamptz
    group by answered.message_id`;
  return new Map(rows.map(({ messageId, count }) => [messageId, count]));
}

/** The sealed emails that still exist, by message id. */
export async function listSealedEmails(
  db: Db,
  shopId: ShopId,
  messageIds: readonly string[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const rows = await db.messageContent.findMany({
    where: { shopId, messageId: { in: [...messageIds] } },
    select: { messageId: true, sealedEmail: true },
  });
  return new Map(
    rows.flatMap(({ messageId, sealedEmail }) => (sealedEmail ? [[messageId, sealedEmail]] : [])),
  );
}
