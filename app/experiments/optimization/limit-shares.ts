import { OWN_VARIANT, type VariantShare, type Experiment } from "./experiment";

/** Maximum share of customers that an automatic decision may affect without the merchant's approval. */
export const MAX_AFFECTED_SHARE = 0.2;

/**
 * Limits a decision's shares to what needs no approval: moves from the merchant's setting toward the best
 * shares until a fifth of the customers is affected.
 *
 * @param reach share of the shop's customers who get the email, in [0, 1]
 */
export function limitShares(
  { kind, variants }: Pick<Experiment, "kind" | "variants">,
  after: readonly VariantShare[],
  reach: number,
): { readonly variants: readonly VariantShare[]; readonly isLimited: boolean } {
  // All subjects are the merchant's own and start with equal shares.
  const merchantShare = (variant: string) =>
    kind === "subject" ? 1 / variants.length : variant === OWN_VARIANT ? 1 : 0;
  const affected =
    reach *
    after.reduce((sum, { variant, share }) => sum + Math.max(0, share - merchantShare(variant)), 0);
  if (affected <= MAX_AFFECTED_SHARE + 1e-9) return { variants: after, isLimited: false };
  const part = MAX_AFFECTED_SHARE / affected;
  return {
    variants: after.map(({ groupShares, ...it }) => {
      const limit = (share: number) =>
        merchantShare(it.variant) + part * (share - merchantShare(it.variant));
      const limited = { ...it, share: limit(it.share) };
      return groupShares ? { ...limited, groupShares: groupShares.map(limit) } : limited;
    }),
    isLimited: true,
  };
}
