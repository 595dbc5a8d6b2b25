import type { Tx } from "~/db.server";
import type { Log } from "~/lib/log.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { MessageIntent } from "~/messages/message";
import type { Keyring } from "~/privacy/keyring.server";
import { skipReason, type SkipFacts, type SkipReason } from "../decision/decide-delivery";
import { loadSkipFacts } from "../decision/delivery-facts.server";
import { maySendAt, maySendUntil } from "../decision/sending-hours";
import { isBatchReason } from "../decision/message-reasons";
import type { Email } from "../email";
import { beginRepeat, type ClaimedBatch, type PreparedBatch } from "./email-batch-store.server";
import { lockProfiles } from "./message-claims.server";
import { openEmails, type StoredEmail } from "./sealed-email.server";
import type { SendingSetup } from "../decision/sending-setup.server";
import {
  giveUp,
  isPastKeyLifetime,
  excludeAll,
  type ExcludedMessage,
  type SettledBatch,
} from "./settle-batch";

interface ResumeDeps {
  readonly keyring: Pick<Keyring, "open" | "openBytes">;
  readonly log: Pick<Log, "error">;
  readonly mailerName: string;
  readonly now: Date;
}

export type ResumedBatch =
  | { readonly kind: "prepared"; readonly batch: PreparedBatch }
  /** A provider may have it and a member is in quiet hours: the whole batch is postponed until morning. */
  | {
      readonly kind: "put_off";
      readonly batchId: string;
      readonly attempts: number;
      readonly until: Date;
    }
  /** It must not be sent again. */
  | {
      readonly kind: "ended";
      readonly batchId: string;
      readonly attempts: number;
      readonly settlement: SettledBatch;
    };

/**
 * Resumes an unanswered batch with the same members, bytes and key, so that a provider that accepted it does
 * not accept it twice. Members that must not be sent any more, or are unreadable, are excluded under the same
 * key: a provider that accepted the whole batch reports that, and one that did not accepts the rest. A member
 * in its quiet hours waits: alone if no provider can have the batch, otherwise with the whole batch while the
 * provider remembers the key.
 *
 * @returns null when another worker has claimed it since
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
  // A key is only valid at the provider that got it.
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
  const emails: Email[] = [];
  const excluded: ExcludedMessage[] = [];
  const going: SkipFacts[] = [];
  const nights = members.flatMap((member) => {
    const facts = factsOf.get(member.messageId);
    if (!facts || exclusionReason(member, facts, now) !== null) return [];
    const until = maySendAt(facts, setup.settings, now);
    return until > now ? [{ messageId: member.messageId, until }] : [];
  });
  const morning = new Date(Math.max(...nights.map(({ until }) => until.getTime())));
  if (nights.length > 0 && wasAmbiguous && !isPastKeyLifetime(firstAttemptAt, morning)) {
    return { kind: "put_off", batchId, attempts, until: morning };
  }
  const atNight = new Set(nights.map(({ messageId }) => messageId));
  const decided = members.map((member) => {
    const { messageId } = member;
    const facts = factsOf.get(messageId);
    const why =
      exclusionReason(member, facts, now) ?? (atNight.has(messageId) ? "quiet_hours" : null);
    return { member, facts, why };
  });
  const staying = decided.flatMap(({ member, why }) => (why === null ? [member] : []));
  const frozen = await openEmails(tx, shopId, staying, keyring);
  for (const { member, facts, why } of decided) {
    const { messageId, reason } = member;
    if (why !== null) {
      excluded.push({ messageId, reason: why, isNew: reason !== why });
      continue;
    }
    const email = frozen.get(messageId);
    if (email) {
      emails.push(email);
      if (facts) going.push(facts);
    } else excluded.push({ messageId, reason: "unreadable", isNew: true });
  }
  await recordExclusions(tx, shopId, excluded);
  for (const { messageId, reason, isNew } of excluded) {
    if (isNew && reason === "unreadable")
      log.error({ shopId, batchId, messageId }, "a frozen email cannot be read");
  }

  // An empty call cannot ask the provider whether it accepted the batch.
  if (emails.length === 0) {
    return ended(wasAmbiguous ? giveUp(messageIds) : excludeAll(excluded, now));
  }
  const attempt = {
    attempts,
    firstAttemptAt,
    wasAmbiguous,
    messageIds: emails.map(({ messageId }) => messageId),
    excluded: excluded,
  };
  const quietFrom = maySendUntil(going, setup.settings, now);
  return { kind: "prepared", batch: { batchId, attempt, emails, quietFrom } };
}

/** Why a member is excluded. Unreadable bytes are found later, since only those of sent members are opened. */
function exclusionReason(
  { intent, reason, sealedEmail }: Member,
  facts: SkipFacts | undefined,
  now: Date,
): ExcludedMessage["reason"] | null {
  if (reason !== null && !isBatchReason(reason)) return reason as ExcludedMessage["reason"];
  if (sealedEmail === null) return "erased";
  if (intent === null) return "unreadable";
  const why: SkipReason | null = facts ? skipReason(facts, now) : null;
  // Canceling a campaign stops waiting messages, not those already handed over.
  return why === "campaign_canceled" ? null : why;
}

/** The unsettled members, in the order of the call. */
async function listMembers(
  tx: Tx,
  shopId: ShopId,
  batchId: string,
  messageIds: readonly string[],
): Promise<Member[]> {
  // Prisma's `findMany` is slow with megabytes of sealed emails. By message ids, since no index covers the
  // batch.
  const rows = await tx.$queryRaw<MemberRow[]>`
    select message_id as "messageId", profile_id as "profileId", expires_at as "expiresAt", intent,
      reason, sealed_email as "sealedEmail", sealed_body as "sealedBody", template_hash as "templateHash"
    from message_status where shop_id = ${shopId} and message_id = any(${[...messageIds]}::text[])
      and batch_id = ${batchId} and state = 'sending'`;
  const byId = new Map(rows.map((row) => [row.messageId, row]));
  return messageIds.flatMap((messageId) => {
    const row = byId.get(messageId);
    return row ? [{ ...row, intent: MessageIntent.safeParse(row.intent).data ?? null }] : [];
  });
}

interface MemberRow extends StoredEmail {
  readonly profileId: ProfileId;
  readonly expiresAt: Date;
  readonly intent: unknown;
  readonly reason: string | null;
}

interface Member extends MemberRow {
  readonly intent: MessageIntent | null;
}

/** Committed before the call: whoever resumes the batch must know which members this call excluded. */
async function recordExclusions(
  tx: Tx,
  shopId: ShopId,
  excluded: readonly ExcludedMessage[],
): Promise<void> {
  for (const { messageId, reason, isNew } of excluded) {
    if (!isNew) continue;
    await tx.messageSending.update({
      where: { shopId_messageId: { shopId, messageId } },
      data: { reason },
    });
  }
}
