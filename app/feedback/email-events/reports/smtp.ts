import { at, isObject, listOf } from "~/events/read-json";
import { DeliveryState } from "./delivery-state";
import type { EmailReport } from "./email-report";

/** A report that arrived by email, as feedback/mailbox/ stores it. */
export function readSmtpReport(body: unknown): EmailReport {
  const tags = at(body, "tags");
  const delivery = DeliveryState.safeParse(at(body, "delivery"));
  return {
    tags: isObject(tags) ? tags : {},
    delivery: delivery.success ? delivery.data : null,
    occurredAt: at(body, "occurredAt"),
    providerId: null,
    details: listOf(at(body, "details"), 5),
    // A report may name another address than the one we wrote to: ours is read from the message.
    recipient: null,
  };
}
