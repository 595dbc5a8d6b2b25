import type { PickRequest, StepCopy } from "../../send-step";
import { defineFlow, mail } from "../define-flow";

const cartMail = (
  stepId: string,
  copy: StepCopy,
  rest: { picks: PickRequest | null; coupon?: { percentOff: number; validDays: number } },
) => mail(stepId, copy, { template: "abandoned-cart", expiresAfterHours: 23, ...rest });

/**
 * Cart abandonment: three mails, 1, 25 and 49 hours after a cart has been left
 * for half an hour and no checkout of it began. The cart is shown as it is when
 * the mail leaves. The third, with an incentive, goes only to who is neither
 * likely to order anyway nor unlikely to at all.
 */
export const ABANDONED_CART = defineFlow({
  key: "abandoned-cart",
  name: "Abandoned cart",
  description:
    "Reminds people of a cart they left before the checkout, and stops as soon as they go on. Up to three mails.",
  trigger: { kind: "cart_idle", idleMinutes: 30, freshHours: 24 },
  steps: [
    { kind: "wait", stepId: "wait-1", for: { count: 1, unit: "hours" } },
    cartMail(
      "mail-1",
      {
        subject: "Your cart is still here",
        preheader: "{{ cart.firstProductTitle | truncate: 60 }} is where you left it.",
        heading: "Your cart is still here",
        intro:
          'Hi {{ recipient.firstName | default: "there" }}, we kept what you put into your cart. One click takes you back.',
        button: "Return to your cart",
      },
      { picks: null },
    ),
    { kind: "wait", stepId: "wait-2", for: { count: 24, unit: "hours" } },
    cartMail(
      "mail-2",
      {
        subject: "A question about your cart?",
        preheader: "Delivery, returns, sizes: we are glad to help.",
        heading: "Is a question open?",
        intro:
          'Hi {{ recipient.firstName | default: "there" }}, if delivery, a return or a size holds you back, just reply to this mail.',
        button: "Return to your cart",
      },
      { picks: { list: "goes_with", count: 4, required: false } },
    ),
    { kind: "wait", stepId: "wait-3", for: { count: 24, unit: "hours" } },
    {
      kind: "split",
      stepId: "would-buy-anyway",
      condition: { kind: "likely_to_order", topShare: 0.25 },
      whenTrue: null,
      whenFalse: "may-buy",
    },
    {
      kind: "split",
      stepId: "may-buy",
      condition: { kind: "likely_to_order", topShare: 0.75 },
      whenTrue: "mail-3",
      whenFalse: null,
    },
    cartMail(
      "mail-3",
      {
        subject: "One last note about your cart",
        preheader: "After this one we will leave it with you.",
        heading: "One last note",
        intro:
          'Hi {{ recipient.firstName | default: "there" }}, this is our last mail about it. Your cart is here if you want it.',
        button: "Return to your cart",
      },
      {
        picks: { list: "goes_with", count: 4, required: false },
        coupon: { percentOff: 10, validDays: 3 },
      },
    ),
  ],
  exits: ["order_placed", "checkout_started", "cart_emptied"],
  reentryDays: 1,
  priority: 80,
  holdoutRate: null,
});
