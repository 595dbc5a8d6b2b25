import { defineFlow, emailStep } from "../../definition/define-flow";

/**
 * Best customers: thanks customers who enter the top five percent for the first time and shows them new
 * arrivals first. Customers who drop out get no further email.
 */
export const VIP = defineFlow({
  key: "vip",
  name: "Best customers",
  trigger: { kind: "top_customer", topShare: 0.05 },
  steps: [
    emailStep("email-1", { expiresAfterHours: 96 }),
    { kind: "wait", stepId: "wait-1", for: { count: 14, unit: "days" } },
    emailStep("email-2", { expiresAfterHours: 96 }),
  ],
  exits: ["fell_back"],
  reentryDays: 365,
  priority: 45,
  holdoutRate: null,
});
