import type { Trigger } from "../definition/trigger";
import type { ObjectFacts, ProductFacts } from "../facts/run-facts";

/** Why what a run would be about is no reason to speak. */
export type NoObjectReason =
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

/** Whether an object as it stands is a reason for a flow to begin; asked when it is told and when the trigger fires. */
export function whyNoObject(trigger: Trigger, object: ObjectFacts): NoObjectReason | null {
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
      return whyNoProduct(trigger, object);
    case "person":
      return object.hasMovedBack ? "moved_back" : null;
  }
}

function whyNoProduct(trigger: Trigger, product: ProductFacts): NoObjectReason | null {
  if (!product.isPublished) return "nothing_available";
  // A product that sold out since is spoken of all the same: what is like it is in the mail.
  if (trigger.kind === "browse_idle") {
    const isLookedAt =
      product.views >= trigger.minViews || product.dwellSeconds >= trigger.minDwellSeconds;
    return isLookedAt ? null : "hardly_looked_at";
  }
  if (product.isGoneAgain) return product.isAvailable ? "available_again" : null;
  if (!product.isAvailable) return "nothing_available";
  const { unitsLeft } = product;
  if (trigger.kind === "back_in_stock") {
    return unitsLeft === null || unitsLeft >= trigger.minUnits ? null : "nothing_available";
  }
  if (trigger.kind === "price_drop") {
    const { priceMinor, seenMinor } = product;
    return isCheaper(priceMinor, seenMinor ?? 0, trigger) ? null : "not_cheaper";
  }
  if (trigger.kind === "low_stock") {
    const isScarce = unitsLeft !== null && unitsLeft > 0 && unitsLeft <= trigger.maxUnits;
    return isScarce ? null : "not_scarce";
  }
  return null;
}

/** A drop of less is no news, in the smallest units of any currency: a pound, a hundred yen. */
const LEAST_DROP_MINOR = 100;

/** Whether a price is so far below one that somebody saw that they are told. */
export function isCheaper(
  priceMinor: number,
  seenMinor: number,
  { minDropRate }: Extract<Trigger, { kind: "price_drop" }>,
): boolean {
  return priceMinor <= seenMinor * (1 - minDropRate) && seenMinor - priceMinor >= LEAST_DROP_MINOR;
}

/** Point of sale, draft orders and other apps name themselves; the online store is "web". */
function isOnlineStore(sourceName: string | null): boolean {
  return sourceName === null || sourceName === "web";
}
