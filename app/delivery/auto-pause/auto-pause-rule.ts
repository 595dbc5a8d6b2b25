/** What can go wrong with a mail that mailbox providers hold against its sender. */
export type FailureKind = "complaint" | "hard_bounce";
export type AutoPauseLevel = "ok" | "warn" | "stop";

/** Within 24 hours. */
export interface FailureCount {
  readonly sent: number;
  /** Of them or of earlier ones: what came back in these hours. */
  readonly wrong: number;
}

/** Fewer mails than these say nothing: one complaint of ten would stop a shop. */
const MIN_SENT = 200;

/**
 * From which rate on a shop is warned, and stopped. Gmail asks to stay under
 * 0.1 % complaints and never to reach 0.3 %; providers close accounts that
 * bounce much more than 4 %.
 *
 * @see https://support.google.com/a/answer/14229414
 */
export const AUTO_PAUSE_RATES: Readonly<Record<FailureKind, { warn: number; stop: number }>> = {
  complaint: { warn: 0.001, stop: 0.003 },
  hard_bounce: { warn: 0.02, stop: 0.05 },
};

/** How bad it is. */
export function rateLevel(kind: FailureKind, { sent, wrong }: FailureCount): AutoPauseLevel {
  if (sent < MIN_SENT) return "ok";
  const { warn, stop } = AUTO_PAUSE_RATES[kind];
  const rate = wrong / sent;
  return rate >= stop ? "stop" : rate >= warn ? "warn" : "ok";
}

/** What follows from a count: a stop ends by the merchant's word only. */
export function nextAutoPauseLevel(
  before: AutoPauseLevel,
  kind: FailureKind,
  count: FailureCount,
): AutoPauseLevel {
  return before === "stop" ? "stop" : rateLevel(kind, count);
}
