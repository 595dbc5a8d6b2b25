import type { SendStep } from "../../definition/send-step";
import { defineFlow, emailStep } from "../../definition/define-flow";

const cartEmail = (stepId: string, rest: Partial<Pick<SendStep, "coupon">> = {}) =>
  emailStep(stepId, { expiresAfterHours: 23, ...rest });

/**
 * Cart abandonment: three emails, 1, 25 and 49 hours after the last change of a cart
 * without a checkout. The trigger is the wait before the first. The cart is shown as of
 * sending. The third, with an incentive, only goes to customers who are neither
 * likely to order anyway nor unlikely to order at all.
 */
export const ABANDONED_CART = defineFlow({
  key: "abandoned-cart",
  name: "Abandoned cart",
  trigger: { kind: "cart_idle", idleMinutes: 60, maxAgeHours: 24 },
  steps: [
    cartEmail("email-1"),
    { kind: "wait", stepId: "wait-2", for: { count: 24, unit: "hours" } },
    cartEmail("email-2"),
    { kind: "wait", stepId: "wait-3", for: { count: 24, unit: "hours" } },
    {
      kind: "split",
      stepId: "would-buy-anyway",
      condition: { kind: "likely_to_order", topShare: 0.25 },
      whenTrue: null,
      whenFalse: "may-buy",
    },
    {
      kind: "split",
      stepId: "may-buy",
      condition: { kind: "likely_to_order", topShare: 0.75 },
      whenTrue: "email-3",
      whenFalse: null,
    },
    cartEmail("email-3", { coupon: { percentOff: 10, validDays: 3 } }),
  ],
  exits: ["order_placed", "checkout_started", "cart_emptied"],
  reentryDays: 1,
  priority: 80,
  holdoutRate: null,
});
