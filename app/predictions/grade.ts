import type { Grade } from "./prediction";

/** Number of purchase days from which a profile's own habits outweigh the shop's. */
const OWN_HABIT = 3;
const FIRM_HABIT = 5;

export interface Evidence {
  /** Days on which the profile bought something. */
  readonly orders: number;
  /** Whether the model was trained on the shop or uses general defaults. */
  readonly source: "shop" | "prior";
  /** Whether it beat its baseline on held-out orders. */
  readonly isProven: boolean;
}

/**
 * The data grade of a number. A: five or more purchase days and a model proven on this shop. B:
 * three or more, and a model trained on this shop. C: any purchase, and a model trained on this
 * shop. D: general defaults.
 */
export function gradeOf({ orders, source, isProven }: Evidence): Grade {
  if (orders === 0 || source === "prior") return "D";
  if (orders >= FIRM_HABIT && isProven) return "A";
  return orders >= OWN_HABIT ? "B" : "C";
}
