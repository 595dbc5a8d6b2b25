import { z } from "zod";
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
});
export type ListChoice = z.infer<typeof ListChoice>;

export const ListChoices = z.object({
  buy_again: ListChoice,
  new_for_you: ListChoice,
  goes_with: ListChoice,
});
export type ListChoices = z.infer<typeof ListChoices>;

/** The weights in use, by list. */
export const weightsOf = ({ buy_again, new_for_you, goes_with }: ListChoices) => ({
  buy_again: buy_again.weights,
  new_for_you: new_for_you.weights,
  goes_with: goes_with.weights,
});
