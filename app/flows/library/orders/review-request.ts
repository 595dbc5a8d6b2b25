import { defineFlow, mail } from "../define-flow";

/** Review request: a week after an order was delivered, and one reminder a week later for who did not click. */
export const REVIEW_REQUEST = defineFlow({
  key: "review-request",
  name: "Review request",
  description: "Asks how people like what they bought, a week after it arrived. One reminder.",
  trigger: { kind: "order_delivered", daysAfterFulfilment: 5, freshHours: 7 * 24 },
  steps: [
    { kind: "wait", stepId: "wait-1", for: { count: 7, unit: "days" } },
    mail(
      "mail-1",
      {
        subject: "How do you like {{ order.firstProductTitle | truncate: 60 }}?",
        preheader: "A few words from you help others choose.",
        heading: "How do you like it?",
        intro:
          'Hi {{ recipient.firstName | default: "there" }}, you have had {{ order.firstProductTitle }} for a week. Tell others how you like it; it takes a minute.',
        button: "Write a review",
      },
      { template: "order-letter", picks: null, expiresAfterHours: 96 },
    ),
    { kind: "wait", stepId: "wait-2", for: { count: 7, unit: "days" } },
    {
      kind: "split",
      stepId: "not-clicked",
      condition: { kind: "has_clicked" },
      whenTrue: null,
      whenFalse: "mail-2",
    },
    mail(
      "mail-2",
      {
        subject: "A word about {{ order.firstProductTitle | truncate: 60 }}?",
        preheader: "We ask only once more.",
        heading: "A word about it?",
        intro:
          'Hi {{ recipient.firstName | default: "there" }}, we ask only once more: how do you like {{ order.firstProductTitle }}?',
        button: "Write a review",
      },
      { template: "order-letter", picks: null, expiresAfterHours: 96 },
    ),
  ],
  exits: ["order_returned"],
  priority: 40,
  holdoutRate: null,
});
