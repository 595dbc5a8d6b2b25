import { defineFlow, mail } from "../define-flow";

/**
 * Next order: one mail at their best hour to whoever has come to be about to
 * order again, by the shop's predictions of today and of a day before. Nobody is mailed who never ordered, is in another
 * flow, had a mail in two days or ordered in a week, or of whom the predictions
 * say it no more; a fifth is left alone for good, so that what the mail adds can
 * be measured. No discount: they would order anyway.
 */
export const NEXT_ORDER = defineFlow({
  key: "next-order",
  name: "Next order",
  description: "Shows people who are about to order again what may suit them. One mail.",
  trigger: { kind: "order_expected", topShare: 0.2, withinDays: 3 },
  filter: [
    { kind: "no_order_for", days: 7 },
    { kind: "no_mail_for", hours: 48 },
  ],
  steps: [
    { kind: "wait_until", stepId: "best-hour", until: { kind: "best_hour", fallbackHour: 10 } },
    mail("mail-1"),
  ],
  exits: ["order_placed", "fell_back"],
  reentryDays: 28,
  onlyAlone: true,
  priority: 25,
  holdoutRate: 0.2,
});
