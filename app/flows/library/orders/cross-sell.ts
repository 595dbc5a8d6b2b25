import type { StepCopy } from "../../send-step";
import { defineFlow, mail } from "../define-flow";

const crossSellMail = (stepId: string, copy: StepCopy) =>
  mail(stepId, copy, {
    template: "cross-sell",
    picks: { list: "chosen_next", count: 4, required: true },
    expiresAfterHours: 72,
  });

/**
 * Cross-sell: what others chose next, 14 days after delivery; once more on day
 * 21 for those who clicked. The products are the point of these mails: without
 * any there is no mail.
 */
export const CROSS_SELL = defineFlow({
  key: "cross-sell",
  name: "Cross-sell after delivery",
  description:
    "Suggests what other customers chose next, two weeks after an order arrived, and once more to those who had a look.",
  // An order that could no longer get its first mail in time is left alone.
  trigger: { kind: "order_delivered", daysAfterFulfilment: 5, freshHours: 14 * 24 },
  steps: [
    { kind: "wait", stepId: "wait-1", for: { count: 14, unit: "days" } },
    crossSellMail("mail-1", {
      subject: "Chosen next after {{ order.firstProductTitle | truncate: 60 }}",
      preheader: "What people who bought the same came back for.",
      heading: "Chosen next after {{ order.firstProductTitle }}",
      intro:
        'Hi {{ recipient.firstName | default: "there" }}, thank you again for your order. People who bought the same often came back for one of these.',
      button: "See it",
    }),
    { kind: "wait", stepId: "wait-2", for: { count: 7, unit: "days" } },
    {
      kind: "split",
      stepId: "clicked-only",
      condition: { kind: "has_clicked" },
      whenTrue: "mail-2",
      whenFalse: null,
    },
    crossSellMail("mail-2", {
      subject: "A few more things that go with your order",
      preheader: "Picked to go with {{ order.firstProductTitle | truncate: 60 }}.",
      heading: "More to go with {{ order.firstProductTitle }}",
      intro:
        'Hi {{ recipient.firstName | default: "there" }}, you had a look last time, so here is a fresh set that goes with what you bought.',
      button: "See it",
    }),
  ],
  exits: ["order_placed", "order_returned"],
  holdoutRate: null,
});
