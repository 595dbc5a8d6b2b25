import { z } from "zod";
import type { RunFacts } from "./run-facts";
import type { ExitRule } from "../send-step";

/** Why a run ended before its last step. */
export const ExitReason = z.enum([
  "profile_deleted",
  "unsubscribed",
  "suppressed",
  "order_placed",
  "checkout_completed",
  "checkout_replaced",
  "order_returned",
  "object_gone",
  "flow_archived",
  "erased",
]);
export type ExitReason = z.infer<typeof ExitReason>;

/** Consent states that say no. Not having been asked is no such state. */
export const REFUSALS: ReadonlySet<string> = new Set(["unsubscribed", "invalid", "redacted"]);

/**
 * Why a run must end now, or null. The one rule for it: it is asked when an
 * event arrives, before each step, and again when a mail is about to leave.
 * It looks at how things stand, not at the order in which they were told: what
 * ends a run is never undone, so runs end alike however events are sliced.
 *
 * @param exits the flow's own rules, besides those that hold for every run
 */
export function exitReason(exits: readonly ExitRule[], facts: RunFacts): ExitReason | null {
  const { profile, object } = facts;
  if (profile.isDeleted) return "profile_deleted";
  if (REFUSALS.has(profile.marketingState)) return "unsubscribed";
  if (profile.suppressions.length > 0) {
    return profile.suppressions.includes("unsubscribe") ? "unsubscribed" : "suppressed";
  }
  if (object === null || object.isDeleted) return "object_gone";
  if (facts.hasNewerCheckout) return "checkout_replaced";
  for (const rule of exits) {
    switch (rule) {
      case "order_placed":
        if (facts.ordersSince.length > 0) return "order_placed";
        break;
      case "checkout_completed":
        if (object.kind === "checkout" && object.completedAt) return "checkout_completed";
        break;
      case "order_returned":
        if (object.kind === "order" && (object.isCancelled || object.refundedMinor > 0)) {
          return "order_returned";
        }
        break;
    }
  }
  return null;
}
