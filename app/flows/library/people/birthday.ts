import { defineFlow, emailStep } from "../../definition/define-flow";

/**
 * Anniversary: an email three days before the anniversary of a customer's
 * sign-up, at the best send time, and a reminder
 * twelve days later without an order. Skips customers whose last order is older than
 * two years.
 */
export const BIRTHDAY = defineFlow({
  key: "birthday",
  name: "Anniversary",
  trigger: { kind: "anniversary", of: "sign_up", daysBefore: 3 },
  filter: [{ kind: "ordered_within", days: 730 }],
  steps: [
    { kind: "wait_until", stepId: "best-hour", until: { kind: "best_hour", fallbackHour: 10 } },
    emailStep("email-1", { coupon: { percentOff: 10, validDays: 14 } }),
    { kind: "wait", stepId: "wait-1", for: { count: 12, unit: "days" } },
    emailStep("email-2", { coupon: { percentOff: 10, validDays: 2 } }),
  ],
  exits: ["order_placed"],
  priority: 50,
  holdoutRate: null,
});
