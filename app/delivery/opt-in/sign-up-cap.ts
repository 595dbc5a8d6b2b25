/** How a shop's forms fare. */
export interface SignUpVolume {
  /** Confirmations that left within 24 hours. */
  readonly mailed: number;
  /** Of those, as the provider tells it: the address does not exist. */
  readonly bounced: number;
  /** Requests that were confirmed by a click within 24 hours. */
  readonly confirmed: number;
  /** The same on the busiest of the last 14 days. */
  readonly busiestDay: number;
  /** Whether the merchant said that these sign-ups are real. */
  readonly isVouchedFor: boolean;
}

/** So many confirmations a day any shop may send: a small one's pop-up brings fewer. */
const MIN_CAP = 300;
/** Of four who sign up one confirms, at the least: a day may bring four times what was ever confirmed in one. */
const CAP_PER_CONFIRMED = 4;
/** What a merchant's word is worth. */
const VOUCHED_FACTOR = 10;
/** Fewer bounces than these say nothing. */
const MIN_BOUNCED = 20;
const MAX_BOUNCE_RATE = 0.1;

/**
 * How many more confirmations may leave. What is confirmed makes room for more at once, so that a rush of real people
 * is mailed within the hour; who types strangers' addresses is not confirmed, and runs into the cap.
 */
export function remainingConfirmations(volume: SignUpVolume): number {
  const { mailed, bounced, confirmed, busiestDay, isVouchedFor } = volume;
  if (bounced >= MIN_BOUNCED && bounced >= mailed * MAX_BOUNCE_RATE) return 0;
  const cap = MIN_CAP + CAP_PER_CONFIRMED * Math.max(confirmed, busiestDay);
  return Math.max(0, cap * (isVouchedFor ? VOUCHED_FACTOR : 1) - mailed);
}
