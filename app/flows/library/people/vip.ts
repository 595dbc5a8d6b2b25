import { defineFlow, mail } from "../define-flow";

/** Best customers: thanks whoever comes among the best twentieth for the first time, and shows them new arrivals first. */
export const VIP = defineFlow({
  key: "vip",
  name: "Best customers",
  description: "Thanks customers who come among the best of your shop, once. Two mails.",
  trigger: { kind: "top_customer", topShare: 0.05 },
  steps: [
    mail(
      "mail-1",
      {
        subject: "You are among our best customers",
        preheader: "Thank you for that.",
        heading: "Thank you",
        intro:
          'Hi {{ recipient.firstName | default: "there" }}, few customers come back as you do. We wanted to say thank you, and show you what has just come in.',
        button: "See it first",
      },
      { picks: { list: "newest", count: 4, required: false }, expiresAfterHours: 96 },
    ),
    { kind: "wait", stepId: "wait-1", for: { count: 14, unit: "days" } },
    mail(
      "mail-2",
      {
        subject: "For you, before everybody else",
        preheader: "A choice from what is new, by what you like.",
        heading: "For you first",
        intro:
          'Hi {{ recipient.firstName | default: "there" }}, this is what we would put aside for you.',
        button: "Have a look",
      },
      { picks: { list: "new_for_you", count: 4, required: false }, expiresAfterHours: 96 },
    ),
  ],
  exits: [],
  priority: 45,
  holdoutRate: null,
});
