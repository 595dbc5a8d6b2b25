import { hoursAgo } from "../../support/builders";
import { bodyOf } from "../shopify-fixtures";

/** The second of all events, as Shopify writes it. */
export const SECOND = hoursAgo(2);
const second = SECOND.toISOString();

/** An instant within that second, or after it. */
export const instantInSecond = (ms: number): Date => new Date(SECOND.getTime() + ms);

/** A delivery: its topic, its body, and Shopify's trigger time. */
export type Delivery = readonly [topic: string, body: object, triggeredAt: Date];

/** A fixture body, as if created and changed in that second. */
export const bodyInSecond = (topic: string, change: object = {}): Record<string, unknown> => ({
  ...bodyOf(topic),
  created_at: second,
  updated_at: second,
  ...change,
});

/** A new checkout without a customer. */
export const checkoutWithoutCustomer = (): Record<string, unknown> => {
  const { customer: _customer, ...body } = bodyInSecond("checkouts/update", {
    email: null,
    shipping_address: null,
    line_items: [],
    total_price: "0.00",
  });
  return body;
};
