import type { MessagePurpose } from "~/flows/definition/purpose";

/**
 * How a limit acts on a message. `applies`: the message waits, and is skipped if it would wait too long.
 * `delays`: it waits, but leaves despite the limit when waiting would make it too late. `none`: the limit
 * does not apply.
 */
export type LimitEffect = "applies" | "delays" | "none";

/**
 * What must not repeat. `object`: this email about this cart, order or product. `template`: this email about
 * anything. `purchase`: this email about this product until the customer buys it again. `hours`: this email about
 * anything within the shop's hours between two emails, because one flow sends it once about each object.
 */
type RepeatKey = "object" | "template" | "purchase" | "hours" | "none";

interface SendingRule {
  /** Whether the customer requested the message, triggered it by an action, or the shop started it. */
  readonly startedBy: "request" | "action" | "shop";
  /** Minimum hours between two marketing emails. A send step can be exempt. */
  readonly hourCap: LimitEffect;
  /** Maximum marketing emails in seven days. */
  readonly weekCap: LimitEffect;
  /** Learned maximum emails in seven days for this customer. */
  readonly learnedCap: boolean;
  /** The frequency the recipient chose. */
  readonly chosenFrequency: boolean;
  /** Whether it yields to more valuable messages and has slots reserved for it. */
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
 * Limits by purpose. Opt-out, suppression, and the recipient's pause and topics apply to all purposes (except
 * the opt-in confirmation, which asks for consent), so they have no column. Every message counts toward the
 * limits of later ones.
 */
export const SENDING_RULES: Readonly<Record<MessagePurpose, SendingRule>> = {
  back_in_stock: REQUEST,
  // The customer did not request this email itself, so their chosen frequency applies.
  price_drop: { ...REQUEST, chosenFrequency: true },
  // Somebody who leaves several checkouts in a day is reminded of the last one.
  checkout: { ...ACTION, repeat: "hours" },
  cart: ACTION,
  low_stock: ACTION,
  order: ACTION,
  browse: { ...SHOP, repeat: "object" },
  replenishment: { ...SHOP, repeat: "purchase" },
  welcome: SHOP,
  lifecycle: SHOP,
  campaign: SHOP,
  opt_in_confirmation: {
    ...REQUEST,
    quietHours: false,
    repeat: "none",
  },
};
