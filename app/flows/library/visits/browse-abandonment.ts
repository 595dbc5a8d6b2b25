import { defineFlow, mail } from "../define-flow";

/**
 * Browse abandonment: one mail an hour after somebody looked at a product more
 * than in passing and left, four hours where it is dear; a second a day later for those who clicked, or are
 * among the quarter most likely to order. Where the product has sold out since,
 * the mail says so, leads to its page, where the shop's form to be told stands,
 * and what is like it stands in. One that was taken out of the shop is no reason
 * to write.
 */
export const BROWSE_ABANDONMENT = defineFlow({
  key: "browse-abandonment",
  name: "Browse abandonment",
  description: "Reminds people of a product they looked at closely, with alternatives.",
  trigger: {
    kind: "browse_idle",
    idleMinutes: 30,
    freshHours: 24,
    minViews: 2,
    minDwellSeconds: 30,
  },
  filter: [{ kind: "no_order_for", days: 10 }],
  steps: [
    {
      kind: "split",
      stepId: "dear",
      condition: { kind: "is_dear" },
      whenTrue: "wait-dear",
      whenFalse: "wait-1",
    },
    {
      kind: "wait",
      stepId: "wait-dear",
      for: { count: 4, unit: "hours" },
      next: "mail-1",
    },
    { kind: "wait", stepId: "wait-1", for: { count: 1, unit: "hours" } },
    mail("mail-1", { expiresAfterHours: 24 }),
    { kind: "wait", stepId: "wait-2", for: { count: 24, unit: "hours" } },
    {
      kind: "split",
      stepId: "clicked",
      condition: { kind: "has_clicked" },
      whenTrue: "mail-2",
      whenFalse: "likely",
    },
    {
      kind: "split",
      stepId: "likely",
      condition: { kind: "likely_to_order", topShare: 0.25 },
      whenTrue: "mail-2",
      whenFalse: null,
    },
    mail("mail-2"),
  ],
  exits: ["added_to_cart", "checkout_started", "order_placed", "product_gone"],
  reentryDays: 14,
  priority: 60,
  holdoutRate: null,
});
