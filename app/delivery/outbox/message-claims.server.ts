import type { Tx } from "~/db.server";
import { laterBy } from "~/flows/duration";
import { Prisma } from "~/generated/prisma/client";
import { backOffMs } from "~/lib/back-off";
import type { ShopId } from "~/lib/shop-id";
import { MessageIntent } from "~/messages/message";
import type { MessageRef } from "../decision/delivery-facts.server";
import type { FailReason } from "../decision/describe-decision";
import type { Origin } from "../settings/sending-streams";

/** A due message that this worker has for a while. */
export interface ClaimedMessage extends MessageRef {
  readonly flowId: string | null;
  readonly flowVersion: number | null;
  /** Fences: whoever finds another number has lost the message. */
  readonly attempts: number;
  /** How many claims before this one, in a row, came to no end. */
  readonly failures: number;
}

const LEASE_MS = 120_000;
const BACK_OFF = { firstMs: LEASE_MS, longestMs: 3_600_000 };

/**
 * Claims due messages, the longest due first. Messages that a worker claimed
 * and never settled come after all others and one by one, less and less often,
 * so that one that brings its worker down holds up nobody else.
 */
export async function claimDueMessages(
  tx: Tx,
  shopId: ShopId,
  { limit, origins, slow }: WhatToClaim,
  now: Date,
): Promise<ClaimedMessage[]> {
  const besides = [...slow.keys()];
  const fresh = await claim(tx, shopId, { limit, origins, isStale: false, besides }, now);
  for (const [campaignId, room] of origins.includes("campaign") ? slow : []) {
    const most = Math.min(room, limit - fresh.length);
    if (most <= 0) continue;
    const ofCampaign = { limit: most, origins, isStale: false, campaignId };
    fresh.push(...(await claim(tx, shopId, ofCampaign, now)));
  }
  if (fresh.length > 0) return fresh;
  const full = besides.filter((campaignId) => slow.get(campaignId) === 0);
  return claim(tx, shopId, { limit: 1, origins, isStale: true, besides: full }, now);
}

interface WhatToClaim {
  readonly limit: number;
  readonly origins: readonly Origin[];
  /** How many mails each of the campaigns may send now that are to go slowly. */
  readonly slow: ReadonlyMap<string, number>;
}

interface Claim extends Pick<WhatToClaim, "limit" | "origins"> {
  readonly isStale: boolean;
  /** Of this campaign alone. */
  readonly campaignId?: string;
  /** Of none of these campaigns. */
  readonly besides?: readonly string[];
}

async function claim(
  tx: Tx,
  shopId: ShopId,
  { limit, origins, isStale, campaignId, besides = [] }: Claim,
  now: Date,
): Promise<ClaimedMessage[]> {
  const rows = await tx.$queryRaw<ClaimedMessage[]>`
    with due as (
      select message_id from message
      where shop_id = ${shopId}
        and state = 'planned'
        and next_attempt_at <= ${now}::timestamptz
        and case when campaign_id is null then ${origins.includes("flow")}::boolean
          else ${origins.includes("campaign")}::boolean end
        and case when ${isStale}
          then lease_until <= ${now}::timestamptz
          else lease_until is null end
        and (${campaignId ?? null}::text is null or campaign_id = ${campaignId ?? null})
        and (campaign_id is null or campaign_id <> all(${[...besides]}::text[]))
      -- Of those that failed the one that rested longest: what fails each time is not first each time.
      -- What a flow has a reason to say comes before what is said to many.
      order by ${isStale ? Prisma.sql`lease_until, ` : Prisma.empty} campaign_id is not null, next_attempt_at
      limit ${limit}
      for update skip locked
    )
    update message
    set attempts = attempts + 1, lease_until = ${new Date(now.getTime() + LEASE_MS)}::timestamptz,
      failures = failures + ${isStale ? 1 : 0}::int
    from due
    where message.shop_id = ${shopId} and message.message_id = due.message_id
    returning message.message_id as "messageId", profile_id as "profileId",
      flow_id as "flowId", flow_version as "flowVersion", expires_at as "expiresAt", intent, attempts, failures`;
  if (isStale) await backOffFailed(tx, shopId, rows, now);
  const messages = rows.flatMap((row) => {
    const intent = MessageIntent.safeParse(row.intent);
    return intent.success ? [{ ...row, intent: intent.data }] : [];
  });
  if (messages.length < rows.length) await failUnreadable(tx, shopId, rows, messages);
  return messages;
}

