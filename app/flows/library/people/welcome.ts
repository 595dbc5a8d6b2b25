import { defineFlow, emailStep } from "../../definition/define-flow";

/**
 * Welcome: three emails over four days after an opt-in. Customers who
 * have ordered before get no first-order discount. An order ends
 * it: the thank-you flow takes over.
 */
export const WELCOME = defineFlow({
  key: "welcome",
  name: "Welcome",
  trigger: { kind: "consent_given", maxAgeHours: 48 },
  steps: [
    {
      kind: "split",
      stepId: "new-or-known",
      condition: { kind: "order_count", min: 0, max: 0 },
      whenTrue: "email-1",
      whenFalse: "email-1-known",
    },
    emailStep("email-1", { coupon: { percentOff: 10, validDays: 10 } }),
    { kind: "wait", stepId: "wait-1", for: { count: 2, unit: "days" } },
    emailStep("email-2"),
    { kind: "wait", stepId: "wait-2", for: { count: 2, unit: "days" } },
    emailStep("email-3", { coupon: { percentOff: 10, validDays: 6 } }),
    { kind: "exit", stepId: "end-of-new" },
    emailStep("email-1-known"),
    { kind: "wait", stepId: "wait-1-known", for: { count: 2, unit: "days" } },
    emailStep("email-2-known"),
    { kind: "wait", stepId: "wait-2-known", for: { count: 2, unit: "days" } },
    emailStep("email-3-known"),
  ],
  exits: ["order_placed"],
  priority: 75,
  holdoutRate: null,
});
