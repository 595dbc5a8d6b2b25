import type { WebhookFact } from "~/delivery/webhooks/webhook-facts";
import type { EmailEvent } from "./email-event";
import type { DeliveryState } from "./reports/delivery-state";

type Report = Pick<WebhookFact, "type" | "data">;

const REPORTS: Partial<Readonly<Record<DeliveryState, Report>>> = {
  delivered: { type: "email.delivered", data: {} },
  soft_bounced: { type: "email.bounced", data: { permanent: false } },
  bounced: { type: "email.bounced", data: { permanent: true } },
  complained: { type: "email.complained", data: {} },
};

/** What endpoints may be notified of among provider events. */
export function factsOfReports(events: readonly EmailEvent[]): WebhookFact[] {
  return events.flatMap(({ delivery, eventId, messageId, occurredAt, recipient }) => {
    const report = REPORTS[delivery];
    if (report === undefined) return [];
    const source = `provider/${eventId}`;
    return [{ ...report, source, occurredAt, messageId, profileId: null, address: recipient }];
  });
}
