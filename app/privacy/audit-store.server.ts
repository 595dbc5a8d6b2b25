import { v7 as uuidv7 } from "uuid";
import type { Db, Tx } from "~/db.server";
import type { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import type { AuditAction } from "./audit-actions";
import type { Person } from "./personal-data";
import { findRequestStaff } from "./request-staff.server";

/** Who did it. An entry of a `merchant` has the staff member of the request. */
export type AuditActor = "merchant" | "shopify" | "shopify_flow" | "kindred";

export interface AuditRecord {
  /** Key of an action: repeating it leaves one entry. By default each call leaves its own. */
  readonly auditId?: string;
  readonly at: Date;
  readonly actor: AuditActor;
  readonly action: AuditAction;
  /** Ids and counts. Never personal data. */
  readonly detail: Prisma.InputJsonObject;
}

/** Appends to the shop's audit trail. */
export async function recordAudit(db: Db, shopId: ShopId, record: AuditRecord): Promise<void> {
  const staffId = record.actor === "merchant" ? findRequestStaff() : null;
  const data = { shopId, auditId: uuidv7(), ...record, staffId };
  await db.auditEntry.createMany({ data, skipDuplicates: true });
}

/** Counts an action in the shop since a time. */
export async function countAudited(
  db: Db,
  shopId: ShopId,
  action: AuditAction,
  since: Date,
): Promise<number> {
  return db.auditEntry.count({ where: { shopId, action, at: { gt: since } } });
}

/** The trail keeps a data request without the address. */
export async function eraseFromAudit(
  tx: Tx,
  shopId: ShopId,
  { customerIds, emailIndexes }: Pick<Person, "customerIds" | "emailIndexes">,
): Promise<void> {
  const indexes = emailIndexes.map((it) => Buffer.from(it).toString("hex"));
  await tx.$executeRaw`
    update audit_entry set detail = detail - 'emailIndex'
    where shop_id = ${shopId} and detail ? 'emailIndex'
      and (detail ->> 'emailIndex' = any(${indexes}::text[])
        or detail ->> 'customerId' = any(${[...customerIds]}::text[]))`;
}
