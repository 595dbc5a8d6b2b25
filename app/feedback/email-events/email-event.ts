import type { DeliveryState } from "./reports/delivery-state";

/** A provider event about a message. */
export interface EmailEvent {
  /** The provider's event id, the same in each repeat. */
  readonly eventId: string;
  readonly messageId: string;
  readonly delivery: DeliveryState;
  readonly occurredAt: Date;
  /** The provider's id of the email. */
  readonly providerId: string | null;
  /** The provider's text, without addresses. */
  readonly detail: string | null;
  /** The recipient; null if not reported. */
  readonly recipient: string | null;
}

/** The suppression reason that follows from a delivery state; null: none. */
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

/** Soft-bounce policy: this many within this period suppress an address for this long. */
export const SOFT_BOUNCES = { count: 3, withinMs: 30 * DAY_MS, restMs: 90 * DAY_MS } as const;
