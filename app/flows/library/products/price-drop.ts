import { defineFlow, mail } from "../define-flow";

/**
 * Price drop: tells whoever looked at a product in the last 30 days, or began a
 * checkout of it, and does not have it, that it costs at least a tenth less than
 * when they did; not who holds a discount that they were mailed. Two hours after
 * the change, so that a slip of the pen is not mailed; one mail a week at most.
 */
export const PRICE_DROP = defineFlow({
  key: "price-drop",
  name: "Price drop",
  description: "Tells people that a product they looked at costs less now. One mail.",
  trigger: { kind: "price_drop", minDropRate: 0.1, seenWithinDays: 30, settleMinutes: 120 },
  steps: [
    mail("mail-1", {
      exemptFromHourCap: true,
      expiresAfterHours: 48,
    }),
  ],
  exits: ["order_placed", "price_back_up", "sold_out"],
  reentryDays: 7,
  priority: 85,
  holdoutRate: null,
});
