import { z } from "zod";

/** Distinct values of one score, highest first, each with the share of all scored profiles that have at least it. */
const Steps = z.array(z.object({ value: z.number(), share: z.number() }));

/** How the scores of a shop were distributed when all its profiles had been scored. */
export const ScoreScale = z.object({ scored: z.number().int(), intent: Steps, value: Steps });
export type ScoreScale = z.infer<typeof ScoreScale>;

/** Shares are exact at each step, and between two steps at most this much too high. */
export const SCALE_STEP = 1 / 200;

/**
 * The rank of a value: the share of profiles that have at least it, 0.1 being the top tenth. A profile without a value
 * comes last.
 */
export function rankOnScale(steps: ScoreScale["intent"], value: number | null): number {
  if (value === null) return 1;
  const at = steps.findIndex((step) => step.value <= value);
  const step = steps[at];
  if (!step) return 1;
  if (step.value === value) return step.share;
  return Math.min(step.share, (steps[at - 1]?.share ?? 0) + SCALE_STEP);
}
