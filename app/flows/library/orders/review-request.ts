import { defineFlow, emailStep } from "../../definition/define-flow";

/** Review request: a week after delivery, and one reminder a week later without a click. */
export const REVIEW_REQUEST = defineFlow({
  key: "review-request",
  name: "Review request",
  trigger: { kind: "order_delivered", daysAfterFulfillment: 5, maxAgeHours: 7 * 24 },
  steps: [
    { kind: "wait", stepId: "wait-1", for: { count: 7, unit: "days" } },
    emailStep("email-1", { expiresAfterHours: 96 }),
    { kind: "wait", stepId: "wait-2", for: { count: 7, unit: "days" } },
    {
      kind: "split",
      stepId: "not-clicked",
      condition: { kind: "has_clicked" },
      whenTrue: null,
      whenFalse: "email-2",
    },
    emailStep("email-2", { expiresAfterHours: 96 }),
  ],
  exits: ["order_canceled_or_refunded"],
  reentryDays: 14,
  priority: 40,
  holdoutRate: null,
});
