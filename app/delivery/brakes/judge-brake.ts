/** What can go wrong with a mail that mailbox providers hold against its sender. */
export type BrakeKind = "complaint" | "hard_bounce";
export type BrakeLevel = "ok" | "warn" | "stop";

/** Within 24 hours. */
export interface BrakeCount {
  readonly sent: number;
  /** Of them or of earlier ones: what came back in these hours. */
  readonly wrong: number;
}

/** Fewer mails than these say nothing: one complaint of ten would stop a shop. */
const LEAST_SENT = 200;

/**
 * From which rate on a shop is warned, and stopped. Gmail asks to stay under
 * 0.1 % complaints and never to reach 0.3 %; providers close accounts that
 * bounce much more than 4 %.
 *
 * @see https://support.google.com/a/answer/14229414
 */
export const BRAKE_RATES: Readonly<Record<BrakeKind, { warn: number; stop: number }>> = {
  complaint: { warn: 0.001, stop: 0.003 },
  hard_bounce: { warn: 0.02, stop: 0.05 },
};

/** How bad it is. */
export function judgeBrake(kind: BrakeKind, { sent, wrong }: BrakeCount): BrakeLevel {
  if (sent < LEAST_SENT) return "ok";
  const { warn, stop } = BRAKE_RATES[kind];
  const rate = wrong / sent;
  return rate >= stop ? "stop" : rate >= warn ? "warn" : "ok";
}

/** What follows from a count: a stop ends by the merchant's word only. */
export function nextLevel(before: BrakeLevel, kind: BrakeKind, count: BrakeCount): BrakeLevel {
  return before === "stop" ? "stop" : judgeBrake(kind, count);
}