/** Puts off messages that failed, before they are tried once more: what ends their worker finds it written. */
async function backOffFailed(
  tx: Tx,
  shopId: ShopId,
  failed: readonly ClaimedMessage[],
  now: Date,
): Promise<void> {
  const reason: FailReason = "not_composed";
  for (const { messageId, failures } of failed) {
    await tx.message.update({
      where: { shopId_messageId: { shopId, messageId } },
      data: { nextAttemptAt: laterBy(now, backOffMs(failures, BACK_OFF)), reason },
    });
  }
}

/** The release before may have to read what this one plans: it leaves it alone, this one takes it up within minutes. */
const MAX_UNREADABLE_FAILURES = 7;

/** One message that nobody can read holds up no other: it is tried for two hours, and fails in the end. */
async function failUnreadable(
  tx: Tx,
  shopId: ShopId,
  claimed: readonly ClaimedMessage[],
  readable: readonly ClaimedMessage[],
): Promise<void> {
  const known = new Set(readable.map(({ messageId }) => messageId));
  const given = claimed.filter(
    ({ messageId, failures }) => !known.has(messageId) && failures >= MAX_UNREADABLE_FAILURES,
  );
  const reason: FailReason = "unreadable";
  await tx.message.updateMany({
    where: { shopId, messageId: { in: given.map(({ messageId }) => messageId) } },
    data: { state: "failed", reason, leaseUntil: null },
  });
}

/** Gives claimed messages back untouched, for a worker that must stop. One that failed before rests first. */
export async function releaseMessages(
  tx: Tx,
  shopId: ShopId,
  messages: readonly ClaimedMessage[],
): Promise<void> {
  await tx.message.updateMany({
    where: {
      shopId,
      state: "planned",
      failures: 0,
      OR: messages.map(({ messageId, attempts }) => ({ messageId, attempts })),
    },
    data: { leaseUntil: null },
  });
}

/**
 * Locks those of the messages that are still this worker's, and their
 * profiles: until `tx` ends nobody else hands a mail to these, and whoever
 * withdraws consent comes either before or after. A message that somebody else
 * holds is being taken back; it is left to them, so that no two wait for each
 * other.
 */
export async function lockClaimed(
  tx: Tx,
  shopId: ShopId,
  messages: readonly ClaimedMessage[],
): Promise<ClaimedMessage[]> {
  const claims = messages.map(({ messageId, attempts }) => ({ message_id: messageId, attempts }));
  const own = await tx.$queryRaw<{ messageId: string }[]>`
    select message.message_id as "messageId" from message
    join jsonb_to_recordset(${JSON.stringify(claims)}::jsonb) as claim (message_id text, attempts int)
      on claim.message_id = message.message_id and claim.attempts = message.attempts
    where message.shop_id = ${shopId} and message.state = 'planned'
    order by message.message_id
    for update of message skip locked`;
  const ids = new Set(own.map(({ messageId }) => messageId));
  const still = messages.filter(({ messageId }) => ids.has(messageId));
  await lockProfiles(
    tx,
    shopId,
    still.map(({ profileId }) => profileId),
  );
  return still;
}

/** Always in the order of their ids, so that two workers cannot wait for each other. */
export async function lockProfiles(
  tx: Tx,
  shopId: ShopId,
  profileIds: readonly string[],
): Promise<void> {
  await tx.$queryRaw`
    select count(*) from (
      select 1 from profile
      where shop_id = ${shopId} and profile_id = any(${[...new Set(profileIds)]}::text[])
      order by profile_id
      for no key update) as locked`;
}
