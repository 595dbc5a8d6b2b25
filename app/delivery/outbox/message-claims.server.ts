import type { Db, Tx } from "~/db.server";
import { addMs } from "~/flows/definition/duration";
import { Prisma, type PrismaClient } from "~/generated/prisma/client";
import {
  areLostWaitingSql,
  claimDueRows,
  releaseDueRows,
  type Claim,
  type ClaimQuery,
} from "~/jobs/due-rows.server";
import { backOffMs } from "~/lib/back-off";
import { endMessages } from "~/outbox/message-store.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { MessageIntent } from "~/messages/message";
import type { MessageRef } from "../decision/delivery-facts.server";
import type { FailReason } from "../decision/message-reasons";
import type { Origin } from "../settings/sending-streams";

const MESSAGES = {
  name: "message_sending",
  key: { messageId: "text" },
  states: ["planned"],
  leaseMs: 120_000,
  retry: { firstMs: 120_000, longestMs: 3_600_000 },
} as const;

/** A due message that this worker has claimed. */
export interface ClaimedMessage extends MessageRef, Claim<"messageId"> {
  readonly messageId: string;
  readonly flowId: string | null;
  readonly flowVersion: number | null;
  /** Consecutive earlier claims that never completed. */
  readonly failures: number;
  /** Whether the shop has messages that a worker never settled. */
  readonly areLostWaiting: boolean;
}

/**
 * Claims due messages, longest due first, in one statement each time, which is committed by itself. Messages that were claimed but never settled come last, one at a
 * time and with back-off, so that one that crashes its worker blocks no others.
 */
export async function claimDueMessages(
  db: PrismaClient,
  shopId: ShopId,
  { limit, origins, slow }: WhatToClaim,
  now: Date,
): Promise<ClaimedMessage[]> {
  const besides = [...slow.keys()];
  const fresh = await claim(db, shopId, { limit, origins, isStale: false, besides }, now);
  for (const [campaignId, room] of origins.includes("campaign") ? slow : []) {
    const most = Math.min(room, limit - fresh.length);
    if (most <= 0) continue;
    const ofCampaign = { limit: most, origins, isStale: false, campaignId };
    fresh.push(...(await claim(db, shopId, ofCampaign, now)));
  }
  if (fresh.length > 0) return fresh;
  const full = besides.filter((campaignId) => slow.get(campaignId) === 0);
  // With its back-off, in one transaction.
  return db.$transaction((tx) =>
    claim(tx, shopId, { limit: 1, origins, isStale: true, besides: full }, now),
  );
}

interface WhatToClaim {
  readonly limit: number;
  readonly origins: readonly Origin[];
  /** Messages that each paced campaign may send now. */
  readonly slow: ReadonlyMap<string, number>;
}

interface Slice extends Pick<WhatToClaim, "limit" | "origins"> {
  readonly isStale: boolean;
  /** Only this campaign. */
  readonly campaignId?: string;
  /** None of these campaigns. */
  readonly besides?: readonly string[];
}

async function claim(
  db: Db,
  shopId: ShopId,
  { limit, origins, isStale, campaignId, besides = [] }: Slice,
  now: Date,
): Promise<ClaimedMessage[]> {
  // What a flow has a reason to say comes before what is said to many. Of those that failed, the one that rested longest
  // comes first, so that it is not always the same one.
  const order = Prisma.sql`it.campaign_id is not null, it.next_run_at`;
  const query: ClaimQuery = {
    limit,
    lost: isStale ? "only" : "none",
    and: Prisma.sql`
      case when it.campaign_id is null then ${origins.includes("flow")}::boolean
        else ${origins.includes("campaign")}::boolean end
      and (${campaignId ?? null}::text is null or it.campaign_id = ${campaignId ?? null})
      and (it.campaign_id is null or it.campaign_id <> all(${[...besides]}::text[]))`,
    orderBy: isStale ? Prisma.sql`it.lease_until, ${order}` : order,
    set: Prisma.sql`failures = it.failures + ${isStale ? 1 : 0}::int`,
    select: Prisma.sql`profile_id as "profileId", flow_id as "flowId", flow_version as "flowVersion",
      it.expires_at as "expiresAt", intent, it.failures,
      ${areLostWaitingSql(MESSAGES, shopId, now)} as "areLostWaiting"`,
    selectJoin: Prisma.sql`
      join message on message.shop_id = ${shopId} and message.message_id = it.message_id`,
  };
  const rows = await claimDueRows<ClaimedMessage>(db, MESSAGES, shopId, query, now);
  if (isStale) await backOffFailed(db, shopId, rows, now);
  const messages = rows.flatMap((row) => {
    const intent = MessageIntent.safeParse(row.intent);
    return intent.success ? [{ ...row, intent: intent.data }] : [];
  });
  if (messages.length < rows.length) await failUnreadable(db, shopId, rows, messages);
  return messages;
}

