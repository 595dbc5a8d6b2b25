import { at, isObject, listOf } from "~/events/read-json";
import type { DeliveryState } from "./delivery-state";
import type { EmailReport } from "./email-report";

/** @see https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html */
export function readSesReport(body: unknown): EmailReport {
  const [bounced] = listOf(at(body, "bounce", "bouncedRecipients"), 1);
  const [complained] = listOf(at(body, "complaint", "complainedRecipients"), 1);
  const [delayed] = listOf(at(body, "deliveryDelay", "delayedRecipients"), 1);
  const reported = bounced ?? complained ?? delayed;
  return {
    tags: firstValues(at(body, "mail", "tags")),
    delivery: deliveryOf(body),
    occurredAt:
      at(body, "bounce", "timestamp") ??
      at(body, "complaint", "timestamp") ??
      at(body, "delivery", "timestamp") ??
      at(body, "mail", "timestamp"),
    providerId: at(body, "mail", "messageId"),
    details: [
      at(body, "bounce", "bounceSubType"),
      at(bounced, "diagnosticCode"),
      at(delayed, "diagnosticCode"),
      at(body, "reject", "reason"),
      at(body, "failure", "errorMessage"),
    ],
    recipient: at(reported, "emailAddress") ?? at(body, "mail", "destination"),
  };
}

/** SES reports a list of values for each tag. */
const firstValues = (tags: unknown): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(isObject(tags) ? tags : {}).map(([name, values]) => [
      name,
      listOf(values, 1)[0],
    ]),
  );

function deliveryOf(body: unknown): DeliveryState | null {
  switch (at(body, "eventType") ?? at(body, "notificationType")) {
    case "Send":
      return "accepted";
    case "DeliveryDelay":
      return "delayed";
    case "Delivery":
      return "delivered";
    case "Reject":
    case "Rendering Failure":
      return "failed";
    case "Complaint":
      return at(body, "complaint", "complaintSubType") === "OnAccountSuppressionList"
        ? "suppressed"
        : "complained";
    case "Bounce": {
      const subType = at(body, "bounce", "bounceSubType");
      if (subType === "Suppressed" || subType === "OnAccountSuppressionList") return "suppressed";
      // "Undetermined" counts as temporary.
      return at(body, "bounce", "bounceType") === "Permanent" ? "bounced" : "soft_bounced";
    }
    default:
      return null;
  }
}
