import type { Db, Tx } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import { openEmail } from "~/delivery/outbox/sealed-email.server";
import { withAsciiDomain } from "~/lib/ascii-domain";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import type { UnansweredEmail } from "./match-email";

/** A batch with messages whose outcome is unknown. */
export interface UnansweredBatch {
  readonly batchId: string;
  /** When a provider may first have accepted them. */
  readonly since: Date;
  /** Position in the list: id of the last email; null: not started. */
  readonly cursor: string | null;
  /** Fencing token: a worker that finds another time has lost the batch. */
  readonly claimedUntil: Date;
}

const CLAIM_MS = 300_000;

/** Claims the batch that has waited longest. */
export async function claimUnanswered(
  tx: Tx,
  shopId: ShopId,
  now: Date,
): Promise<UnansweredBatch | null> {
  const claimedUntil = new Date(now.getTime() + CLAIM_MS);
  const [row] = await tx.$queryRaw<Omit<UnansweredBatch, "claimedUntil">[]>`
    with due as (
      select batch_id from email_batch
      where shop_id = ${shopId} and reconcile_at <= ${now}::timestamptz
      order by reconcile_at limit 1
      for update skip locked)
    update email_batch set reconcile_at = ${claimedUntil}::timestamptz
    from due where email_batch.shop_id = ${shopId} and email_batch.batch_id = due.batch_id
    returning email_batch.batch_id as "batchId", reconcile_cursor as cursor,
      coalesce(first_attempt_at, ${now}::timestamptz) as since`;
  return row ? { ...row, claimedUntil } : null;
}

/** Its unresolved messages, as frozen. */
export async function listUnanswered(
  db: Db,
  shopId: ShopId,
  batchId: string,
  keyring: Pick<Keyring, "open">,
): Promise<UnansweredEmail[]> {
  const rows = await db.$queryRaw<{ messageId: string; sealedEmail: Uint8Array | null }[]>`
    select message_id as "messageId", sealed_email as "sealedEmail"
    from message_outcome join message_content using (shop_id, message_id)
    where shop_id = ${shopId} and batch_id = ${batchId} and state = 'unknown' and delivery_state is null
    order by message_id`;
  return rows.flatMap(({ messageId, sealedEmail }) => {
    const email = sealedEmail && openEmail(shopId, messageId, sealedEmail, keyring);
    if (email === null) return [];
    const { from, to, subject } = email;
    return [{ messageId, from: asListed(from.address), to: asListed(to), subject }];
  });
}

/** Normalizes an address like the provider's list. */
const asListed = (address: string): string => withAsciiDomain(address.toLowerCase());

/** Provider ids that already belong to other messages of the shop. */
export async function listKnownProviderIds(
  db: Db,
  shopId: ShopId,
  providerIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await db.messageStatus.findMany({
    where: { shopId, providerId: { in: [...providerIds] } },
    select: { providerId: true },
  });
  return new Set(rows.flatMap(({ providerId }) => providerId ?? []));
}

/** Records the position in the list and the next time; false when another worker has the batch. */
export async function recordListProgress(
  tx: Tx,
  shopId: ShopId,
  { batchId, claimedUntil }: UnansweredBatch,
  { cursor, reconcileAt }: { readonly cursor: string | null; readonly reconcileAt: Date | null },
): Promise<boolean> {
  const { count } = await tx.emailBatch.updateMany({
    where: { shopId, batchId, reconcileAt: claimedUntil },
    data: { reconcileCursor: cursor, reconcileAt },
  });
  return count === 1;
}

/**
 * Marks messages as not listed after the whole list was read: they are still not sent again, but no longer
 * searched.
 */
export async function markNotListed(tx: Tx, shopId: ShopId, batchId: string): Promise<void> {
  await tx.messageOutcome.updateMany({
    where: { shopId, batchId, state: "unknown", deliveryState: null },
    data: { reason: "not_listed" },
  });
}

/** Shops with a batch to resolve. */
export function selectShopsWithUnanswered(now: Date): Prisma.Sql {
  return Prisma.sql`
    select distinct shop_id as "shopId" from email_batch where reconcile_at <= ${now}::timestamptz`;
}
