import { at, textOf } from "~/events/read-json";
import type { DeliveryState } from "./delivery-state";
import type { EmailReport } from "./email-report";
import { instantOfSeconds } from "./instant-of-seconds";

/** @see https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event */
export function readSendGridReport(body: unknown): EmailReport {
  return {
    tags: { mid: at(body, "mid"), shop: at(body, "shop") },
    delivery: deliveryOf(body),
    occurredAt: instantOfSeconds(at(body, "timestamp")),
    providerId: at(body, "sg_message_id"),
    details: [at(body, "type"), at(body, "reason"), at(body, "response")],
    recipient: at(body, "email"),
  };
}

/** Reasons for which SendGrid does not send to an address at all. */
const SUPPRESSED = /^(Bounced|Spam Reporting|Unsubscribed|Invalid) Address/i;

function deliveryOf(body: unknown): DeliveryState | null {
  switch (at(body, "event")) {
    case "processed":
      return "accepted";
    case "deferred":
      return "delayed";
    case "delivered":
      return "delivered";
    case "bounce":
      // "blocked": the receiving server refused this email, not the address.
      return at(body, "type") === "blocked" ? "soft_bounced" : "bounced";
    case "dropped":
      return SUPPRESSED.test(textOf(at(body, "reason"), 100) ?? "") ? "suppressed" : "failed";
    case "spamreport":
      return "complained";
    // The recipient used SendGrid's own unsubscribe link.
    case "unsubscribe":
    case "group_unsubscribe":
      return "suppressed";
    default:
      return null;
  }
}
