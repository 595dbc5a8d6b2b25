import { FREQUENCY_GROUPS } from "~/predictions/history/email-habits";
import { shrinkDiscountShare, USUAL_DISCOUNTED } from "~/profiles/discount-habit";

/** What is known of a recipient before an email. Nothing in it can be an effect of that email. */
export interface OfferRecipient {
  /** Orders in the 365 days before. */
  readonly orders: number;
  /** Days since the last order; null: none in 365 days. */
  readonly daysSinceOrder: number | null;
  /** How many of the orders were below the list price. */
  readonly discountedOrders: number;
  /** Sum of the orders at list price, in minor units. */
  readonly listMinor: number;
  /** The group in `FREQUENCY_GROUPS`; null: unknown. */
  readonly group: number | null;
}

/** Someone with this many orders, of which this share was discounted, only orders with a discount. */
const WAITING = { orders: 3, share: 0.8 };

/** Whether a customer always waits for a discount: nearly all of their orders were below the list price. */
export const waitsForDiscounts = ({ orders, discountedOrders }: OfferRecipient): boolean =>
  orders >= WAITING.orders && discountedOrders >= WAITING.share * orders;

/** The numbers of a recipient that rates and effects depend on; the first is 1. */
export const RECIPIENT_VALUES = 7;

export function recipientValues({
  orders,
  daysSinceOrder,
  discountedOrders,
  group,
}: OfferRecipient): number[] {
  const discounted = shrinkDiscountShare(discountedOrders, orders);
  return [
    1,
    Math.log1p(orders) - 1,
    daysSinceOrder === null ? 0 : Math.log1p(daysSinceOrder / 30) - 1,
    daysSinceOrder === null ? 1 : 0,
    group === FREQUENCY_GROUPS.engaged ? 1 : 0,
    group === FREQUENCY_GROUPS.quiet ? 1 : 0,
    discounted - USUAL_DISCOUNTED,
  ];
}
