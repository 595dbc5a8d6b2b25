import type { StepCopy } from "../../send-step";
import { defineFlow, mail } from "../define-flow";

const thanks = (stepId: string, copy: StepCopy) =>
  mail(stepId, copy, { template: "order-letter", picks: null });

/**
 * Thank you: a mail a day after an order of the online store, in other words
 * for a first order, for customers who came back, and for the best; three days
 * later how to use what was bought, with what goes with it. Ends when the order
 * is cancelled or all of its money goes back.
 */
export const THANK_YOU = defineFlow({
  key: "thank-you",
  name: "Thank you",
  description: "Thanks for an order a day later, and helps with what was bought. Two mails.",
  trigger: { kind: "order_paid", freshHours: 48 },
  steps: [
    { kind: "wait", stepId: "wait-1", for: { count: 1, unit: "days" } },
    {
      kind: "split",
      stepId: "first-order",
      condition: { kind: "order_count", min: 0, max: 1 },
      whenTrue: "mail-1",
      whenFalse: "among-the-best",
    },
    thanks("mail-1", {
      subject: "Thank you for your first order",
      preheader: "It means a lot to us.",
      heading: "Thank you",
      intro:
        'Hi {{ recipient.firstName | default: "there" }}, thank you for ordering {{ order.firstProductTitle }}. If anything is not as it should be, just reply to this mail.',
      button: "Visit us again",
    }),
    { kind: "wait", stepId: "wait-first", for: { count: 3, unit: "days" } },
    mail(
      "mail-2",
      {
        subject: "Getting the most out of your order",
        preheader: "A few hints, and what goes with it.",
        heading: "Getting the most out of it",
        intro:
          'Hi {{ recipient.firstName | default: "there" }}, we hope you enjoy {{ order.firstProductTitle }}. These go well with it.',
        button: "See hints and more",
      },
      { template: "order-letter", picks: { list: "goes_with", count: 4, required: false } },
    ),
    { kind: "exit", stepId: "end-of-first" },
    {
      kind: "split",
      stepId: "among-the-best",
      condition: { kind: "valuable", topShare: 0.05 },
      whenTrue: "mail-1-best",
      whenFalse: "mail-1-again",
    },
    thanks("mail-1-best", {
      subject: "You are among our best customers",
      preheader: "And we wanted to say so.",
      heading: "Thank you, truly",
      intro:
        'Hi {{ recipient.firstName | default: "there" }}, you are one of the customers who keep {{ brand.shopName }} going. Thank you for coming back.',
      button: "See what is new",
    }),
    { kind: "exit", stepId: "end-of-best" },
    thanks("mail-1-again", {
      subject: "Thank you for coming back",
      preheader: "Good to see you again.",
      heading: "Good to see you again",
      intro:
        'Hi {{ recipient.firstName | default: "there" }}, thank you for your order. If anything is not as it should be, just reply to this mail.',
      button: "Visit us again",
    }),
    { kind: "wait", stepId: "wait-again", for: { count: 3, unit: "days" } },
    mail(
      "mail-2-again",
      {
        subject: "Something that goes with your order",
        preheader: "Picked to go with {{ order.firstProductTitle | truncate: 60 }}.",
        heading: "What goes with it",
        intro:
          'Hi {{ recipient.firstName | default: "there" }}, these go well with {{ order.firstProductTitle }}.',
        button: "See more",
      },
      { template: "order-letter", picks: { list: "goes_with", count: 4, required: false } },
    ),
  ],
  exits: ["order_refunded"],
  priority: 65,
  holdoutRate: null,
});
