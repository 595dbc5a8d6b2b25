import type { Db, Tx } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import { openEmailHead } from "~/delivery/outbox/sealed-email.server";
import {
  claimDueRows,
  selectShopsWithDueRows,
  type Claim,
  nextDueRowTimes,
} from "~/jobs/due-rows.server";
import { withAsciiDomain } from "~/lib/ascii-domain";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import type { UnansweredEmail } from "./match-email";

const UNANSWERED_BATCHES = {
  name: "email_batch",
  key: { batchId: "text" },
  states: ["unknown"],
  leaseMs: 300_000,
} as const;

/** A batch with messages whose outcome is unknown. */
export interface UnansweredBatch extends Claim<"batchId"> {
  readonly batchId: string;
  /** Which mailer sent it. */
  readonly mailer: string;
  /** When a provider may first have accepted them. */
  readonly since: Date;
  /** Position in the list: id of the last email; null: not started. */
  readonly cursor: string | null;
}

/** Claims the batch that has waited longest. */
export async function claimUnanswered(
  db: Db,
  shopId: ShopId,
  now: Date,
): Promise<UnansweredBatch | null> {
  const query = {
    limit: 1,
    select: Prisma.sql`it.mailer, it.reconcile_cursor as cursor,
      coalesce(it.first_attempt_at, ${now}::timestamptz) as since`,
  };
  const [row] = await claimDueRows<UnansweredBatch>(db, UNANSWERED_BATCHES, shopId, query, now);
  return row ?? null;
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
    const email = sealedEmail && openEmailHead(shopId, messageId, sealedEmail, keyring);
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

/**
 * Records the position in the list.
 *
 * @param progress `nextRunAt`: when to continue, or null if it is over; without it the claim lasts
 * @returns false when another worker has the batch
 */
export async function recordListProgress(
  tx: Tx,
  shopId: ShopId,
  { batchId, attempts, leaseUntil }: UnansweredBatch,
  { cursor, nextRunAt }: { readonly cursor: string | null; readonly nextRunAt?: Date | null },
): Promise<boolean> {
  const { count } = await tx.emailBatch.updateMany({
    where: { shopId, batchId, attempts, leaseUntil, state: "unknown" },
    data: {
      reconcileCursor: cursor,
      ...(nextRunAt !== undefined && { nextRunAt, leaseUntil: null }),
    },
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
export const selectShopsWithUnanswered = (now: Date): Prisma.Sql =>
  selectShopsWithDueRows(UNANSWERED_BATCHES, now);

/** When a shop's next batch is to be resolved. */
export const nextUnansweredTimes = (now: Date): readonly Prisma.Sql[] =>
  nextDueRowTimes(UNANSWERED_BATCHES, now);
