import type { MarketingState } from "~/events/event";

export interface Consent {
  readonly marketingState: MarketingState;
  readonly optIn: string | null;
  /** `null` before anything was told. */
  readonly changedAt: Date | null;
}

/** What counts when two are told of the same instant: the more restrictive. */
const STRICTNESS: Readonly<Record<MarketingState, number>> = {
  subscribed: 0,
  pending: 1,
  not_subscribed: 2,
  invalid: 3,
  unsubscribed: 4,
  redacted: 5,
};

/**
 * The consent that holds of two: the later one, so that an import never brings
 * back a permission that was withdrawn since. `redacted` is final.
 */
export function laterConsent(known: Consent, told: Consent): Consent {
  const isFinal = [known, told].map((it) => it.marketingState === "redacted");
  if (isFinal[0] !== isFinal[1]) return isFinal[0] ? known : told;
  const order =
    compare(known.changedAt?.getTime() ?? -1, told.changedAt?.getTime() ?? -1) ||
    compare(STRICTNESS[known.marketingState], STRICTNESS[told.marketingState]) ||
    compare(known.optIn ?? "", told.optIn ?? "");
  return order < 0 ? told : known;
}

const compare = <T extends number | string>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);
