import type { Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";

/**
 * Takes a person out of what was asked for, chosen and agreed to: requests and choices go, and lines of the ledger stay as
 * proof that somebody agreed, without whom and from where.
 *
 * @param emailIndexes of every address that is known to be theirs
 */
export async function forgetOptIns(
  tx: Tx,
  shopId: ShopId,
  emailIndexes: readonly Uint8Array<ArrayBuffer>[],
): Promise<void> {
  const ofThem = { shopId, emailIndex: { in: [...emailIndexes] } };
  await tx.optInRequest.deleteMany({ where: ofThem });
  await tx.mailPreference.deleteMany({ where: ofThem });
  await tx.consentEntry.updateMany({
    where: ofThem,
    data: { emailIndex: null, addressHash: null },
  });
}
