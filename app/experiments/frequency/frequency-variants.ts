import { approvedShares, OWN_VARIANT, type VariantShare } from "../optimization/experiment";
import type { DecisionEvidence } from "../optimization/decision-evidence";
import { TRIED_SHARE } from "./rollout";

/** Each customer's own learned limit. */
const LEARNED_LIMIT = "tolerance";
/** One email in seven days for everybody. */
const ONE_A_WEEK = "one_a_week";

/** Learned limits, tried with as many customers as may be without the merchant's approval. */
export const TRIED_SHARES: readonly VariantShare[] = [
  { arm: OWN_VARIANT, text: null, share: 1 - TRIED_SHARE },
  { arm: LEARNED_LIMIT, text: null, share: TRIED_SHARE },
];

/** What the merchant approves: one email a week where that was proposed, or else what is tried. */
export function approvedFrequency(
  arms: readonly VariantShare[],
  { kind }: Pick<DecisionEvidence, "kind">,
): VariantShare[] {
  if (kind !== "fatigue") return approvedShares(arms);
  return approvedShares([OWN_VARIANT, ONE_A_WEEK].map((arm) => ({ arm, text: null, share: 0 })));
}

export const isOneAWeek = (arms: readonly VariantShare[]) =>
  arms.some(({ arm }) => arm === ONE_A_WEEK);

/**
 * Most emails in seven days for somebody who was drawn into an arm; null: the merchant's cap stands alone.
 *
 * @param learned the person's own limit; null: none is learned
 */
export function capOfVariant(arm: string, learned: number | null): number | null {
  if (arm === ONE_A_WEEK) return 1;
  return arm === LEARNED_LIMIT ? learned : null;
}
