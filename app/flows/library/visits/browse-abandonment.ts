import { defineFlow, emailStep } from "../../definition/define-flow";

/**
 * Browse abandonment: one email an hour after an engaged product
 * view, four hours for a high-priced product; a second one a day later for customers who clicked or are
 * in the top quarter by purchase intent. If the product has sold out,
 * the email says so, links to its page with the back-in-stock form
 * and shows alternatives. A removed product is
 * skipped.
 */
export const BROWSE_ABANDONMENT = defineFlow({
  key: "browse-abandonment",
  name: "Browse abandonment",
  trigger: {
    kind: "browse_idle",
    idleMinutes: 60,
    maxAgeHours: 24,
    minViews: 2,
    minDwellSeconds: 30,
  },
  filter: [{ kind: "no_order_for", days: 10 }],
  steps: [
    {
      kind: "split",
      stepId: "high-priced",
      condition: { kind: "is_high_priced" },
      whenTrue: "wait-high-priced",
      whenFalse: "email-1",
    },
    {
      kind: "wait",
      stepId: "wait-high-priced",
      for: { count: 3, unit: "hours" },
    },
    emailStep("email-1", { expiresAfterHours: 24 }),
    { kind: "wait", stepId: "wait-2", for: { count: 24, unit: "hours" } },
    {
      kind: "split",
      stepId: "clicked",
      condition: { kind: "has_clicked" },
      whenTrue: "email-2",
      whenFalse: "likely",
    },
    {
      kind: "split",
      stepId: "likely",
      condition: { kind: "likely_to_order", topShare: 0.25 },
      whenTrue: "email-2",
      whenFalse: null,
    },
    emailStep("email-2"),
  ],
  exits: ["added_to_cart", "checkout_started", "order_placed", "product_gone"],
  reentryDays: 14,
  priority: 60,
  holdoutRate: null,
});
