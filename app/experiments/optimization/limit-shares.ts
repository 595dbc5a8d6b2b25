import { OWN_VARIANT, type VariantShare, type Experiment } from "./experiment";

/** Share of the customers that an automatic change may touch before the merchant approves it. */
export const MAX_AFFECTED_SHARE = 0.2;

/**
 * The shares of a change, as far as it may go without the merchant: moved from what the merchant set
 * toward what was found best, until it touches a fifth of the customers.
 *
 * @param reach share of the shop's customers who get the email, in [0, 1]
 */
export function limitShares(
  { kind, arms }: Pick<Experiment, "kind" | "arms">,
  after: readonly VariantShare[],
  reach: number,
): { readonly arms: readonly VariantShare[]; readonly isLimited: boolean } {
  // Subjects are all the merchant's own, and go out alike.
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
