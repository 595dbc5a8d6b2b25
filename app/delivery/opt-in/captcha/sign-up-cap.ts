/** Sign-up statistics of a shop. */
export interface SignUpVolume {
  /** Confirmations sent in the last 24 hours. */
  readonly emailed: number;
  /** Hard bounces among them. */
  readonly bounced: number;
  /** Requests confirmed by a click in the last 24 hours. */
  readonly confirmed: number;
  /** Confirmed requests on the busiest of the last 14 days. */
  readonly busiestDay: number;
  /** Whether the merchant vouched for these sign-ups. */
  readonly isVouchedFor: boolean;
}

/** Daily confirmations that any shop may send: the pop-up of a small shop produces fewer. */
const MIN_CAP = 300;
/** At least one of four sign-ups confirms, so a day may have four times the best confirmed day. */
const CAP_PER_CONFIRMED = 4;
/** Factor after the merchant vouched. */
const VOUCHED_FACTOR = 10;
/** Fewer bounces are no evidence. */
const MIN_BOUNCED = 20;
const MAX_BOUNCE_RATE = 0.1;

/**
 * How many more confirmations may leave. Each confirmation raises the cap at once, so a rush of real people
 * is served within the hour, while typed strangers' addresses stay unconfirmed and hit the cap.
 */
export function remainingConfirmations(volume: SignUpVolume): number {
  const { emailed, bounced, confirmed, busiestDay, isVouchedFor } = volume;
  if (bounced >= MIN_BOUNCED && bounced >= emailed * MAX_BOUNCE_RATE) return 0;
  const cap = MIN_CAP + CAP_PER_CONFIRMED * Math.max(confirmed, busiestDay);
  return Math.max(0, cap * (isVouchedFor ? VOUCHED_FACTOR : 1) - emailed);
}
