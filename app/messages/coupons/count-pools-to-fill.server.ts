import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { countFree, listDueDiscounts } from "./coupon-store.server";
import { countTargets } from "./wanted-codes.server";

/** Counts due discounts with fewer codes than needed. */
export async function countPoolsToFill(db: Db, shopId: ShopId, at: Date): Promise<number> {
  const due = await listDueDiscounts(db, shopId, at);
  if (due.length === 0) return 0;
  const targetOf = await countTargets(db, shopId);
  const isShort = await Promise.all(
    due.map(async (it) => (await countFree(db, shopId, it, targetOf(it))) < targetOf(it)),
  );
  return isShort.filter(Boolean).length;
}
