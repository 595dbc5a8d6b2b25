import { defineFlow, mail } from "../define-flow";

const hello = '{{ recipient.firstName | default: "there" }}';

/**
 * Welcome: three mails over four days for whoever has just agreed to mail. Who
 * has ordered before gets them without the first-order discount. An order ends
 * it: the thank-you flow takes over.
 */
export const WELCOME = defineFlow({
  key: "welcome",
  name: "Welcome",
  description: "Greets people who have just agreed to mail. Three mails in four days.",
  trigger: { kind: "consent_given", freshHours: 48 },
  steps: [
    {
      kind: "split",
      stepId: "new-or-known",
      condition: { kind: "order_count", min: 0, max: 0 },
      whenTrue: "mail-1",
      whenFalse: "mail-1-known",
    },
    mail(
      "mail-1",
      {
        subject: "Welcome to {{ brand.shopName }}",
        preheader: "Good to have you. Here is what people come for.",
        heading: "Welcome",
        intro: `Hi ${hello}, thank you for signing up. These are what our customers come for most.`,
        button: "Look around",
      },
      {
        picks: { list: "store_best_sellers", count: 3, required: false },
        coupon: { percentOff: 10, validDays: 10 },
      },
    ),
    { kind: "wait", stepId: "wait-1", for: { count: 2, unit: "days" } },
    mail(
      "mail-2",
      {
        subject: "What we care about at {{ brand.shopName }}",
        preheader: "A few words about us, and a way to tell us what you like.",
        heading: "A few words about us",
        intro: `Hi ${hello}, a short note on who we are. Have a look at what interests you: the next mail goes by it.`,
        button: "Find what you like",
      },
      { picks: null },
    ),
    { kind: "wait", stepId: "wait-2", for: { count: 2, unit: "days" } },
    mail(
      "mail-3",
      {
        subject: "Picked for you",
        preheader: "By what you looked at, else what others like best.",
        heading: "Picked for you",
        intro: `Hi ${hello}, here is a small choice for you.`,
        button: "See more",
      },
      {
        picks: { list: "new_for_you", count: 4, required: false },
        coupon: { percentOff: 10, validDays: 6 },
      },
    ),
    { kind: "exit", stepId: "end-of-new" },
    mail(
      "mail-1-known",
      {
        subject: "Good to have you on the list",
        preheader: "Thank you for staying in touch.",
        heading: "Thank you for staying in touch",
        intro: `Hi ${hello}, you know us already. From now on you hear first of what is new.`,
        button: "See what is new",
      },
      { picks: { list: "newest", count: 4, required: false } },
    ),
    { kind: "wait", stepId: "wait-1-known", for: { count: 2, unit: "days" } },
    mail(
      "mail-2-known",
      {
        subject: "What we care about at {{ brand.shopName }}",
        preheader: "A few words about us.",
        heading: "A few words about us",
        intro: `Hi ${hello}, a short note on who we are and what we work on.`,
        button: "Read more",
      },
      { picks: null },
    ),
    { kind: "wait", stepId: "wait-2-known", for: { count: 2, unit: "days" } },
    mail(
      "mail-3-known",
      {
        subject: "Picked for you",
        preheader: "By what you bought and looked at.",
        heading: "Picked for you",
        intro: `Hi ${hello}, here is a small choice that goes by what you liked so far.`,
        button: "See more",
      },
      { picks: { list: "new_for_you", count: 4, required: false } },
    ),
  ],
  exits: ["order_placed"],
  priority: 75,
  holdoutRate: null,
});
