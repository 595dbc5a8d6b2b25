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
  { kind, arms }: Pick<Experiment, "kind" | "arms">,
  after: readonly VariantShare[],
  reach: number,
): { readonly arms: readonly VariantShare[]; readonly isLimited: boolean } {
  // All subjects are the merchant's own and start with equal shares.
  const merchantShare = (arm: string) =>
    kind === "subject" ? 1 / arms.length : arm === OWN_VARIANT ? 1 : 0;
  const affected =
    reach * after.reduce((sum, { arm, share }) => sum + Math.max(0, share - merchantShare(arm)), 0);
  if (affected <= MAX_AFFECTED_SHARE + 1e-9) return { arms: after, isLimited: false };
  const part = MAX_AFFECTED_SHARE / affected;
  return {
    arms: after.map((it) => ({
      ...it,
      share: merchantShare(it.arm) + part * (it.share - merchantShare(it.arm)),
    })),
    isLimited: true,
  };
}
