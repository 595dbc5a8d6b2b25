import { z } from "zod";
import type { BlendedList, BlendWeights } from "../blend";
import { ScoreSource } from "../recommendation";

const Weights = z
  .array(z.object({ source: ScoreSource, share: z.number(), log: z.number() }))
  .readonly();

/** How much similar customers count for customers with few or no orders, and the evaluation of it. */
export const SimilarChoice = z.object({
  /** The weight of their votes, as a share of the product with most; 0: they do not count. */
  share: z.number().min(0),
  /** Customers with one or two orders on whom it was measured; 0 when there were too few. */
  customers: z.number().int(),
  /** The gain in ndcg@10 of counting them, with its standard error; `null` with too few customers. */
  gain: z.object({ mean: z.number(), error: z.number() }).nullable(),
});
export type SimilarChoice = z.infer<typeof SimilarChoice>;

/** Whether the models of visits rank a list, and the evaluation of it. */
const VisitsChoice = z.object({
  areUsed: z.boolean(),
  /** The gain in ndcg@10 of the best weights with them; `null` with too few customers. */
  gain: z.object({ mean: z.number(), error: z.number() }).nullable(),
});

/** How one list ranks and why: the weights in use and the evaluation when they were chosen. A model row contains one per list. */
export const ListChoice = z.object({
  /** The contender whose weights are in use. */
  chosen: z.string(),
  weights: Weights,
  /** The evaluation window in days, and the number of customers; 0 when there were too few. */
  windowDays: z.number(),
  customers: z.number().int(),
  /** Every contender's quality on the same customers, best first. */
  contenders: z
    .array(
      z.object({
        name: z.string(),
        ndcg10: z.number(),
        hitRate10: z.number(),
        coverage: z.number(),
      }),
    )
    .readonly(),
  /**
   * The gain in ndcg@10 of the contender in use over best sellers, on the same customers, with its standard error;
   * `null` with too few customers.
   */
  gain: z.object({ mean: z.number(), error: z.number() }).nullable().default(null),
  /** For new products only. */
  similar: SimilarChoice.optional(),
  /** Only with visits, and not for products that were bought before. */
  visits: VisitsChoice.optional(),
});
export type ListChoice = z.infer<typeof ListChoice>;

export const ListChoices = z.object({
  buy_again: ListChoice,
  new_for_you: ListChoice,
  next_basket: ListChoice,
  goes_with: ListChoice,
});
export type ListChoices = z.infer<typeof ListChoices>;

const BLENDED_LISTS = ListChoices.keyof().options;

/** Set on a fit that is retained because a newer one ranks some lists measurably worse. */
export const RetainedFit = z.object({
  /** When the newer one was made, ISO 8601. */
  at: z.string(),
  worse: z.array(ListChoices.keyof()),
});
export type RetainedFit = z.infer<typeof RetainedFit>;

/** The weights of these sources, in their order. A source that the choice does not know has none. */
export function weightsBySource(
  sources: readonly ScoreSource[],
  { weights, similar }: Pick<ListChoice, "weights" | "similar">,
): BlendWeights {
  return sources.map((source) => {
    const share = source === "similar_customers" ? (similar?.share ?? 0) : 0;
    return weights.find((it) => it.source === source) ?? { source, share, log: 0 };
  });
}

/** The weights in use, by list. */
export const weightsOf = ({ buy_again, new_for_you, next_basket, goes_with }: ListChoices) => ({
  buy_again: buy_again.weights,
  new_for_you: new_for_you.weights,
  next_basket: next_basket.weights,
  goes_with: goes_with.weights,
});

/** Standard errors of a significant difference. */
const MEASURABLY = 2;

/**
 * The lists that a new fit ranks measurably worse than the previous one, each relative to best sellers in its own
 * window, since some months are harder to predict. A list that could be evaluated before but not now has lost its
 * data.
 */
export function worseLists(next: ListChoices, previous: ListChoices): BlendedList[] {
  return BLENDED_LISTS.filter((list) => {
    const [now, then] = [next[list].gain, previous[list].gain];
    if (then === null) return false;
    return now === null || now.mean < then.mean - MEASURABLY * Math.hypot(now.error, then.error);
  });
}
