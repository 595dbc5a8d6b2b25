import { decideDelivery, type Decision, type DeliveryFacts } from "../decide-delivery";
import type { SendingSettings } from "../settings/sending-settings";

/** What becomes of an audience, step by step: each member falls out at one step, or gets the mail. */
export interface Waterfall {
  readonly members: number;
  readonly noConsent: number;
  readonly suppressed: number;
  readonly noAddress: number;
  /** Who has had as much mail by then as the shop allows. */
  readonly capped: number;
  /** Who is left out for a reason of their own, such as an order since. */
  readonly otherwise: number;
  readonly holdout: number;
  readonly willBeSent: number;
}

export const NO_WATERFALL: Waterfall = {
  members: 0,
  noConsent: 0,
  suppressed: 0,
  noAddress: 0,
  capped: 0,
  otherwise: 0,
  holdout: 0,
  willBeSent: 0,
};

/** A mail may be put off by a night, and by the next where clocks changed. */
const MAX_NIGHTS = 3;

/**
 * What the delivery will decide about a mail that is due at `dueAt`, as things stand: it is asked as it will be
 * asked then, and again after the night. What merely waits for the merchant counts as sent.
 */
export function forecastDelivery(
  facts: DeliveryFacts,
  settings: SendingSettings,
  dueAt: Date,
): "capped" | "otherwise" | "sent" {
  let decision: Decision = decideDelivery(facts, settings, dueAt);
  for (let night = 0; night < MAX_NIGHTS; night++) {
    if (decision.kind !== "defer" || decision.reason !== "quiet_hours") break;
    decision = decideDelivery(facts, settings, decision.until);
  }
  if (decision.kind !== "skip") return "sent";
  return decision.reason === "frequency_cap" ? "capped" : "otherwise";
}
