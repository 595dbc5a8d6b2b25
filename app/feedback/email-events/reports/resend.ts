import { at, isObject, listOf, textOf } from "~/events/read-json";
import type { DeliveryState } from "./delivery-state";
import type { EmailReport } from "./email-report";

/** @see https://resend.com/docs/dashboard/webhooks/event-types */
export function readResendReport(body: unknown): EmailReport {
  const data = at(body, "data");
  return {
    tags: tagsOf(at(data, "tags")),
    delivery: deliveryOf(at(body, "type"), data),
    occurredAt: at(body, "created_at"),
    providerId: at(data, "email_id"),
    details: [
      at(data, "bounce", "subType"),
      at(data, "bounce", "message"),
      at(data, "failed", "reason"),
      at(data, "suppressed", "message"),
    ],
    recipient: at(data, "to"),
  };
}

/** Tags come as an object, formerly as a list of name and value. */
function tagsOf(tags: unknown): Record<string, unknown> {
  if (isObject(tags)) return tags;
  return Object.fromEntries(
    listOf(tags, 100).flatMap((tag) => {
      const name = at(tag, "name");
      return typeof name === "string" ? [[name, at(tag, "value")]] : [];
    }),
  );
}

function deliveryOf(type: unknown, data: unknown): DeliveryState | null {
  switch (type) {
    case "email.sent":
    case "email.scheduled":
      return "accepted";
    case "email.delivery_delayed":
      return "delayed";
    case "email.delivered":
      return "delivered";
    case "email.bounced":
      // A bounce not clearly permanent counts as temporary.
      return textOf(at(data, "bounce", "type"), 50)?.toLowerCase() === "permanent"
        ? "bounced"
        : "soft_bounced";
    case "email.complained":
      return "complained";
    case "email.failed":
      return "failed";
    case "email.suppressed":
      return "suppressed";
    default:
      return null;
  }
}
