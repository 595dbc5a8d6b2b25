import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { recordAudit } from "./audit-store.server";

const HOUR_MS = 3_600_000;

/**
 * Notes that somebody in the shop's admin looked at what is kept of a customer:
 * once an hour, however often a page is loaded anew meanwhile.
 */
export async function recordView(
  db: Db,
  shopId: ShopId,
  customerId: string,
  now: Date,
): Promise<void> {
  await recordAudit(db, shopId, {
    auditId: `customer-viewed/${customerId}/${Math.floor(now.getTime() / HOUR_MS)}`,
    at: now,
    actor: "merchant",
    action: "customer_viewed",
    detail: { customerId },
  });
}
