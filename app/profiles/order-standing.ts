interface OrderAmounts {
  readonly totalMinor: number | bigint;
  readonly refundedMinor: number | bigint;
}
interface OrderStanding extends OrderAmounts {
  readonly isCancelled: boolean;
  readonly isDeleted: boolean;
  readonly isTest: boolean;
}

/** Whether all of an order's money went back. An order of nothing is only refunded by a refund. */
export const isFullyRefunded = ({ totalMinor, refundedMinor }: OrderAmounts): boolean =>
  refundedMinor > 0 && refundedMinor >= totalMinor;

/** Whether an order is a sale: no test, not cancelled, not deleted. What is not refunded of it is revenue. */
export const isSale = ({ isCancelled, isDeleted, isTest }: OrderStanding): boolean =>
  !isCancelled && !isDeleted && !isTest;

/** Whether the customer kept something of a sale: what counts as having ordered. */
export const isKeptSale = (order: OrderStanding): boolean =>
  isSale(order) && !isFullyRefunded(order);
