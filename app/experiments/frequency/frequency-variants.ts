import {
  approvedShares,
  drawByShares,
  OWN_VARIANT,
  type VariantShare,
} from "../optimization/experiment";
import type { DecisionEvidence } from "../optimization/decision-evidence";
import { MAX_AFFECTED_SHARE } from "../optimization/limit-shares";
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

/** The newest approval that stands: when it was given, and the shares before it. */
export interface FrequencyApproval {
  readonly approvedAt: Date;
  readonly before: readonly VariantShare[];
}

const DAY_MS = 86_400_000;

/**
 * The variant of a profile. An approved change reaches a fifth of the customers at once and at most a fifth more each
 * day; until then the shares before it apply.
 *
 * @param approval null: the shares were not approved @param drawKey identifies the shop and the profile
 */
export function drawFrequency(
  variants: readonly VariantShare[],
  approval: FrequencyApproval | null,
  drawKey: string,
  now: Date,
): string {
  const { variant } = drawByShares(variants, drawKey);
  if (approval === null) return variant;
  const { approvedAt, before } = approval;
  const days = Math.max(0, Math.floor((now.getTime() - approvedAt.getTime()) / DAY_MS));
  const treated = variants.reduce(
    (sum, it) => sum + (it.variant === OWN_VARIANT ? 0 : it.share),
    0,
  );
  const part = treated > 0 ? Math.min(1, (MAX_AFFECTED_SHARE * (days + 1)) / treated) : 1;
  const rolledOut = variants.map((it) => ({
    ...it,
    share: it.variant === OWN_VARIANT ? 1 - part * treated : part * it.share,
  }));
  const isReached = drawByShares(rolledOut, drawKey).variant === variant;
  return isReached ? variant : drawByShares(before, drawKey).variant;
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
