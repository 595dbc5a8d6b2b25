import type { DeliveryState } from "./delivery-state";

/** What a provider told of one mail. */
export interface MailEvent {
  /** The provider's own id of the event, the same in each of its repeats. */
  readonly eventId: string;
  readonly messageId: string;
  readonly delivery: DeliveryState;
  readonly occurredAt: Date;
  /** The provider's id of the mail. */
  readonly providerId: string | null;
  /** In the provider's words, without addresses. */
  readonly detail: string | null;
  /** Whom the mail was to; null when it was not told. */
  readonly recipient: string | null;
}

/** Why an address must not be mailed after an event of one of its mails; null when it may. */
export function suppressionAfter(delivery: DeliveryState): "hard_bounce" | "complaint" | null {
  switch (delivery) {
    case "bounced":
    case "suppressed":
      return "hard_bounce";
    case "complained":
      return "complaint";
    case "accepted":
    case "delayed":
    case "soft_bounced":
    case "delivered":
    case "failed":
      return null;
  }
}

const DAY_MS = 86_400_000;

/** So many soft bounces within so many days rest an address for so long. */
export const SOFT_BOUNCES = { count: 3, withinMs: 30 * DAY_MS, restMs: 90 * DAY_MS } as const;
