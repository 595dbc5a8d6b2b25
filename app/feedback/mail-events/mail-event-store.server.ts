import type { Db, Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { DeliveryState, joinDelivery } from "./delivery-state";
import type { MailEvent } from "./mail-event";

/**
 * Keeps what was told of mails that this shop has, each event once.
 *
 * @returns the ids of the mails that the shop does not have
 */
export async function recordMailEvents(
  tx: Tx,
  shopId: ShopId,
  events: readonly MailEvent[],
  receivedAt: Date,
): Promise<ReadonlySet<string>> {
  const messageIds = [...new Set(events.map(({ messageId }) => messageId))].sort();
  const found = await tx.$queryRaw<{ messageId: string }[]>`
    select message_id as "messageId" from message
    where shop_id = ${shopId} and message_id = any(${messageIds}::text[])
    order by message_id for no key update`;
  const known = new Set(found.map(({ messageId }) => messageId));
  await tx.mailEvent.createMany({
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

interface NewlySentMessage {
  readonly messageId: string;
  readonly customerId: string | null;
  readonly flowId: string | null;
  readonly stepId: string | null;
  /** When it was first told of: it had left by then. */
  readonly toldAt: Date;
}

/**
 * Brings mails up to what was told of them. The provider's word also settles
 * what its answer left open: a mail of which it tells anything was taken.
 * Call under the locks of `recordMailEvents`.
 *
 * @returns mails of which it was not known until now that they had left
 */
export async function updateDeliveryStates(
  tx: Tx,
  shopId: ShopId,
  events: readonly MailEvent[],
): Promise<NewlySentMessage[]> {
  const byMessage = Map.groupBy(events, ({ messageId }) => messageId);
  const rows = await tx.message.findMany({
    where: { shopId, messageId: { in: [...byMessage.keys()] } },
    select: { messageId: true, deliveryState: true },
  });
  const changes = rows.map(({ messageId, deliveryState }) => {
    const told = byMessage.get(messageId) ?? [];
    const before = DeliveryState.nullable().parse(deliveryState);
    return {
      message_id: messageId,
      delivery_state: told.reduce<DeliveryState | null>(
        (state, { delivery }) => joinDelivery(state, delivery),
        before,
      ),
      provider_id: told.find(({ providerId }) => providerId !== null)?.providerId ?? null,
      told_at: new Date(Math.min(...told.map(({ occurredAt }) => occurredAt.getTime()))),
    };
  });
  await tx.$executeRaw`
    update message set delivery_state = change.delivery_state,
      provider_id = coalesce(message.provider_id, change.provider_id)
    from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as change (
      message_id text, delivery_state text, provider_id text)
    where message.shop_id = ${shopId} and message.message_id = change.message_id`;
  return tx.$queryRaw<NewlySentMessage[]>`
    update message set state = 'sent', reason = null, sent_at = change.told_at
    from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as change (
      message_id text, told_at timestamptz), profile
    where message.shop_id = ${shopId} and message.message_id = change.message_id
      and message.state = 'unknown'
      and profile.shop_id = message.shop_id and profile.profile_id = message.profile_id
    returning message.message_id as "messageId", profile.customer_id as "customerId",
      message.flow_id as "flowId", message.step_id as "stepId", change.told_at as "toldAt"`;
}

/** Whose of these events' mails have been erased: their customers, by message. */
export async function listErasedRecipients(
  db: Db,
  shopId: ShopId,
  events: readonly Pick<MailEvent, "messageId">[],
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

/** How many mails to each of these people, at the same address, bounced softly since then, by the message that tells of them. */
export async function countSoftBounces(
  db: Db,
  shopId: ShopId,
  messageIds: readonly string[],
  since: Date,
): Promise<ReadonlyMap<string, number>> {
  const rows = await db.$queryRaw<{ messageId: string; count: number }[]>`
    select told.message_id as "messageId", count(distinct other.message_id)::int as count
    from message told
    join message other on other.shop_id = told.shop_id and other.profile_id = told.profile_id
      and other.email_index is not distinct from told.email_index
    join mail_event on mail_event.shop_id = other.shop_id
      and mail_event.message_id = other.message_id
    where told.shop_id = ${shopId} and told.message_id = any(${[...messageIds]}::text[])
      and mail_event.delivery = 'soft_bounced' and mail_event.occurred_at > ${since}::timestamptz
    group by told.message_id`;
  return new Map(rows.map(({ messageId, count }) => [messageId, count]));
}

/** Which of these mails still say whom they went to: their sealed bytes, by id. */
export async function listSealedMails(
  db: Db,
  shopId: ShopId,
  messageIds: readonly string[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const rows = await db.message.findMany({
    where: { shopId, messageId: { in: [...messageIds] } },
    select: { messageId: true, sealedMail: true },
  });
  return new Map(
    rows.flatMap(({ messageId, sealedMail }) => (sealedMail ? [[messageId, sealedMail]] : [])),
  );
}

/** What was told of one mail, in the order in which it happened. */
export async function listMailEvents(db: Db, shopId: ShopId, messageId: string) {
  return db.mailEvent.findMany({
    where: { shopId, messageId },
    orderBy: [{ occurredAt: "asc" }, { eventId: "asc" }],
    select: { eventId: true, delivery: true, occurredAt: true, detail: true },
  });
}
