import { hoursAgo } from "../../support/builders";
import { bodyOf } from "../shopify-fixtures";

/** The second in which everything happens, as Shopify writes it. */
export const SECOND = hoursAgo(2);
const second = SECOND.toISOString();

/** An instant of that second, or one after it. */
export const msInto = (ms: number): Date => new Date(SECOND.getTime() + ms);

/** A delivery: its topic, its body, and when Shopify triggered it. */
export type Delivery = readonly [topic: string, body: object, triggeredAt: Date];

/** A body of the fixtures, as if made and changed in that second. */
export const inTheSecond = (topic: string, change: object = {}): Record<string, unknown> => ({
  ...bodyOf(topic),
  created_at: second,
  updated_at: second,
  ...change,
});

/** A checkout at its start, without a customer. */
export const bareCheckout = (): Record<string, unknown> => {
  const { customer: _customer, ...body } = inTheSecond("checkouts/update", {
    email: null,
    shipping_address: null,
    line_items: [],
    total_price: "0.00",
  });
  return body;
};
