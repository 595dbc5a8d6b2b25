interface OrderAmounts {
  readonly totalMinor: number | bigint;
  readonly refundedMinor: number | bigint;
}
interface OrderStanding extends OrderAmounts {
  readonly isCanceled: boolean;
  readonly isDeleted: boolean;
  readonly isTest: boolean;
}

/** Whether an order was fully refunded. An order with a total of zero counts only after a refund. */
export const isFullyRefunded = ({ totalMinor, refundedMinor }: OrderAmounts): boolean =>
  refundedMinor > 0 && refundedMinor >= totalMinor;

/** Whether an order is a sale: not a test, not canceled, not deleted. Its unrefunded amount is revenue. */
export const isSale = ({ isCanceled, isDeleted, isTest }: OrderStanding): boolean =>
  !isCanceled && !isDeleted && !isTest;

/** Whether the customer kept part of a sale, which counts as having ordered. */
export const isKeptSale = (order: OrderStanding): boolean =>
  isSale(order) && !isFullyRefunded(order);
