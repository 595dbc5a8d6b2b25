import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { recordAudit } from "./audit-store.server";

type Download =
  | { readonly action: "segment_exported"; readonly segmentId: string }
  | { readonly action: "report_exported"; readonly report: string }
  | {
      readonly action:
        | "access_log_exported"
        | "cohorts_exported"
        | "customer_import_exported"
        | "suppressions_exported";
    };

/**
 * Records a download by a staff member: before it starts, so that a partial download counts, too.
 */
export async function recordDownload(
  db: Db,
  shopId: ShopId,
  { action, ...detail }: Download,
  at: Date,
): Promise<void> {
  const entry = { at, actor: "merchant", action, detail } as const;
  await recordAudit(db, shopId, entry);
}
