import { approvedShares, OWN_VARIANT, type VariantShare } from "../optimization/experiment";
import type { DecisionEvidence } from "../optimization/decision-evidence";
import { TEST_SHARE } from "./rollout";

/** The variant with each customer's learned limit. */
const LEARNED_LIMIT = "tolerance";
/** The variant with one email in seven days for everyone. */
const ONE_A_WEEK = "one_a_week";

/** A test of learned limits with a share of customers that needs no approval. */
export const TEST_SHARES: readonly VariantShare[] = [
  { variant: OWN_VARIANT, text: null, share: 1 - TEST_SHARE },
  { variant: LEARNED_LIMIT, text: null, share: TEST_SHARE },
];

/** The shares after approval: one email a week if proposed, otherwise the tested limits. */
export function approvedFrequency(
  variants: readonly VariantShare[],
  { kind }: Pick<DecisionEvidence, "kind">,
): VariantShare[] {
  if (kind !== "fatigue") return approvedShares(variants);
  return approvedShares(
    [OWN_VARIANT, ONE_A_WEEK].map((variant) => ({ variant, text: null, share: 0 })),
  );
}

export const isWeeklyLimit = (variants: readonly VariantShare[]) =>
  variants.some(({ variant }) => variant === ONE_A_WEEK);

/**
 * Maximum emails in seven days under a variant; null: only the merchant's cap applies.
 *
 * @param learned the profile's learned limit; null: none
 */
export function capOfVariant(variant: string, learned: number | null): number | null {
  if (variant === ONE_A_WEEK) return 1;
  return variant === LEARNED_LIMIT ? learned : null;
}
