import type { Db } from "~/db.server";
import type { CustomerId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { recordAudit } from "./audit-store.server";
import { findRequestStaff } from "./request-staff.server";

const HOUR_MS = 3_600_000;

/** The viewed object: a customer or a message, which also names its customer. */
export type Viewed =
  | { readonly what: "customer"; readonly customerId: CustomerId }
  | { readonly what: "email"; readonly messageId: string };

/**
 * Records that a staff member viewed a customer's data: once an hour per staff member, regardless
 * of reloads.
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

/**
 * Records that a staff member searched for customers and saw names: once an hour. The query is not recorded, since it
 * is personal data.
 */
export async function recordSearch(db: Db, shopId: ShopId, now: Date): Promise<void> {
  const hour = Math.floor(now.getTime() / HOUR_MS);
  await recordAudit(db, shopId, {
    auditId: `customers-searched/${findRequestStaff() ?? ""}/${hour}`,
    at: now,
    actor: "merchant",
    action: "customers_searched",
    detail: {},
  });
}
