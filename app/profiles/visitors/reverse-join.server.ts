import type { CommonDeps } from "~/deps";
import { lockCursor } from "~/events/event-store.server";
import type { CustomerId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { recordAudit } from "~/privacy/audit-store.server";
import { listMergedCustomers } from "../merges/merge-store.server";
import { BROWSING } from "./project-browsing.job.server";
import { rebuildVisits } from "./rebuild-visits.server";
import { ALL_TIME } from "./visit-store.server";

type Deps = CommonDeps<"db" | "now">;

/**
 * Reverses a join of a browser and a customer: rebuilds its visits as if the
 * proofs did not exist. Idempotent.
 *
 * @returns number of reversed proofs; null if the shop has no such customer
 */
export async function reverseJoin(
  shopId: ShopId,
  { visitorId, customerId }: { readonly visitorId: string; readonly customerId: CustomerId },
  { db, now }: Deps,
): Promise<number | null> {
  const at = now();
  return db.$transaction(async (tx) => {
    const customer = await tx.profile.findUnique({
      where: { shopId_customerId: { shopId, customerId } },
      select: { profileId: true },
    });
    if (!customer) return null;
    await lockCursor(tx, shopId, BROWSING);
    const customerIds = await listMergedCustomers(tx, shopId, customerId);
    const { count } = await tx.visitorJoin.updateMany({
      where: { shopId, visitorId, customerId: { in: customerIds }, reversedAt: null },
      data: { reversedAt: at },
    });
    if (count === 0) return 0;
    await rebuildVisits(tx, shopId, [{ visitorId, ...ALL_TIME }]);
    await recordAudit(tx, shopId, {
      auditId: `join-reversed/${visitorId}/${customerId}/${at.toISOString()}`,
      at,
      actor: "merchant",
      action: "join_reversed",
      detail: { visitorId, customerId, proofs: count },
    });
    return count;
  });
}
