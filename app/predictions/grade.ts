import type { Grade } from "./prediction";

/** Purchase days from which on a profile's own habits weigh more than the shop's. */
const OWN_HABIT = 3;
const FIRM_HABIT = 5;

export interface Evidence {
  /** Days on which the profile bought something. */
  readonly orders: number;
  /** Whether the model was learned from the shop, or says what is usual elsewhere. */
  readonly source: "shop" | "prior";
  /** Whether it did better than its baseline on orders that it had not seen. */
  readonly isProven: boolean;
}

/**
 * How much a number rests on:
 * A five purchase days or more and a model that was proven here; B three or more, and a model that
 * was learned here; C any purchase, and a model that was learned here; D what is usual.
 */
export function gradeOf({ orders, source, isProven }: Evidence): Grade {
  if (orders === 0 || source === "prior") return "D";
  if (orders >= FIRM_HABIT && isProven) return "A";
  return orders >= OWN_HABIT ? "B" : "C";
}

/** What a grade means, in one sentence. */
export const GRADE_WORDS: Readonly<Record<Grade, string>> = {
  A: "Ordered on five days or more, and the model did better than its baselines on orders that it had not seen.",
  B: "Ordered on three days or more, so that a rhythm can be seen.",
  C: "Ordered once or twice: mostly what is usual among customers like this one.",
  D: "Too little is known of the customer or of the shop: what is usual, with a wide interval.",
};
