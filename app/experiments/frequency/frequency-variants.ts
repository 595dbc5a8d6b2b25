import { approvedShares, OWN_VARIANT, type VariantShare } from "../optimization/experiment";
import type { DecisionEvidence } from "../optimization/decision-evidence";
import { TRIED_SHARE } from "./rollout";

/** The variant with each customer's learned limit. */
const LEARNED_LIMIT = "tolerance";
/** The variant with one email in seven days for everybody. */
const ONE_A_WEEK = "one_a_week";

/** A test of learned limits with as many customers as need no approval. */
export const TRIED_SHARES: readonly VariantShare[] = [
  { arm: OWN_VARIANT, text: null, share: 1 - TRIED_SHARE },
  { arm: LEARNED_LIMIT, text: null, share: TRIED_SHARE },
];

/** The shares after approval: one email a week if proposed, otherwise the tested limits. */
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
 * Maximum emails in seven days under a variant; null: only the merchant's cap applies.
 *
 * @param learned the profile's learned limit; null: none
 */
export function capOfVariant(arm: string, learned: number | null): number | null {
  if (arm === ONE_A_WEEK) return 1;
  return arm === LEARNED_LIMIT ? learned : null;
}
