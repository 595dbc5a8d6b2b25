import type { SendStep } from "../../definition/send-step";
import { defineFlow, emailStep } from "../../definition/define-flow";

const checkoutEmail = (
  stepId: string,
  rest: Partial<Pick<SendStep, "coupon" | "expiresAfterHours">>,
) => emailStep(stepId, { exemptFromHourCap: true, settleMinutes: 10, ...rest });

/**
 * Checkout abandonment: three emails, 1, 25 and 49 hours after the last change of a
 * checkout. The trigger is the wait before the first. The first has no recommendations, so that nothing
 * distracts from the checkout. The link of the third applies a discount.
 * If the merchant lets the first email reach all
 * customers, those who are not subscribed get only that one.
 */
export const ABANDONED_CHECKOUT = defineFlow({
  key: "abandoned-checkout",
  name: "Abandoned checkout",
  trigger: { kind: "checkout_idle", idleMinutes: 60, maxAgeHours: 24 },
  steps: [
    checkoutEmail("email-1", { expiresAfterHours: 23 }),
    {
      kind: "split",
      stepId: "subscribers-only",
      condition: { kind: "is_subscribed" },
      whenTrue: "wait-2",
      whenFalse: null,
    },
    { kind: "wait", stepId: "wait-2", for: { count: 24, unit: "hours" } },
    checkoutEmail("email-2", { expiresAfterHours: 23 }),
    { kind: "wait", stepId: "wait-3", for: { count: 24, unit: "hours" } },
    checkoutEmail("email-3", { coupon: { percentOff: 10, validDays: 3 } }),
  ],
  exits: ["order_placed", "checkout_completed"],
  priority: 90,
  holdoutRate: null,
});
