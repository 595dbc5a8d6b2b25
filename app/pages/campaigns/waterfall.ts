import {
  decideDelivery,
  type Decision,
  type DeliveryFacts,
} from "~/delivery/decision/decide-delivery";
import type { SendingSettings } from "~/delivery/settings/sending-settings";

/** How an audience shrinks: each member is excluded at one step or receives the email. */
export interface Waterfall {
  readonly members: number;
  readonly noConsent: number;
  readonly suppressed: number;
  readonly noAddress: number;
  /** Over the frequency cap. */
  readonly capped: number;
  /** Excluded for another reason, such as a recent order. */
  readonly otherwise: number;
  readonly holdout: number;
  /** Unlikely to be influenced. */
  readonly unlikely: number;
  readonly willBeSent: number;
}

export const EMPTY_WATERFALL: Waterfall = {
  members: 0,
  noConsent: 0,
  suppressed: 0,
  noAddress: 0,
  capped: 0,
  otherwise: 0,
  holdout: 0,
  unlikely: 0,
  willBeSent: 0,
};

/** An email may be deferred by one night, and by the next when clocks change. */
const MAX_NIGHTS = 3;

/**
 * Forecasts the delivery decision for an email due at `dueAt`: evaluated at that time and again after the
 * night. An email that only waits for the merchant counts as sent.
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
