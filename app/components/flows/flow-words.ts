import type { Step, Trigger } from "~/flows/flow";
import type { ExitRule } from "~/flows/send-step";
import { formatHours } from "../formats";

/** "A checkout is left alone for 1 hour" */
export function triggerWords(trigger: Trigger): string {
  switch (trigger.kind) {
    case "checkout_idle":
      return `A checkout is left alone for ${formatHours(trigger.idleMinutes / 60)}`;
    case "order_delivered":
      return `An order is delivered: ${formatHours(trigger.daysAfterFulfilment * 24)} after it is fulfilled`;
  }
}

/** "If the customer has marketing consent, go on; otherwise end here" */
export function splitWords(step: Extract<Step, { kind: "split" }>): string {
  const asked =
    step.condition.kind === "is_subscribed"
      ? "If the customer has marketing consent"
      : "If the customer clicked in a mail of this flow";
  const goesOn = step.whenTrue !== null;
  return goesOn ? `${asked}, go on; otherwise end here` : `${asked}, end here; otherwise go on`;
}

/** What ends a run, as the rest of the sentence "Ends as soon as …". */
export function exitRuleWords(rule: ExitRule): string {
  switch (rule) {
    case "order_placed":
      return "the customer places an order";
    case "checkout_completed":
      return "the checkout is completed";
    case "order_returned":
      return "the order is cancelled or refunded";
  }
}

/** Why a flow did not change its status. */
export function describeStatusRefusal(reason: "not_found" | "not_allowed"): string {
  return reason === "not_found"
    ? "This flow does not exist any more."
    : "An archived flow cannot be turned on again.";
}

/** Why a flow's changes were not saved. */
export function describeSaveRefusal(
  reason: "not_found" | "archived" | "changed_meanwhile",
): string {
  switch (reason) {
    case "not_found":
      return "This flow does not exist any more.";
    case "archived":
      return "An archived flow cannot be changed.";
    case "changed_meanwhile":
      return "Somebody else saved this flow meanwhile. Their version is shown now; make your changes again.";
  }
}
