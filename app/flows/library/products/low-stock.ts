import { defineFlow, emailStep } from "../../definition/define-flow";

/**
 * Low stock: when at most five units are left of a product that a customer has in the cart
 * or viewed three times in two weeks, and it sells more than once a day. One
 * email in two weeks, and only while it is true.
 */
export const LOW_STOCK = defineFlow({
  key: "low-stock",
  name: "Low stock",
  trigger: { kind: "low_stock", maxUnits: 5, minViews: 3, seenWithinDays: 14 },
  steps: [emailStep("email-1", { expiresAfterHours: 24 })],
  exits: ["order_placed", "sold_out", "restocked"],
  reentryDays: 14,
  priority: 55,
  holdoutRate: null,
});
