import type { ActionStep } from "~/flows/definition/action-step";
import type { Step } from "~/flows/definition/step";
import type { Trigger, TriggerKind } from "~/flows/definition/trigger";
import type { RuleNames } from "~/segments/words/describe-condition";
import { formatCounted, formatHours, formatRate } from "../formats";

/** A trigger without its numbers. */
export const TRIGGER_KINDS: Readonly<Record<TriggerKind, string>> = {
  checkout_idle: "A checkout is left alone",
  cart_idle: "A cart is left alone",
  browse_idle: "Somebody looked at a product and left",
  consent_given: "Somebody agrees to marketing email",
  segment_joined: "Somebody joins a segment",
  segment_left: "Somebody leaves a segment",
  shopify_flow: "A workflow of Shopify Flow adds somebody",
  order_paid: "An order is placed",
  order_delivered: "An order is delivered",
  lapsed: "A customer has not ordered for longer than is usual for them",
  replenishment_due: "What a customer bought is about to be used up",
  unengaged: "Many emails, and no click, visit or order",
  top_customer: "A customer comes among the best",
  anniversary: "A day of theirs comes round",
  order_expected: "The next order is expected",
  back_in_stock: "A product that somebody waits for can be bought again",
  price_drop: "A product costs less than when somebody looked at it",
  low_stock: "Little is left of what somebody looked at",
};

/** "A checkout is left alone for 1 hour" */
export function triggerWords(trigger: Trigger, { segments }: Pick<RuleNames, "segments">): string {
  switch (trigger.kind) {
    case "checkout_idle":
      return `A checkout is left alone for ${formatHours(trigger.idleMinutes / 60)}`;
    case "cart_idle":
      return `A cart is left alone for ${formatHours(trigger.idleMinutes / 60)}`;
    case "browse_idle":
      return `Somebody looked at a product and left ${formatHours(trigger.idleMinutes / 60)} ago`;
    case "consent_given":
      return "Somebody agrees to marketing email";
    case "segment_joined":
      return `Somebody joins ${segmentName(trigger.segmentId, segments)}`;
    case "segment_left":
      return `Somebody leaves ${segmentName(trigger.segmentId, segments)}`;
    case "shopify_flow":
      return "A workflow of Shopify Flow adds somebody";
    case "order_paid":
      return "An order is placed";
    case "order_delivered":
      return `An order is delivered: ${formatHours(trigger.daysAfterFulfillment * 24)} after it is fulfilled`;
    case "lapsed":
      return "A customer has not ordered for longer than is usual for them";
    case "replenishment_due":
      return "What a customer bought is about to be used up";
    case "unengaged":
      return `No click, visit or order for ${trigger.quietDays} days and ${trigger.minEmails} emails`;
    case "top_customer":
      return `A customer comes among the best ${formatRate(trigger.topShare)}`;
    case "anniversary":
      return trigger.of === "sign_up"
        ? "The day on which the customer signed up comes round"
        : "The day of the first order comes round";
    case "order_expected":
      return `The next order is expected within ${formatCounted(trigger.withinDays, "day", "days")}, or very likely`;
    case "back_in_stock":
      return "A product that somebody waits for can be bought again";
    case "price_drop":
      return `A product costs at least ${formatRate(trigger.minDropRate)} less than when somebody looked at it`;
    case "low_stock":
      return `No more than ${trigger.maxUnits} are left of what somebody looked at often or has in the cart`;
  }
}

const segmentName = (segmentId: string, segments: RuleNames["segments"]) =>
  segments[segmentId] === undefined ? "a segment that is no more" : `“${segments[segmentId]}”`;

/** Actions of a step besides waiting, splitting and sending. */
export function actionWords(
  step: ActionStep | Extract<Step, { kind: "set_property" | "suppress" | "exit" }>,
): string {
  switch (step.kind) {
    case "set_property":
      return `Note of the customer: “${step.name}” is “${step.value}”`;
    case "tag":
      return step.change === "add"
        ? `Tag the customer “${step.tag}” in Shopify`
        : `Take the tag “${step.tag}” off the customer in Shopify`;
    case "notify":
      return `Email you: “${step.note}”`;
    case "webhook":
      return `Tell ${hostOf(step.url)} by a signed request`;
    case "suppress":
      return "No more marketing email to them until they sign up again";
    case "exit":
      return "The flow ends here";
  }
}

const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).host : "another system");

/** Wait conditions other than a duration. */
export function waitWords(step: Extract<Step, { kind: "wait_until" | "wait_for" }>): string {
  if (step.kind === "wait_for") {
    const { count, unit } = step.atMost;
    return `Wait until the customer ${EVENT_WORDS[step.happening]}, at most ${count} ${unit}`;
  }
  switch (step.until.kind) {
    case "hour":
      return `Wait until it is ${step.until.hour}:00 for the customer`;
    case "best_hour":
      return `Wait for the hour at which the customer answers best, or ${step.until.fallbackHour}:00`;
    case "date":
      return `Wait until ${step.until.date}, ${step.until.hour}:00`;
  }
}

const EVENT_WORDS = {
  clicked: "clicks in an email",
  visited: "visits the shop",
  added_to_cart: "puts something into the cart",
  ordered: "orders",
} as const;

/** Why a flow did not change its status. */
export function describeStatusRefusal(reason: "not_found" | "not_allowed"): string {
  return reason === "not_found"
    ? "This flow does not exist any more."
    : "An archived flow cannot be turned on again.";
}

/** Why a flow was not deleted. */
export function describeDeleteRefusal(reason: "is_live" | "has_enrollments"): string {
  return reason === "is_live"
    ? "Pause the flow before you delete it."
    : "Somebody has been in this flow, or it is one of the library. Archive it instead.";
}

/** Why a flow cannot be turned on yet. */
export function describeShortage({ buyers, needed }: { buyers: number; needed: number }): string {
  return `This flow follows when customers are expected to order again. Kindred can predict that once ${needed} customers have ordered; ${buyers} have so far.`;
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
