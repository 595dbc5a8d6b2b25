import { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import { SCHEDULED_TRIGGERS } from "./scan-scheduled-triggers.job.server";
import { INVENTORY_TRIGGERS } from "./scan-inventory-triggers.job.server";
import { selectShopsToScan } from "./define-scan-job.server";

/** An expression: the number of due trigger scans in a shop. */
export function countDueScans(shopId: ShopId, now: Date): Prisma.Sql {
  const scheduled = selectShopsToScan(SCHEDULED_TRIGGERS, now, shopId);
  const inventory = selectShopsToScan(INVENTORY_TRIGGERS, now, shopId);
  return Prisma.sql`(select count(*)::int from (${scheduled} union all ${inventory}) as due_scan)`;
}
