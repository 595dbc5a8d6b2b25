import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { SCHEDULED_TRIGGERS } from "./scan-scheduled-triggers.job.server";
import { INVENTORY_TRIGGERS } from "./scan-inventory-triggers.job.server";
import { listShopsToScan } from "./define-scan-job.server";

/** Number of due trigger scans in a shop. */
export async function countDueScans(db: Db, shopId: ShopId, now: Date): Promise<number> {
  let due = 0;
  for (const scan of [SCHEDULED_TRIGGERS, INVENTORY_TRIGGERS]) {
    due += (await listShopsToScan(db, scan, now, shopId)).length;
  }
  return due;
}
