import type { Trigger } from "../definition/trigger";
import type { ObjectFacts, ProductFacts } from "./enrollment-facts";

/** Why an object does not qualify for a flow. */
export type IneligibilityReason =
  | "not_online_store"
  | "empty_checkout"
  | "nothing_available"
  | "available_again"
  | "test_order"
  | "not_fulfilled"
  | "hardly_looked_at"
  | "not_cheaper"
  | "not_scarce"
  | "moved_back";

/** Why an object does not qualify for a flow, or null. Checked when its event arrives and when the trigger fires. */
export function findIneligibilityReason(
  trigger: Trigger,
  object: ObjectFacts,
): IneligibilityReason | null {
  switch (object.kind) {
    case "order":
      if (object.isTest) return "test_order";
      return trigger.kind === "order_paid" && !isOnlineStore(object.sourceName)
        ? "not_online_store"
        : null;
    case "checkout":
      if (!isOnlineStore(object.sourceName)) return "not_online_store";
      if (object.totalMinor <= 0) return "empty_checkout";
      return object.availableLineCount === 0 ? "nothing_available" : null;
    case "cart":
      if (object.totalMinor <= 0) return "empty_checkout";
      return object.availableLineCount === 0 ? "nothing_available" : null;
    case "product":
      return findProductIneligibility(trigger, object);
    case "person":
      return object.hasMovedBack ? "moved_back" : null;
  }
}

function findProductIneligibility(
  trigger: Trigger,
  product: ProductFacts,
): IneligibilityReason | null {
  if (!product.isPublished) return "nothing_available";
  // A product that has sold out still qualifies: the email shows alternatives.
  if (trigger.kind === "browse_idle") {
    const isViewedEnough =
      product.views >= trigger.minViews || product.dwellSeconds >= trigger.minDwellSeconds;
    return isViewedEnough ? null : "hardly_looked_at";
  }
  if (product.isGoneAgain) return product.isAvailable ? "available_again" : null;
  if (!product.isAvailable) return "nothing_available";
  const { unitsLeft } = product;
  if (trigger.kind === "back_in_stock") {
    return unitsLeft === null || unitsLeft >= trigger.minUnits ? null : "nothing_available";
  }
  if (trigger.kind === "price_drop") {
    const { priceMinor, seenMinor } = product;
    return isPriceDrop(priceMinor, seenMinor ?? 0, trigger) ? null : "not_cheaper";
  }
  if (trigger.kind === "low_stock") {
    const left = unitsLeft ?? 0;
    return left > 0 && left <= trigger.maxUnits ? null : "not_scarce";
  }
  return null;
}

/** Smaller drops are ignored; in minor units of any currency: one pound, a hundred yen. */
const MIN_DROP_MINOR = 100;

/** Whether a price is far enough below the price that the customer saw. */
export function isPriceDrop(
  priceMinor: number,
  seenMinor: number,
  { minDropRate }: Extract<Trigger, { kind: "price_drop" }>,
): boolean {
  return priceMinor <= seenMinor * (1 - minDropRate) && seenMinor - priceMinor >= MIN_DROP_MINOR;
}

/** Point of sale, draft orders and other apps have their own source names; the online store is "web". */
function isOnlineStore(sourceName: string | null): boolean {
  return sourceName === null || sourceName === "web";
}
