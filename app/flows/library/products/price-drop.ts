import { defineFlow, emailStep } from "../../definition/define-flow";

/**
 * Price drop: notifies customers who viewed a product in the last 30 days or started a
 * checkout with it, without buying it, that it costs at least ten percent less than
 * then. Skips holders of an emailed discount. Two hours after
 * the change, so that typos are not emailed; at most one email a week.
 */
export const PRICE_DROP = defineFlow({
  key: "price-drop",
  name: "Price drop",
  trigger: { kind: "price_drop", minDropRate: 0.1, seenWithinDays: 30, settleMinutes: 120 },
  steps: [
    emailStep("email-1", {
      exemptFromHourCap: true,
      expiresAfterHours: 48,
    }),
  ],
  exits: ["order_placed", "price_back_up", "sold_out"],
  reentryDays: 7,
  priority: 85,
  holdoutRate: null,
});
