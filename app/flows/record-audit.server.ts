import { v7 as uuidv7 } from "uuid";
import type { Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";

export interface AuditRecord {
  readonly at: Date;
  /** Who did it. No personal data. */
  readonly actor: string;
  readonly action: "flow_status_set" | "flow_version_saved";
  readonly detail: Readonly<Record<string, string | number>>;
}

/** Appends what was done to the shop's audit, in the transaction that does it. */
export async function recordAudit(tx: Tx, shopId: ShopId, record: AuditRecord): Promise<void> {
  await tx.auditEntry.create({ data: { shopId, auditId: uuidv7(), ...record } });
}
