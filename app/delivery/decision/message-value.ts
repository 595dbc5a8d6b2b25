import type { MessagePurpose } from "~/flows/definition/purpose";
import { SENDING_RULES } from "./sending-rules";

/**
 * Prior: expected orders per email of each purpose, in orders of usual size, before the shop has its own
 * numbers. Only the ranking matters, for emails that compete for one slot.
 */
const PRIOR_VALUES: Readonly<Record<MessagePurpose, number>> = {
  checkout: 0.06,
  back_in_stock: 0.06,
  cart: 0.04,
  price_drop: 0.03,
  low_stock: 0.03,
  replenishment: 0.03,
  welcome: 0.025,
  browse: 0.012,
  order: 0.01,
  lifecycle: 0.008,
  campaign: 0.003,
  opt_in_confirmation: 0,
};

/** Results of a flow's emails in the last 90 days. */
export interface FlowResult {
  readonly recipients: number;
  /** Their net revenue, in orders of the shop's usual size. */
  readonly orders: number;
}

/** Weight of the prior, in recipients. */
const PRIOR_RECIPIENTS = 500;

/**
 * Expected revenue of one message, in orders of usual size: the flow's own rate, shrunk toward the prior of
 * its purpose.
 */
export function valueOf(purpose: MessagePurpose, result: FlowResult | null): number {
  const { recipients, orders } = result ?? { recipients: 0, orders: 0 };
  return (
    (Math.max(0, orders) + PRIOR_RECIPIENTS * PRIOR_VALUES[purpose]) /
    (recipients + PRIOR_RECIPIENTS)
  );
}

interface Ranked {
  readonly value: number;
  /** The flow's priority, set by the merchant. It breaks ties between messages of about the same value. */
  readonly priority: number;
}

/** Another planned message to the same person. */
export interface PendingMessage extends Ranked {
  readonly messageId: string;
  readonly purpose: MessagePurpose;
  readonly exemptFromHourCap: boolean;
  /** Earliest time it can leave. */
  readonly dueAt: Date;
  readonly expiresAt: Date;
}

/** Values within the same power of two count as equal. */
const doublingOf = (value: number) => Math.floor(Math.log2(Math.max(value, 1e-6)));

/** Sort order: negative when `a` ranks before `b`. */
export function compareRank(a: Ranked, b: Ranked): number {
  return doublingOf(b.value) - doublingOf(a.value) || b.priority - a.priority;
}

/** Pending messages of higher rank that a cap applies to: the message must leave room for them. */
export function competingMessages(
  own: Ranked,
  pending: readonly PendingMessage[],
): PendingMessage[] {
  return pending.filter((it) => SENDING_RULES[it.purpose].yields && compareRank(it, own) < 0);
}
