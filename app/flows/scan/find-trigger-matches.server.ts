import {
  findAnniversaries,
  findExpected,
  findLapsed,
  findTopCustomers,
  findUnengaged,
} from "./find-scheduled-matches.server";
import { findBackInStock, findLowStock } from "./find-inventory-matches.server";
import { findPriceDrops } from "./find-price-drops.server";
import { findReplenishment } from "./find-replenishment.server";
import type { TriggerMatch } from "./trigger-match";
import type { ScanContext } from "./scan";

/** Profiles that match a flow's trigger now and are not enrolled; empty for event triggers. */
export async function findTriggerMatches(search: ScanContext): Promise<TriggerMatch[]> {
  const { trigger } = search.flow.definition;
  switch (trigger.kind) {
    case "lapsed":
      return findLapsed(search, trigger);
    case "unengaged":
      return findUnengaged(search, trigger);
    case "top_customer":
      return findTopCustomers(search, trigger);
    case "anniversary":
      return findAnniversaries(search, trigger);
    case "order_expected":
      return findExpected(search, trigger);
    case "replenishment_due":
      return findReplenishment(search, trigger);
    case "back_in_stock":
      return findBackInStock(search, trigger);
    case "price_drop":
      return findPriceDrops(search, trigger);
    case "low_stock":
      return findLowStock(search, trigger);
    case "checkout_idle":
    case "cart_idle":
    case "browse_idle":
    case "consent_given":
    case "segment_joined":
    case "segment_left":
    case "shopify_flow":
    case "custom_event":
    case "order_paid":
    case "order_delivered":
      return [];
  }
}
