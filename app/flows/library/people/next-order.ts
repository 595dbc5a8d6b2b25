import { defineFlow, emailStep } from "../../definition/define-flow";

/**
 * Next order: one email at the best send time to customers who are newly predicted to
 * order again, compared with the day before. Skips customers who never ordered, are in another
 * flow, got an email within two days, ordered within a week, or no longer
 * qualify. A fifth is in the holdout, so that lift can
 * be measured. Skips customers unlikely to be influenced once the shop-wide holdout shows who
 * they are. No discount, since they would order anyway.
 */
export const NEXT_ORDER = defineFlow({
  key: "next-order",
  name: "Next order",
  trigger: { kind: "order_expected", topShare: 0.2, withinDays: 3 },
  filter: [
    { kind: "no_order_for", days: 7 },
    { kind: "no_email_for", hours: 48 },
  ],
  steps: [
    { kind: "wait_until", stepId: "best-hour", until: { kind: "best_hour", fallbackHour: 10 } },
    emailStep("email-1"),
  ],
  exits: ["order_placed", "fell_back"],
  reentryDays: 28,
  onlyAlone: true,
  priority: 25,
  holdoutRate: 0.2,
});
