import type { MarketingState } from "~/events/event";

export interface Consent {
  readonly marketingState: MarketingState;
  readonly optIn: string | null;
  /** `null` before the first event. */
  readonly changedAt: Date | null;
}

/** Of two states at one instant the more restrictive counts. */
const STRICTNESS: Readonly<Record<MarketingState, number>> = {
  subscribed: 0,
  pending: 1,
  not_subscribed: 2,
  invalid: 3,
  unsubscribed: 4,
  redacted: 5,
};

/**
 * Resolves two consents: the later one counts, so that an import never
 * restores a withdrawn opt-in. `redacted` is final.
 */
export function resolveConsent(known: Consent, incoming: Consent): Consent {
  const isFinal = [known, incoming].map((it) => it.marketingState === "redacted");
  if (isFinal[0] !== isFinal[1]) return isFinal[0] ? known : incoming;
  const order =
    compare(known.changedAt?.getTime() ?? -1, incoming.changedAt?.getTime() ?? -1) ||
    compare(STRICTNESS[known.marketingState], STRICTNESS[incoming.marketingState]) ||
    compare(known.optIn ?? "", incoming.optIn ?? "");
  return order < 0 ? incoming : known;
}

const compare = <T extends number | string>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);
