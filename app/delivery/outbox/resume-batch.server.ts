import type { Tx } from "~/db.server";
import type { Log } from "~/lib/log.server";
import type { ShopId } from "~/lib/shop-id";
import { MessageIntent } from "~/messages/message";
import type { Keyring } from "~/privacy/keyring.server";
import { skipReason, type SkipFacts, type SkipReason } from "../decide-delivery";
import { loadSkipFacts } from "../decision/delivery-facts.server";
import { mayBeHandedOverAt, mayBeHandedOverUntil } from "../decision/hand-over-hours";
import { isBatchReason } from "../decision/describe-decision";
import type { Mail } from "../mail";
import { beginRepeat, type ClaimedBatch, type PreparedBatch } from "./mail-batch-store.server";
import { lockProfiles } from "./message-claims.server";
import { openMail } from "./sealed-mail.server";
import type { SendingSetup } from "../settings/sending-setup.server";
import {
  giveUp,
  isPastKeyLifetime,
  excludeAll,
  type ExcludedMessage,
  type SettledBatch,
} from "./settle-batch";

interface ResumeDeps {
  readonly keyring: Pick<Keyring, "open">;
  readonly log: Pick<Log, "error">;
  readonly mailerName: string;
  readonly now: Date;
}

export type ResumedBatch =
  | { readonly kind: "prepared"; readonly batch: PreparedBatch }
  /** A provider may have it, and it is night for a member: it is asked about in the morning, whole. */
  | {
      readonly kind: "put_off";
      readonly batchId: string;
      readonly attempts: number;
      readonly until: Date;
    }
  /** It must not be handed over again. */
  | {
      readonly kind: "ended";
      readonly batchId: string;
      readonly attempts: number;
      readonly settlement: SettledBatch;
    };

/**
 * Takes up a batch that has no answer yet: same members, same frozen bytes,
 * same key, so that a provider which has taken it does not take it twice.
 * Members that must not be mailed any more, or that cannot be read, are left
 * out under the same key: a provider that has taken the whole then says so, and
 * one that has not takes the rest. A member in its quiet hours waits: alone where no provider can have
 * the batch, else with the whole of it, as long as the provider remembers the key.
 *
 * @returns null when another worker has taken it up since
 */
export async function resumeBatch(
  tx: Tx,
  shopId: ShopId,
  claimed: ClaimedBatch,
  setup: SendingSetup,
  { keyring, log, mailerName, now }: ResumeDeps,
): Promise<ResumedBatch | null> {
  if (!(await beginRepeat(tx, shopId, claimed))) return null;
  const { batchId, attempts, firstAttemptAt, wasAmbiguous, messageIds } = claimed;
  const ended = (settlement: SettledBatch): ResumedBatch => ({
    kind: "ended",
    batchId,
    attempts,
    settlement,
  });
  // A key means nothing to another provider.
  const isOtherMailer = wasAmbiguous && claimed.mailer !== mailerName;
  if (isOtherMailer || isPastKeyLifetime(firstAttemptAt, now)) return ended(giveUp(messageIds));

  const members = await listMembers(tx, shopId, batchId, messageIds);
  await lockProfiles(
    tx,
    shopId,
    members.map(({ profileId }) => profileId),
  );
  const readable = members.flatMap(({ intent, ...member }) =>
    intent === null ? [] : [{ ...member, intent }],
  );
  const factsOf = await loadSkipFacts(tx, shopId, readable, setup, now);
  const mails: Mail[] = [];
  const leftOut: ExcludedMessage[] = [];
  const going: SkipFacts[] = [];
  const nights = members.flatMap((member) => {
    const facts = factsOf.get(member.messageId);
    if (!facts || exclusionReason(member, facts, now) !== null) return [];
    const until = mayBeHandedOverAt(facts, setup.settings, now);
    return until > now ? [{ messageId: member.messageId, until }] : [];
  });
  const morning = new Date(Math.max(...nights.map(({ until }) => until.getTime())));
  if (nights.length > 0 && wasAmbiguous && !isPastKeyLifetime(firstAttemptAt, morning)) {
    return { kind: "put_off", batchId, attempts, until: morning };
  }
  const atNight = new Set(nights.map(({ messageId }) => messageId));
  for (const member of members) {
    const { messageId, reason, sealedMail } = member;
    const facts = factsOf.get(messageId);
    const why =
      exclusionReason(member, facts, now) ?? (atNight.has(messageId) ? "quiet_hours" : null);
    if (why !== null) {
      leftOut.push({ messageId, reason: why, isNew: reason !== why });
      continue;
    }
    const mail = sealedMail && openMail(shopId, messageId, sealedMail, keyring);
    if (mail) {
      mails.push(mail);
      if (facts) going.push(facts);
    } else leftOut.push({ messageId, reason: "unreadable", isNew: true });
  }
  await recordExclusions(tx, shopId, leftOut);
  for (const { messageId, reason, isNew } of leftOut) {
    if (isNew && reason === "unreadable")
      log.error({ shopId, batchId, messageId }, "a frozen mail cannot be read");
  }

  // Without a single member there is nothing by which to ask a provider that may have taken it.
  if (mails.length === 0) {
    return ended(wasAmbiguous ? giveUp(messageIds) : excludeAll(leftOut, now));
  }
  const attempt = {
    attempts,
    firstAttemptAt,
    wasAmbiguous,
    messageIds: mails.map(({ messageId }) => messageId),
    excluded: leftOut,
  };
  const quietFrom = mayBeHandedOverUntil(going, setup.settings, now);
  return { kind: "prepared", batch: { batchId, attempt, mails, quietFrom } };
}