/** Postpones failed messages before the retry, so that the back-off is stored even if their worker crashes. */
async function backOffFailed(
  db: Db,
  shopId: ShopId,
  failed: readonly ClaimedMessage[],
  now: Date,
): Promise<void> {
  const reason: FailReason = "not_composed";
  for (const { messageId, failures } of failed) {
    await db.messageSending.update({
      where: { shopId_messageId: { shopId, messageId } },
      data: { nextRunAt: addMs(now, backOffMs(failures, MESSAGES.retry)), reason },
    });
  }
}

/**
 * A previous release may find messages planned by a newer one during a deployment: it skips them, and the
 * newer release claims them within minutes.
 */
const MAX_UNREADABLE_FAILURES = 7;

/** Fails messages that stay unreadable for two hours, so that they block no others. */
async function failUnreadable(
  db: Db,
  shopId: ShopId,
  claimed: readonly ClaimedMessage[],
  readable: readonly ClaimedMessage[],
): Promise<void> {
  const known = new Set(readable.map(({ messageId }) => messageId));
  const given = claimed.filter(
    ({ messageId, failures }) => !known.has(messageId) && failures >= MAX_UNREADABLE_FAILURES,
  );
  const reason: FailReason = "unreadable";
  if (given.length === 0) return;
  const ids = given.map(({ messageId }) => messageId);
  const which = Prisma.sql`sending.message_id = any(${ids}::text[])`;
  await endMessages(db, shopId, which, { state: "failed", reason });
}

/** Releases claimed messages unchanged when a worker must stop. One that failed before backs off first. */
export async function releaseMessages(
  tx: Tx,
  shopId: ShopId,
  messages: readonly ClaimedMessage[],
): Promise<void> {
  await releaseDueRows(tx, MESSAGES, shopId, messages, Prisma.sql`it.failures = 0`);
}

/**
 * Locks the messages that this worker still owns, and their profiles: until `tx` ends no other worker can send to
 * these profiles, and a withdrawal of consent comes either before or after. A message locked by someone else is being
 * released and is left to them, which avoids deadlocks.
 */
export async function lockClaimed(
  tx: Tx,
  shopId: ShopId,
  messages: readonly ClaimedMessage[],
): Promise<ClaimedMessage[]> {
  const claims = messages.map(({ messageId, attempts }) => ({ message_id: messageId, attempts }));
  // The profiles are locked after the messages, and in id order, to avoid deadlocks.
  const own = await tx.$queryRaw<{ messageId: string }[]>`
    with own as materialized (
      select sending.message_id from message_sending sending
      join jsonb_to_recordset(${JSON.stringify(claims)}::jsonb) as claim (message_id text, attempts int)
        on claim.message_id = sending.message_id and claim.attempts = sending.attempts
      where sending.shop_id = ${shopId} and sending.state = 'planned'
      order by sending.message_id
      for update of sending skip locked),
    recipient as materialized (
      select 1 from profile
      where shop_id = ${shopId} and profile_id in (
        select message.profile_id from own
        join message on message.shop_id = ${shopId} and message.message_id = own.message_id)
      order by profile_id
      for no key update)
    select message_id as "messageId" from own where (select count(*) from recipient) > 0`;
  const ids = new Set(own.map(({ messageId }) => messageId));
  return messages.filter(({ messageId }) => ids.has(messageId));
}

/** In id order, to avoid deadlocks. */
export async function lockProfiles(
  tx: Tx,
  shopId: ShopId,
  profileIds: readonly ProfileId[],
): Promise<void> {
  await tx.$queryRaw`
    select count(*) from (
      select 1 from profile
      where shop_id = ${shopId} and profile_id = any(${[...new Set(profileIds)]}::text[])
      order by profile_id
      for no key update) as locked`;
}
