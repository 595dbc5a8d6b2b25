import type { Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { MessageIntent } from "~/messages/message";
import type { Keyring } from "~/privacy/keyring.server";
import { skipReason, type SkipReason } from "../decide-delivery";
import { loadDeliveryFacts } from "../decision/delivery-facts.server";
import { isBatchReason } from "../decision/describe-decision";
import { claimDueBatch, type PreparedBatch } from "./mail-batch-store.server";
import { lockProfiles } from "./message-claims.server";
import { openMail } from "./sealed-mail.server";
import type { SendingSetup } from "../settings/sending-setup.server";
import { giveUp, isBeyondRepeat, skipAll, type LeftOut, type SettledBatch } from "./settle-batch";

interface RetakeDeps {
  readonly keyring: Pick<Keyring, "open">;
  readonly mailerName: string;
  readonly now: Date;
}

export type RetakenBatch =
  | { readonly kind: "prepared"; readonly batch: PreparedBatch }
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
 * Members that must not be mailed any more are left out under the same key:
 * a provider that has taken the whole then says so, and one that has not takes
 * the rest.
 */
export async function retakeBatch(
  tx: Tx,
  shopId: ShopId,
  setup: SendingSetup,
  { keyring, mailerName, now }: RetakeDeps,
): Promise<RetakenBatch | null> {
  const claimed = await claimDueBatch(tx, shopId, now);
  if (claimed === null) return null;
  const { batchId, attempts, firstAttemptAt, wasAmbiguous, messageIds } = claimed;
  const ended = (settlement: SettledBatch): RetakenBatch => ({
    kind: "ended",
    batchId,
    attempts,
    settlement,
  });
  // A key means nothing to another provider.
  const isOtherMailer = wasAmbiguous && claimed.mailer !== mailerName;
  if (isOtherMailer || isBeyondRepeat(firstAttemptAt, now)) return ended(giveUp(messageIds));

  const members = await listMembers(tx, shopId, batchId, messageIds);
  await lockProfiles(
    tx,
    shopId,
    members.map(({ profileId }) => profileId),
  );
  const facts = await loadDeliveryFacts(tx, shopId, members, setup, now);
  const leftOut = members.flatMap(({ messageId, reason, sealedMail }, i): LeftOut[] => {
    if (reason !== null && !isBatchReason(reason)) {
      return [{ messageId, reason: reason as SkipReason, isNew: false }];
    }
    const why = sealedMail === null ? "erased" : facts[i] ? skipReason(facts[i], now) : null;
    // Who cancels a campaign takes back what waits, not what was handed over.
    const isOut = why !== null && why !== "campaign_cancelled";
    return isOut ? [{ messageId, reason: why, isNew: true }] : [];
  });
  await noteLeftOut(tx, shopId, leftOut);

  const out = new Set(leftOut.map(({ messageId }) => messageId));
  const mails = members.flatMap(({ messageId, sealedMail }) =>
    out.has(messageId) || sealedMail === null
      ? []
      : [openMail(shopId, messageId, sealedMail, keyring)],
  );
  // Without a single member there is nothing by which to ask a provider that may have taken it.
  if (mails.length === 0) return ended(wasAmbiguous ? giveUp(messageIds) : skipAll(leftOut));
  const attempt = {
    attempts,
    firstAttemptAt,
    wasAmbiguous,
    messageIds: mails.map(({ messageId }) => messageId),
    leftOut,
  };
  return { kind: "prepared", batch: { batchId, attempt, mails } };
}

/** The members that are still to be settled, in the order of the call. */
async function listMembers(tx: Tx, shopId: ShopId, batchId: string, messageIds: readonly string[]) {
  // Prisma's own `findMany` spends longer on taking apart a megabyte of sealed mails.
  const rows = await tx.$queryRaw<MemberRow[]>`
    select message_id as "messageId", profile_id as "profileId", expires_at as "expiresAt", intent,
      reason, sealed_mail as "sealedMail"
    from message where shop_id = ${shopId} and batch_id = ${batchId} and state = 'sending'`;
  const byId = new Map(rows.map((row) => [row.messageId, row]));
  return messageIds.flatMap((messageId) => {
    const row = byId.get(messageId);
    return row ? [{ ...row, intent: MessageIntent.parse(row.intent) }] : [];
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

/** Committed before the call: whoever takes the batch up next must know whom this call left out. */
async function noteLeftOut(tx: Tx, shopId: ShopId, leftOut: readonly LeftOut[]): Promise<void> {
  for (const { messageId, reason, isNew } of leftOut) {
    if (!isNew) continue;
    await tx.message.update({
      where: { shopId_messageId: { shopId, messageId } },
      data: { reason },
    });
  }
}
