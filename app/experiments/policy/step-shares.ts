import type { Experiment, VariantShare } from "../optimization/experiment";
import { limitShares, MAX_AFFECTED_SHARE } from "../optimization/limit-shares";

/** Shares that a decision wants: for all groups, and groups × variants. */
export interface WantedShares {
  readonly shares: readonly number[];
  readonly groupShares: readonly (readonly number[])[];
}

/**
 * The next shares on the way to the wanted ones. Until a gain is supported or the merchant approves, at most a fifth
 * of the customers gets something else than the merchant's setting; and each day at most a fifth of them changes.
 * Groups keep their proportions.
 *
 * @param reach share of the shop's customers who get the email, in [0, 1]
 */
export function stepShares(
  experiment: Pick<Experiment, "kind" | "variants">,
  wanted: WantedShares,
  { reach, isFree }: { readonly reach: number; readonly isFree: boolean },
): { readonly variants: readonly VariantShare[]; readonly isLimited: boolean } {
  const target = experiment.variants.map(({ variant, text }, n): VariantShare => ({
    ...{ variant, text },
    share: wanted.shares[n] ?? 0,
    groupShares: wanted.groupShares.map((shares) => shares[n] ?? 0),
  }));
  const limited = limitShares(experiment, target, isFree ? 0 : reach);
  const moved =
    reach *
    limited.variants.reduce(
      (sum, { share }, n) => sum + Math.max(0, share - (experiment.variants[n]?.share ?? 0)),
      0,
    );
  const part = moved > MAX_AFFECTED_SHARE ? MAX_AFFECTED_SHARE / moved : 1;
  if (part === 1) return limited;
  return {
    isLimited: limited.isLimited,
    variants: limited.variants.map((to, n) => {
      const from = experiment.variants[n];
      const before = from?.share ?? 0;
      return {
        ...to,
        share: before + part * (to.share - before),
        groupShares: to.groupShares?.map((share, group) => {
          const own = from?.groupShares?.[group] ?? before;
          return own + part * (share - own);
        }),
      };
    }),
  };
}
