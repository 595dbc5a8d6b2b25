import { z } from "zod";
import type { BlendedList } from "../lists/blend";
import { ScoreSource } from "../recommendation";

const Weights = z
  .array(z.object({ source: ScoreSource, share: z.number(), log: z.number() }))
  .readonly();

/**
 * How one list ranks, and why so: the weights in use and what was measured when they were chosen.
 * A model row holds one a list.
 */
export const ListChoice = z.object({
  /** The contender whose weights are in use. */
  chosen: z.string(),
  weights: Weights,
  /** The window that it was measured on, days; and the customers, 0 when they were too few. */
  windowDays: z.number(),
  customers: z.number().int(),
  /** Every contender's quality on the same customers, the best first. */
  contenders: z.array(
    z.object({ name: z.string(), ndcg10: z.number(), hitRate10: z.number(), coverage: z.number() }),
  ),
  /**
   * By how much ndcg@10 of the one in use was above that of what sells alone, on the same customers,
   * and the standard error of that; `null` when they were too few.
   */
  gain: z.object({ mean: z.number(), error: z.number() }).nullable().default(null),
});
export type ListChoice = z.infer<typeof ListChoice>;

export const ListChoices = z.object({
  buy_again: ListChoice,
  new_for_you: ListChoice,
  goes_with: ListChoice,
});
export type ListChoices = z.infer<typeof ListChoices>;

const BLENDED_LISTS = ListChoices.keyof().options;

/** Set on a fit that stays in use because a newer one ranks some lists measurably worse. */
export const RetainedFit = z.object({
  /** When the newer one was made, ISO 8601. */
  at: z.string(),
  worse: z.array(ListChoices.keyof()),
});
export type RetainedFit = z.infer<typeof RetainedFit>;

/** The weights in use, by list. */
export const weightsOf = ({ buy_again, new_for_you, goes_with }: ListChoices) => ({
  buy_again: buy_again.weights,
  new_for_you: new_for_you.weights,
  goes_with: goes_with.weights,
});

/** Standard errors of a difference beyond which it is not chance. */
const MEASURABLY = 2;

/**
 * The lists that a new fit ranks measurably worse than the one before it did, each above what sells
 * and each in its own window: some months are harder to predict than others. A list that could
 * be measured before and cannot be now has lost what it was learned from.
 */
export function worseLists(next: ListChoices, previous: ListChoices): BlendedList[] {
  return BLENDED_LISTS.filter((list) => {
    const [now, then] = [next[list].gain, previous[list].gain];
    if (then === null) return false;
    return now === null || now.mean < then.mean - MEASURABLY * Math.hypot(now.error, then.error);
  });
}
