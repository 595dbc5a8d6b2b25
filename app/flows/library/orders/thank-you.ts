import { defineFlow, emailStep } from "../../definition/define-flow";

/**
 * Thank you: an email a day after an online order, with different texts
 * for first orders, repeat customers and top customers; three days
 * later help with the purchase and related products. Ends when the order
 * is canceled or fully refunded.
 */
export const THANK_YOU = defineFlow({
  key: "thank-you",
  name: "Thank you",
  trigger: { kind: "order_paid", maxAgeHours: 48 },
  steps: [
    { kind: "wait", stepId: "wait-1", for: { count: 1, unit: "days" } },
    {
      kind: "split",
      stepId: "first-order",
      condition: { kind: "order_count", min: 0, max: 1 },
      whenTrue: "email-1",
      whenFalse: "among-the-best",
    },
    emailStep("email-1"),
    { kind: "wait", stepId: "wait-first", for: { count: 3, unit: "days" } },
    emailStep("email-2"),
    { kind: "exit", stepId: "end-of-first" },
    {
      kind: "split",
      stepId: "among-the-best",
      condition: { kind: "valuable", topShare: 0.05 },
      whenTrue: "email-1-best",
      whenFalse: "email-1-again",
    },
    emailStep("email-1-best", { next: "wait-again" }),
    emailStep("email-1-again"),
    { kind: "wait", stepId: "wait-again", for: { count: 3, unit: "days" } },
    emailStep("email-2-again"),
  ],
  exits: ["order_canceled_or_fully_refunded"],
  reentryDays: 30,
  priority: 65,
  holdoutRate: null,
});
