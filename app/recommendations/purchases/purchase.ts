import { isFullyRefunded } from "~/profiles/order-standing";

/** A product that a profile owns, and since when. */
export interface PastPurchase {
  readonly productId: string;
  readonly at: Date;
  /** Returned or canceled: no sign of interest, and not to be offered again. */
  readonly returned: boolean;
}

/** Half-life in days of a past purchase's relevance. */
export const HISTORY_HALF_LIFE_DAYS = 90;

/** How purchases lose weight: by age in days, and by the number of later orders. */
export interface HistoryDecay {
  readonly halfLifeDays: number;
  readonly halfLifeOrders: number;
}

export const DAY_MS = 86_400_000;

/** Days from `at` to `now`, with fractions; negative when `at` is later. */
export function daysBetween(at: Date, now: Date): number {
  return (now.getTime() - at.getTime()) / DAY_MS;
}

interface OrderResult {
  readonly cancelledAt: Date | null;
  readonly totalMinor: bigint;
  readonly refundedMinor: bigint;
}

/** Whether nothing of an order was kept: it was canceled or fully refunded. */
export function isReturned(order: OrderResult): boolean {
  return order.cancelledAt !== null || isFullyRefunded(order);
}
