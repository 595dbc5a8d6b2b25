import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { EmailResult } from "../mailer";

/** `sending` until the provider has answered. */
export type DispatchState = "sending" | "accepted" | "refused";

/**
 * Records that an email is about to be sent by a provider without idempotency keys: only the process that
 * inserts the row sends it.
 *
 * @returns null when the caller may send it, otherwise the earlier outcome
 */
export async function beginDispatch(
  db: Db,
  shopId: ShopId,
  messageId: string,
  now: Date,
): Promise<EmailResult | null> {
  const { count } = await db.emailDispatch.createMany({
    data: { shopId, messageId, state: "sending", dispatchedAt: now },
    skipDuplicates: true,
  });
  return count === 1 ? null : findDispatch(db, shopId, messageId);
}

/** Records the outcome of a dispatch. An email that was certainly not accepted leaves no row. */
export async function endDispatch(
  db: Db,
  shopId: ShopId,
  messageId: string,
  result: EmailResult,
): Promise<void> {
  const where = { shopId, messageId, state: "sending" satisfies DispatchState };
  switch (result.kind) {
    case "accepted":
      await db.emailDispatch.updateMany({
        where,
        data: { state: "accepted", providerId: result.providerId },
      });
      return;
    case "refused":
      await db.emailDispatch.updateMany({
        where,
        data: { state: "refused", reason: result.reason },
      });
      return;
    case "not_taken":
      await db.emailDispatch.deleteMany({ where });
      return;
    case "unknown":
      await db.emailDispatch.updateMany({ where, data: { reason: result.reason } });
  }
}

/** The outcome of an earlier dispatch; null when there was none. */
export async function findDispatch(
  db: Db,
  shopId: ShopId,
  messageId: string,
): Promise<EmailResult | null> {
  const row = await db.emailDispatch.findUnique({
    where: { shopId_messageId: { shopId, messageId } },
    select: { state: true, providerId: true, reason: true },
  });
  if (!row) return null;
  switch (row.state) {
    case "accepted":
      return { kind: "accepted", providerId: row.providerId ?? "" };
    case "refused":
      return { kind: "refused", reason: row.reason ?? "" };
    default:
      return {
        kind: "unknown",
        reason: row.reason ?? "It was interrupted while it was being sent",
      };
  }
}
