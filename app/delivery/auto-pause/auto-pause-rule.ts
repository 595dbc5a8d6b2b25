/** Failures that damage the sender's reputation. */
export type FailureKind = "complaint" | "hard_bounce";
export type AutoPauseLevel = "ok" | "warn" | "stop";

/** Within 24 hours. */
export interface FailureCount {
  readonly sent: number;
  /** Failures reported in these hours, also of emails sent earlier. */
  readonly failures: number;
}

/** Below this the rate is noise: one complaint in ten emails would stop a shop. */
const MIN_SENT = 200;

/**
 * Rates at which a shop is warned and stopped. Gmail asks senders to stay under 0.1% complaints and never to
 * reach 0.3%; providers close accounts that bounce far more than 4%.
 *
 * @see https://support.google.com/a/answer/14229414
 */
export const AUTO_PAUSE_RATES: Readonly<Record<FailureKind, { warn: number; stop: number }>> = {
  complaint: { warn: 0.001, stop: 0.003 },
  hard_bounce: { warn: 0.02, stop: 0.05 },
};

/** The level of a failure rate. */
export function rateLevel(kind: FailureKind, { sent, failures }: FailureCount): AutoPauseLevel {
  if (sent < MIN_SENT) return "ok";
  const { warn, stop } = AUTO_PAUSE_RATES[kind];
  const rate = failures / sent;
  return rate >= stop ? "stop" : rate >= warn ? "warn" : "ok";
}

/** The next level. Only the merchant ends a stop. */
export function nextAutoPauseLevel(
  before: AutoPauseLevel,
  kind: FailureKind,
  count: FailureCount,
): AutoPauseLevel {
  return before === "stop" ? "stop" : rateLevel(kind, count);
}
