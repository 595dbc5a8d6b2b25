import type { StepCopy, SendStep } from "../../send-step";
import { defineFlow, mail } from "../define-flow";

const checkoutMail = (
  stepId: string,
  copy: StepCopy,
  rest: Pick<SendStep, "picks" | "expiresAfterHours"> & Partial<Pick<SendStep, "coupon">>,
) =>
  mail(stepId, copy, {
    template: "abandoned-checkout",
    exemptFromHourCap: true,
    settleMinutes: 10,
    ...rest,
  });

/**
 * Checkout abandonment: three mails, 1, 25 and 49 hours after a checkout has
 * been idle for an hour. The first has no recommendations, so that nothing
 * distracts from the checkout. When the merchant lets the first mail reach all
 * customers, those who have not subscribed get that one only.
 */
export const ABANDONED_CHECKOUT = defineFlow({
  key: "abandoned-checkout",
  name: "Abandoned checkout",
  description:
    "Reminds people of a checkout they left, and stops as soon as they order. Up to three mails.",
  trigger: { kind: "checkout_idle", idleMinutes: 60, freshHours: 24 },
  steps: [
    { kind: "wait", stepId: "wait-1", for: { count: 1, unit: "hours" } },
    checkoutMail(
      "mail-1",
      {
        subject: "We kept your checkout for you",
        preheader: "{{ checkout.firstProductTitle | truncate: 60 }} is where you left it.",
        heading: "You were nearly there",
        intro:
          'Hi {{ recipient.firstName | default: "there" }}, we kept your checkout as you left it. Whenever it suits you, one click takes you back.',
        button: "Return to your checkout",
      },
      { picks: null, expiresAfterHours: 23 },
    ),
    {
      kind: "split",
      stepId: "subscribers-only",
      condition: { kind: "is_subscribed" },
      whenTrue: "wait-2",
      whenFalse: null,
    },
    { kind: "wait", stepId: "wait-2", for: { count: 24, unit: "hours" } },
    checkoutMail(
      "mail-2",
      {
        subject: "Still thinking it over?",
        preheader: "Your checkout is saved, and a question costs nothing.",
        heading: "Take your time",
        intro:
          'Hi {{ recipient.firstName | default: "there" }}, your checkout is still saved.\n\nIf something held you back, a size, the delivery, a return, just reply to this mail and we will help.',
        button: "Return to your checkout",
      },
      { picks: { list: "goes_with", count: 4, required: false }, expiresAfterHours: 23 },
    ),
    { kind: "wait", stepId: "wait-3", for: { count: 24, unit: "hours" } },
    checkoutMail(
      "mail-3",
      {
        subject: "One last note about your checkout",
        preheader: "After this one we will leave it with you.",
        heading: "We will leave this with you",
        intro:
          'Hi {{ recipient.firstName | default: "there" }}, this is our last mail about it. Your checkout is here if you want it; if you have changed your mind, that is fine too.',
        button: "Return to your checkout",
      },
      { picks: { list: "goes_with", count: 4, required: false }, expiresAfterHours: 48 },
    ),
  ],
  exits: ["order_placed", "checkout_completed"],
  priority: 90,
  holdoutRate: null,
});
