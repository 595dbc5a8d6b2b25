import { isFullyRefunded } from "~/profiles/order-standing";

/** A product that a profile has, and since when. */
export interface PastPurchase {
  readonly productId: string;
  readonly at: Date;
  /** Sent back or cancelled: not a sign of liking, and not to be offered again. */
  readonly returned: boolean;
}

/** Days after which a past purchase says half as much about what comes next. */
export const HISTORY_HALF_LIFE_DAYS = 90;

export const DAY_MS = 86_400_000;

/** Days from `at` to `now`, fractions kept; negative when `at` is later. */
export function daysBetween(at: Date, now: Date): number {
  return (now.getTime() - at.getTime()) / DAY_MS;
}

interface OrderResult {
  readonly cancelledAt: Date | null;
  readonly totalMinor: bigint;
  readonly refundedMinor: bigint;
}

/** Whether nothing of an order was kept: it was cancelled, or all its money went back. */
export function isReturned(order: OrderResult): boolean {
  return order.cancelledAt !== null || isFullyRefunded(order);
}
