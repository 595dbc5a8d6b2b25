import type { Purpose } from "~/flows/definition/purpose";
import { SENDING_RULES } from "./sending-rules";

/**
 * Orders that one email of a purpose brings before the shop's own numbers are known, in orders of usual
 * size. Only their order matters: they rank emails that compete for one place.
 */
const PRIOR_VALUES: Readonly<Record<Purpose, number>> = {
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

/** What a flow's emails of the last 90 days brought. */
export interface FlowResult {
  readonly recipients: number;
  /** Their net revenue, in orders of the shop's usual size. */
  readonly orders: number;
}

/** The prior counts as much as so many recipients. */
const PRIOR_RECIPIENTS = 500;

/** Expected revenue of one message, in orders of usual size: the flow's own, shrunk toward its purpose's. */
export function valueOf(purpose: Purpose, result: FlowResult | null): number {
  const { recipients, orders } = result ?? { recipients: 0, orders: 0 };
  return (
    (Math.max(0, orders) + PRIOR_RECIPIENTS * PRIOR_VALUES[purpose]) /
    (recipients + PRIOR_RECIPIENTS)
  );
}

interface Ranked {
  readonly value: number;
  /** The merchant's, of the flow: decides between messages that are worth about the same. */
  readonly priority: number;
}

/** Another message to the same person that is planned and has not left. */
export interface PendingMessage extends Ranked {
  readonly messageId: string;
  readonly purpose: Purpose;
  readonly exemptFromHourCap: boolean;
  /** When it will leave at the earliest. */
  readonly dueAt: Date;
  readonly expiresAt: Date;
}

/** Worth about the same: within the same doubling. */
const doublingOf = (value: number) => Math.floor(Math.log2(Math.max(value, 1e-6)));

/** Negative where `a` goes before `b`. */
export function compareRank(a: Ranked, b: Ranked): number {
  return doublingOf(b.value) - doublingOf(a.value) || b.priority - a.priority;
}

/** The pending messages for which a message must leave room, because they are worth more and a cap holds for them. */
export function rivalsOf(own: Ranked, pending: readonly PendingMessage[]): PendingMessage[] {
  return pending.filter((it) => SENDING_RULES[it.purpose].yields && compareRank(it, own) < 0);
}