/** Why a member is not in the call, but for bytes that cannot be read: those are opened only of members that go. */
function exclusionReason(
  { intent, reason, sealedMail }: Member,
  facts: SkipFacts | undefined,
  now: Date,
): ExcludedMessage["reason"] | null {
  if (reason !== null && !isBatchReason(reason)) return reason as ExcludedMessage["reason"];
  if (sealedMail === null) return "erased";
  if (intent === null) return "unreadable";
  const why: SkipReason | null = facts ? skipReason(facts, now) : null;
  // Who cancels a campaign takes back what waits, not what was handed over.
  return why === "campaign_cancelled" ? null : why;
}

/** The members that are still to be settled, in the order of the call. */
async function listMembers(
  tx: Tx,
  shopId: ShopId,
  batchId: string,
  messageIds: readonly string[],
): Promise<Member[]> {
  // Prisma's own `findMany` spends longer on taking apart a megabyte of sealed mails. By their ids: no index
  // knows a batch, and all of the shop's mails that are on their way would be read for these.
  const rows = await tx.$queryRaw<MemberRow[]>`
    select message_id as "messageId", profile_id as "profileId", expires_at as "expiresAt", intent,
      reason, sealed_mail as "sealedMail"
    from message where shop_id = ${shopId} and message_id = any(${[...messageIds]}::text[])
      and batch_id = ${batchId} and state = 'sending'`;
  const byId = new Map(rows.map((row) => [row.messageId, row]));
  return messageIds.flatMap((messageId) => {
    const row = byId.get(messageId);
    return row ? [{ ...row, intent: MessageIntent.safeParse(row.intent).data ?? null }] : [];
  });
}

interface MemberRow {
  readonly messageId: string;
  readonly profileId: string;
  readonly expiresAt: Date;
  readonly intent: unknown;
  readonly reason: string | null;
  readonly sealedMail: Uint8Array | null;
}

interface Member extends MemberRow {
  readonly intent: MessageIntent | null;
}

/** Committed before the call: whoever takes the batch up next must know whom this call left out. */
async function recordExclusions(
  tx: Tx,
  shopId: ShopId,
  leftOut: readonly ExcludedMessage[],
): Promise<void> {
  for (const { messageId, reason, isNew } of leftOut) {
    if (!isNew) continue;
    await tx.message.update({
      where: { shopId_messageId: { shopId, messageId } },
      data: { reason },
    });
  }
}
