import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { recordAudit } from "./audit-store.server";
import { findRequestStaff } from "./request-staff.server";

const HOUR_MS = 3_600_000;

/** What was looked at: a customer, or one of the mails, which names its customer too. */
export type Viewed =
  | { readonly what: "customer"; readonly customerId: string }
  | { readonly what: "mail"; readonly messageId: string };

/**
 * Notes that somebody in the shop's admin looked at what is kept of a customer:
 * once an hour for each staff member, however often a page is loaded anew meanwhile.
 */
export async function recordView(
  db: Db,
  shopId: ShopId,
  { what, ...detail }: Viewed,
  now: Date,
): Promise<void> {
  const [id] = Object.values(detail);
  const hour = Math.floor(now.getTime() / HOUR_MS);
  await recordAudit(db, shopId, {
    auditId: `${what}-viewed/${id}/${findRequestStaff() ?? ""}/${hour}`,
    at: now,
    actor: "merchant",
    action: `${what}_viewed`,
    detail,
  });
}
