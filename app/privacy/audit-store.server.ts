import type { Db } from "~/db.server";
import type { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";

export interface AuditRecord {
  /** The key of what was done: the same done again leaves one entry. */
  readonly auditId: string;
  readonly at: Date;
  /** Who asked: `shopify`, `merchant`, `kindred`. */
  readonly actor: string;
  /** Past tense: `customer_erased`. */
  readonly action: string;
  /** Ids and counts. Never personal data. */
  readonly detail: Prisma.InputJsonObject;
}

/** Appends to the shop's audit trail. */
export async function recordAudit(db: Db, shopId: ShopId, record: AuditRecord): Promise<void> {
  await db.auditEntry.createMany({ data: { shopId, ...record }, skipDuplicates: true });
}
