import { defineFlow, emailStep } from "../../definition/define-flow";

const crossSellEmail = (stepId: string) => emailStep(stepId, { expiresAfterHours: 72 });

/**
 * Cross-sell: what other customers chose next, 14 days after delivery; once more on day
 * 21 for those who clicked. Without recommended products there is no
 * email.
 */
export const CROSS_SELL = defineFlow({
  key: "cross-sell",
  name: "Cross-sell after delivery",
  // Skips orders whose first email would be late.
  trigger: { kind: "order_delivered", daysAfterFulfillment: 5, maxAgeHours: 14 * 24 },
  steps: [
    { kind: "wait", stepId: "wait-1", for: { count: 14, unit: "days" } },
    crossSellEmail("email-1"),
    { kind: "wait", stepId: "wait-2", for: { count: 7, unit: "days" } },
    {
      kind: "split",
      stepId: "clicked-only",
      condition: { kind: "has_clicked" },
      whenTrue: "email-2",
      whenFalse: null,
    },
    crossSellEmail("email-2"),
  ],
  exits: ["order_placed", "order_canceled_or_refunded"],
  holdoutRate: null,
});
