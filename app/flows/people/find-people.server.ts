import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { LiveFlow } from "../enrollment/plan-enrollments";
import {
  findAnniversaries,
  findExpected,
  findLapsed,
  findTopCustomers,
  findUnengaged,
} from "./find-by-history.server";
import { findBackInStock, findLowStock, findReplenishment } from "./find-by-stock.server";
import { findPriceDrops } from "./find-price-drops.server";
import type { Found } from "./found";

/** Of whom a flow's trigger holds now, and who is not in the flow yet; nobody where events tell the trigger. */
export async function findPeople(
  db: Db,
  shopId: ShopId,
  flow: LiveFlow,
  limit: number,
  now: Date,
): Promise<Found[]> {
  const { trigger } = flow.definition;
  switch (trigger.kind) {
    case "lapsed":
      return findLapsed(db, shopId, flow, trigger, limit, now);
    case "unengaged":
      return findUnengaged(db, shopId, flow, trigger, limit, now);
    case "top_customer":
      return findTopCustomers(db, shopId, flow, trigger, limit, now);
    case "anniversary":
      return findAnniversaries(db, shopId, flow, trigger, limit, now);
    case "order_expected":
      return findExpected(db, shopId, flow, trigger, limit, now);
    case "replenishment_due":
      return findReplenishment(db, shopId, flow, trigger, limit, now);
    case "back_in_stock":
      return findBackInStock(db, shopId, flow, trigger, limit, now);
    case "price_drop":
      return findPriceDrops(db, shopId, flow, trigger, limit, now);
    case "low_stock":
      return findLowStock(db, shopId, flow, trigger, limit, now);
    case "checkout_idle":
    case "cart_idle":
    case "browse_idle":
    case "consent_given":
    case "order_paid":
    case "order_delivered":
      return [];
  }
}
