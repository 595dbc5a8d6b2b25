import { at, isObject } from "~/events/read-json";
import type { DeliveryState } from "./delivery-state";
import type { EmailReport } from "./email-report";

/** @see https://postmarkapp.com/developer/webhooks/webhooks-overview */
export function readPostmarkReport(body: unknown): EmailReport {
  const metadata = at(body, "Metadata");
  return {
    tags: isObject(metadata) ? metadata : {},
    delivery: deliveryOf(body),
    occurredAt: at(body, "BouncedAt") ?? at(body, "DeliveredAt") ?? at(body, "ChangedAt"),
    providerId: at(body, "MessageID"),
    details: [at(body, "Type"), at(body, "Description"), at(body, "Details")],
    recipient: at(body, "Email") ?? at(body, "Recipient"),
  };
}

function deliveryOf(body: unknown): DeliveryState | null {
  switch (at(body, "RecordType")) {
    case "Delivery":
      return "delivered";
    case "SpamComplaint":
      return "complained";
    case "Bounce":
      return bounceOf(at(body, "Type"));
    case "SubscriptionChange":
      // The recipient used Postmark's own unsubscribe link, or the account's owner blocked the address.
      return at(body, "SuppressSending") === true &&
        at(body, "SuppressionReason") === "ManualSuppression"
        ? "suppressed"
        : null;
    default:
      return null;
  }
}

/** @see https://postmarkapp.com/developer/api/bounce-api#bounce-types */
function bounceOf(type: unknown): DeliveryState | null {
  switch (type) {
    case "HardBounce":
    case "BadEmailAddress":
      return "bounced";
    case "SpamComplaint":
      return "complained";
    case "ManuallyDeactivated":
      return "suppressed";
    case "SMTPApiError":
    case "TemplateRenderingFailed":
      return "failed";
    // Answers of people and their programs to an email that arrived.
    case "AutoResponder":
    case "ChallengeVerification":
    case "OpenRelayTest":
    case "Subscribe":
    case "Unsubscribe":
      return null;
    default:
      return "soft_bounced";
  }
}
