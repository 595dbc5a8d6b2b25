import { at, isObject, textOf } from "~/events/read-json";
import type { DeliveryState } from "./delivery-state";
import type { EmailReport } from "./email-report";
import { instantOfSeconds } from "./instant-of-seconds";

/** @see https://documentation.mailgun.com/docs/mailgun/user-manual/events/webhook-payloads */
export function readMailgunReport(body: unknown): EmailReport {
  const data = at(body, "event-data");
  const variables = at(data, "user-variables");
  return {
    tags: isObject(variables) ? variables : {},
    delivery: deliveryOf(data),
    occurredAt: instantOfSeconds(at(data, "timestamp")),
    providerId: at(data, "message", "headers", "message-id"),
    details: [
      at(data, "reason"),
      at(data, "delivery-status", "message"),
      at(data, "delivery-status", "description"),
      at(data, "reject", "reason"),
    ],
    recipient: at(data, "recipient"),
  };
}

function deliveryOf(data: unknown): DeliveryState | null {
  switch (at(data, "event")) {
    case "accepted":
      return "accepted";
    case "delivered":
      return "delivered";
    case "complained":
      return "complained";
    case "rejected":
      return "failed";
    // The recipient used Mailgun's own unsubscribe link.
    case "unsubscribed":
      return "suppressed";
    case "failed":
      return failureOf(data);
    default:
      return null;
  }
}

function failureOf(data: unknown): DeliveryState {
  if (at(data, "severity") !== "permanent") return "delayed";
  const reason = textOf(at(data, "reason"), 100) ?? "";
  if (reason.startsWith("suppress-")) return "suppressed";
  // Retried until it was too old, or refused by the receiver's policy: not a statement about the address.
  return reason === "old" || reason === "espblock" ? "soft_bounced" : "bounced";
}
