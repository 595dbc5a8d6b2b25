import type { Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { freezeCampaignNumbers } from "../counts/campaign-numbers-store.server";
import { listHoldoutRates } from "../lift/first-emails-sql.server";

/** The last message that was looked at, in the order of planning. */
export interface MessagePosition {
  readonly at: Date;
  readonly messageId: string;
}

export interface DeletedEmails {
  /** Whether the slice was full. */
  readonly more: boolean;
  readonly position: MessagePosition;
  /** Deleted messages, and the events deleted with them. */
  readonly emailCount: number;
  readonly eventCount: number;
}

interface OldMessage {
  readonly messageId: string;
  readonly plannedAt: Date;
  readonly campaignId: string | null;
  readonly profileId: string;
  readonly batchId: string | null;
  /** Whether nothing more can follow from it. */
  readonly isOver: boolean;
  /** Whether lift counts from it. */
  readonly isFirst: boolean;
}

/**
 * Deletes the next messages that were planned before an instant, with what was sent, opened and clicked. Their keys stay,
 * so that none of them can be planned again.
 *
 * Kept without their content: the first message of each person in each flow, and the first of any since each change of
 * the holdout. Lift counts a person from their first message only, so without it a later one would count. Kept whole:
 * messages that still wait, those sent when numbers are not final yet, and those clicked since, as an order may follow.
 *
 * @param finalBefore numbers of messages sent before are final
 */
export async function deleteOldEmails(
  tx: Tx,
  shopId: ShopId,
  range: { readonly after: MessagePosition; readonly before: Date; readonly finalBefore: Date },
  limit: number,
): Promise<DeletedEmails> {
  const old = await listOldMessages(tx, shopId, range, limit);
  const last = old.at(-1);
  const over = old.filter(({ isOver }) => isOver);
  const doomed = over.filter(({ isFirst }) => !isFirst);
  await freezeCampaignNumbers(
    tx,
    shopId,
    doomed.flatMap(({ campaignId }) => campaignId ?? []),
  );
  await tx.messageContent.deleteMany({
    where: { shopId, messageId: { in: over.map(({ messageId }) => messageId) } },
  });
  return {
    more: old.length === limit,
    position: last ? { at: last.plannedAt, messageId: last.messageId } : range.after,
    emailCount: doomed.length,
    eventCount: await deleteMessages(tx, shopId, doomed),
  };
}

async function listOldMessages(
  tx: Tx,
  shopId: ShopId,
  { after, before, finalBefore }: Parameters<typeof deleteOldEmails>[2],
  limit: number,
): Promise<OldMessage[]> {
  const changes = await listHoldoutChanges(tx, shopId);
  return tx.$queryRaw<OldMessage[]>`
    with old as materialized (
      select message_id, planned_at, flow_id, campaign_id, profile_id from message
      where shop_id = ${shopId} and planned_at < ${before}::timestamptz
        and planned_at >= ${after.at}::timestamptz
        and (planned_at, message_id) > (${after.at}::timestamptz, ${after.messageId})
      order by planned_at, message_id limit ${limit}::int)
    select old.message_id as "messageId", old.planned_at as "plannedAt",
      old.campaign_id as "campaignId", old.profile_id as "profileId", outcome.batch_id as "batchId",
      outcome.message_id is not null
        and coalesce(outcome.sent_at, outcome.attempted_at, old.planned_at) < ${finalBefore}::timestamptz
        and not exists (
          select 1 from engagement_event late
          where late.shop_id = ${shopId} and late.message_id = old.message_id
            and late.occurred_at >= ${before}::timestamptz)
        and (old.campaign_id is null or campaign.ended_at < ${finalBefore}::timestamptz) as "isOver",
      not exists (
        select 1 from message earlier
        where earlier.shop_id = ${shopId} and earlier.profile_id = old.profile_id
          and (earlier.flow_id is not null or earlier.campaign_id is not null)
          and (earlier.planned_at, earlier.message_id) < (old.planned_at, old.message_id)
          and earlier.planned_at >= coalesce((
            select max(change) from unnest(${changes}::timestamptz[]) as change
            where change <= old.planned_at), '-infinity'))
        or old.flow_id is not null and not exists (
          select 1 from message earlier
          where earlier.shop_id = ${shopId} and earlier.profile_id = old.profile_id
            and earlier.flow_id = old.flow_id
            and (earlier.planned_at, earlier.message_id) < (old.planned_at, old.message_id))
        as "isFirst"
    from old
    left join message_outcome outcome
      on outcome.shop_id = ${shopId} and outcome.message_id = old.message_id
    left join campaign on campaign.shop_id = ${shopId} and campaign.campaign_id = old.campaign_id
    order by old.planned_at, old.message_id`;
}

/** When the conditions of the first email changed: holdout rates, and the first optimization. */
async function listHoldoutChanges(tx: Tx, shopId: ShopId): Promise<Date[]> {
  const saves = await listHoldoutRates(tx, shopId);
  const rates = saves.filter(({ rate, shopRate, baselineRate }, n) => {
    const last = saves[n - 1];
    return rate !== last?.rate || shopRate !== last.shopRate || baselineRate !== last.baselineRate;
  });
  const first = await tx.experimentDecision.findFirst({
    where: { shopId },
    orderBy: { decidedAt: "asc" },
    select: { decidedAt: true },
  });
  // The baseline group counts from after the decision.
  const optimized = first ? [new Date(first.decidedAt.getTime() + 1)] : [];
  return [...rates.map(({ at }) => at), ...optimized];
}

/** @returns the number of events deleted with them */
async function deleteMessages(
  tx: Tx,
  shopId: ShopId,
  messages: readonly OldMessage[],
): Promise<number> {
  if (messages.length === 0) return 0;
  const messageIds = messages.map(({ messageId }) => messageId);
  const engaged = await tx.$queryRaw<{ eventId: string }[]>`
    delete from engagement_event where shop_id = ${shopId} and message_id = any(${messageIds}::text[])
    returning event_id as "eventId"`;
  const sourceIds = [
    ...messageIds.map((it) => `message/${it}/sent`),
    ...engaged.map(({ eventId }) => `engagement/${eventId}`),
  ];
  const [row] = await tx.$queryRaw<[{ events: number }]>`
    with reported as (
      delete from email_event where shop_id = ${shopId} and message_id = any(${messageIds}::text[])
      returning 1)
    , recorded as (
      delete from event where shop_id = ${shopId} and source = 'kindred'
        and source_id = any(${sourceIds}::text[]) and kind in ('email_sent', 'email_clicked')
      returning 1)
    , variant as (
      delete from message_variant where shop_id = ${shopId} and message_id = any(${messageIds}::text[]))
    , outcome as (
      delete from message_outcome where shop_id = ${shopId} and message_id = any(${messageIds}::text[]))
    , planned as (
      delete from message where shop_id = ${shopId} and message_id = any(${messageIds}::text[]))
    select ((select count(*) from reported) + (select count(*) from recorded))::int as events`;
  await deleteForecasts(tx, shopId, messages);
  await deleteBatches(tx, shopId, messages);
  return engaged.length + row.events;
}

/** The forecasts for a campaign's recipients are in its final lift. */
async function deleteForecasts(tx: Tx, shopId: ShopId, messages: readonly OldMessage[]) {
  const ofCampaigns = messages.filter(({ campaignId }) => campaignId !== null);
  await tx.$executeRaw`
    delete from lift_forecast using unnest(${ofCampaigns.map(({ profileId }) => profileId)}::text[],
      ${ofCampaigns.map(({ campaignId }) => campaignId)}::text[]) as old (profile_id, campaign_id)
    where lift_forecast.shop_id = ${shopId} and lift_forecast.flow_id = ''
      and lift_forecast.profile_id = old.profile_id
      and lift_forecast.campaign_id = old.campaign_id`;
}

/** What is left of a batch whose emails were looked for at the provider goes with its last message. */
async function deleteBatches(tx: Tx, shopId: ShopId, messages: readonly OldMessage[]) {
  const batchIds = [...new Set(messages.flatMap(({ batchId }) => batchId ?? []))];
  await tx.$executeRaw`
    delete from email_batch batch
    where shop_id = ${shopId} and batch_id = any(${batchIds}::text[]) and next_run_at is null
      and not exists (
        select 1 from message
        where message.shop_id = batch.shop_id and message.message_id = any(batch.message_ids))`;
}
