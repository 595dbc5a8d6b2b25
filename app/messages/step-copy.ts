/** A mail's layout. Each exists once; what differs by step is its copy. */
export type TemplateId = "abandoned-checkout" | "cross-sell";

/** The texts of one step that the merchant may edit, in the merge grammar. */
export interface StepCopy {
  readonly subject: string;
  /** Shown after the subject in the inbox. */
  readonly preheader: string;
  readonly heading: string;
  /** An empty line begins a new paragraph. */
  readonly intro: string;
  readonly button: string;
}

/** The values that the texts of a template may name. */
export const COPY_PATHS: Readonly<Record<TemplateId, readonly string[]>> = {
  "abandoned-checkout": [
    "brand.shopName",
    "recipient.firstName",
    "checkout.firstProductTitle",
    "checkout.total",
  ],
  "cross-sell": ["brand.shopName", "recipient.firstName", "order.firstProductTitle"],
};

/** The texts that a new shop starts with, step by step. */
export const DEFAULT_COPY: Readonly<Record<TemplateId, readonly [StepCopy, ...StepCopy[]]>> = {
  "abandoned-checkout": [
    {
      subject: "We kept your checkout for you",
      preheader: "{{ checkout.firstProductTitle | truncate: 60 }} is where you left it.",
      heading: "You were nearly there",
      intro:
        'Hi {{ recipient.firstName | default: "there" }}, we kept your checkout as you left it. Whenever it suits you, one click takes you back.',
      button: "Return to your checkout",
    },
    {
      subject: "Still thinking it over?",
      preheader: "Your checkout is saved, and a question costs nothing.",
      heading: "Take your time",
      intro:
        'Hi {{ recipient.firstName | default: "there" }}, your checkout is still saved.\n\nIf something held you back, a size, the delivery, a return, just reply to this mail and we will help.',
      button: "Return to your checkout",
    },
    {
      subject: "One last note about your checkout",
      preheader: "After this one we will leave it with you.",
      heading: "We will leave this with you",
      intro:
        'Hi {{ recipient.firstName | default: "there" }}, this is our last mail about it. Your checkout is here if you want it; if you have changed your mind, that is fine too.',
      button: "Return to your checkout",
    },
  ],
  "cross-sell": [
    {
      subject: "Chosen next after {{ order.firstProductTitle | truncate: 60 }}",
      preheader: "What people who bought the same came back for.",
      heading: "Chosen next after {{ order.firstProductTitle }}",
      intro:
        'Hi {{ recipient.firstName | default: "there" }}, thank you again for your order. People who bought the same often came back for one of these.',
      button: "See it",
    },
    {
      subject: "A few more things that go with your order",
      preheader: "Picked to go with {{ order.firstProductTitle | truncate: 60 }}.",
      heading: "More to go with {{ order.firstProductTitle }}",
      intro:
        'Hi {{ recipient.firstName | default: "there" }}, you had a look last time, so here is a fresh set that goes with what you bought.',
      button: "See it",
    },
  ],
};

/** The first texts of a step, counted from 0; a step beyond the last has the last one's. */
export function defaultCopy(template: TemplateId, stepIndex: number): StepCopy {
  const steps = DEFAULT_COPY[template];
  return steps[Math.min(stepIndex, steps.length - 1)] ?? steps[0];
}
