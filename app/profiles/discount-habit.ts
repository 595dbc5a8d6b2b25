/** The usual share of orders with a discount, and its weight in orders. */
export const USUAL_DISCOUNTED = 0.3;
const USUAL_WEIGHT = 2;
/** With fewer orders, nothing is said about a customer's habit. */
const MIN_ORDERS = 3;

/**
 * The expected share of a customer's orders with a discount: shrunk toward the usual share, so that one or two orders say
 * little.
 */
export const shrinkDiscountShare = (discounted: number, orders: number): number =>
  (discounted + USUAL_WEIGHT * USUAL_DISCOUNTED) / (orders + USUAL_WEIGHT);

/** How often a customer used a discount code in the observed orders. */
export interface DiscountHabit {
  readonly orders: number;
  readonly withCode: number;
  /** The share to expect of the next orders, in (0, 1). */
  readonly expectedShare: number;
}

/** @returns null: too few orders to say anything */
export function discountHabitOf(orders: number, withCode: number): DiscountHabit | null {
  if (orders < MIN_ORDERS) return null;
  return { orders, withCode, expectedShare: shrinkDiscountShare(withCode, orders) };
}
