import { z } from "zod";
import { ExitCondition } from "../definition/exit-condition";
import {
  isPurchasable,
  getObjectStart,
  type ObjectFacts,
  type EnrollmentFacts,
} from "./enrollment-facts";
import { isFullyRefunded } from "~/profiles/order-standing";

/** Why an enrollment ended before its last step. */
export const ExitReason = z.enum([
  ...ExitCondition.options,
  "profile_deleted",
  "unsubscribed",
  "suppressed",
  "checkout_replaced",
  "object_gone",
  /** The profile entered a flow of a later funnel stage. */
  "later_stage",
  "goal_reached",
  "flow_archived",
  /** Moved to a version without remaining steps. */
  "step_removed",
  "erased",
  /** Due before the database was restored: its progress is unknown. */
  "restored",
]);
export type ExitReason = z.infer<typeof ExitReason>;

/** Consent states of opted-out customers. `not_subscribed` is not one. */
export const OPTED_OUT_STATES: ReadonlySet<string> = new Set([
  "unsubscribed",
  "invalid",
  "redacted",
]);

/**
 * Why an enrollment must end now, or null. Evaluated when an
 * event arrives, before each step, and again before a message is sent.
 * Based on the current state, not on the event order: reasons
 * are never undone, so the result does not depend on how events are sliced.
 *
 * @param exits the flow's own exit conditions, in addition to the general ones
 */
export function findExitReason(
  exits: readonly ExitCondition[],
  facts: EnrollmentFacts,
): ExitReason | null {
  const { profile, object } = facts;
  if (profile.isDeleted) return "profile_deleted";
  if (OPTED_OUT_STATES.has(profile.marketingState)) return "unsubscribed";
  if (profile.suppressions.length > 0) {
    return profile.suppressions.includes("unsubscribe") ? "unsubscribed" : "suppressed";
  }
  if (object === null || ("isDeleted" in object && object.isDeleted)) return "object_gone";
  if (facts.hasNewerCheckout) return "checkout_replaced";
  return exits.find((rule) => isExitConditionMet(rule, object, facts)) ?? null;
}

/** Whether an exit condition is met since the trigger object. */
function isExitConditionMet(
  rule: ExitCondition,
  object: ObjectFacts,
  facts: EnrollmentFacts,
): boolean {
  const { ordersSince, activity } = facts;
  const isSince = (at: Date | null) => at !== null && at > getObjectStart(object);
  switch (rule) {
    case "order_placed":
      return ordersSince.length > 0;
    case "checkout_completed":
      return object.kind === "checkout" && object.completedAt !== null;
    case "order_canceled_or_refunded":
      return object.kind === "order" && (object.isCanceled || object.refundedMinor > 0);
    case "order_canceled_or_fully_refunded":
      return object.kind === "order" && (object.isCanceled || isFullyRefunded(object));
    case "added_to_cart":
      return isSince(activity.cartAddedAt);
    case "checkout_started":
      return isSince(activity.checkoutStartedAt);
    case "cart_emptied":
      return object.kind === "cart" && object.lines.length === 0;
    case "product_bought":
      return object.kind === "product" && object.boughtSince;
    case "sold_out":
      return object.kind === "product" && !isPurchasable(object);
    case "in_stock":
      return object.kind === "product" && isPurchasable(object);
    case "restocked":
      return (
        object.kind === "product" &&
        object.fewUnits !== null &&
        (object.unitsLeft === null || object.unitsLeft > object.fewUnits)
      );
    case "product_gone":
      return object.kind === "product" && !object.isPublished;
    case "price_back_up":
      return (
        object.kind === "product" &&
        object.seenMinor !== null &&
        object.priceMinor >= object.seenMinor
      );
    case "came_back":
      return (
        ordersSince.length > 0 ||
        [
          activity.visitedAt,
          activity.clickedAt,
          activity.openedAt,
          activity.preferencesChangedAt,
        ].some(isSince)
      );
    case "moved_back":
      return object.kind === "person" && object.hasMovedBack;
    case "fell_back":
      return object.kind === "person" && object.noLongerQualifies;
  }
}
