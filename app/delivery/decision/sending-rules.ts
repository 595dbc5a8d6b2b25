import type { Purpose } from "~/flows/definition/purpose";

/**
 * How a limit of the shop acts on a message. `applies`: the message waits, and is skipped where it
 * would wait for too long. `delays`: it waits, but leaves in spite of the limit where waiting would
 * make it too late. `none`: the limit does not hold it up.
 */
export type LimitEffect = "applies" | "delays" | "none";

/**
 * What must not come twice. `object`: this email about this checkout, cart, order or product.
 * `template`: this email, whatever it is about. `purchase`: this email about this product, until the
 * customer has bought the product again.
 */
export type RepeatKey = "object" | "template" | "purchase" | "none";

interface SendingRule {
  readonly label: string;
  /** Whether the customer asked for the message, did something that it answers, or the shop writes on its own. */
  readonly startedBy: "request" | "action" | "shop";
  /** Least hours between two marketing emails. A send step can be exempt from it. */
  readonly hourCap: LimitEffect;
  /** Most marketing emails in seven days. */
  readonly weekCap: LimitEffect;
  /** Most emails in seven days that Kindred finds right for this customer. */
  readonly learnedCap: boolean;
  /** How often the recipient wants email, by their own choice. */
  readonly chosenFrequency: boolean;
  /** Whether it leaves room for messages that are worth more, and has room kept for it. */
  readonly yields: boolean;
  readonly quietHours: boolean;
  readonly repeat: RepeatKey;
}

const REQUEST = {
  startedBy: "request",
  hourCap: "none",
  weekCap: "none",
  learnedCap: false,
  chosenFrequency: false,
  yields: false,
  quietHours: true,
  repeat: "object",
} as const;
const ACTION = {
  ...REQUEST,
  startedBy: "action",
  hourCap: "delays",
  chosenFrequency: true,
} as const;
const SHOP = {
  startedBy: "shop",
  hourCap: "applies",
  weekCap: "applies",
  learnedCap: true,
  chosenFrequency: true,
  yields: true,
  quietHours: true,
  repeat: "template",
} as const;

/**
 * Which limits apply to a message, by its purpose. Opt-out, suppression, and the pause and topics that
 * the recipient chose apply to all of them (but to the opt-in confirmation, which asks for consent), so
 * they are no column. Every message counts as one email for the limits of those behind it.
 */
export const SENDING_RULES: Readonly<Record<Purpose, SendingRule>> = {
  back_in_stock: { ...REQUEST, label: "Back in stock" },
  // Nobody asked for it by name: a frequency that the recipient chose stands.
  price_drop: { ...REQUEST, label: "Price drop", chosenFrequency: true },
  checkout: { ...ACTION, label: "Abandoned checkout" },
  cart: { ...ACTION, label: "Abandoned cart" },
  low_stock: { ...ACTION, label: "Low stock" },
  order: { ...ACTION, label: "About an order: thank you, cross-sell, review request" },
  browse: { ...SHOP, label: "Browse abandonment", repeat: "object" },
  replenishment: { ...SHOP, label: "Replenishment", repeat: "purchase" },
  welcome: { ...SHOP, label: "Welcome" },
  lifecycle: { ...SHOP, label: "Win-back, anniversary, best customers, other flows" },
  campaign: { ...SHOP, label: "Campaign" },
  opt_in_confirmation: {
    ...REQUEST,
    label: "Opt-in confirmation",
    quietHours: false,
    repeat: "none",
  },
};
