import { CONTROL_SHARE } from "../optimization/experiment";

/** Share of the emails that gets an option uniformly at random, so that each is tried again and can be compared. */
export const RANDOM_SHARE = 0.1;

/** An option of an email for one customer group. */
export interface RatedOption {
  /** Probability in [0, 1] that it has the highest expected value; 0 for one that is only measured. */
  readonly chance: number;
  /** Whether it is the merchant's own. */
  readonly isOwn: boolean;
  /** Whether the random share may draw it. */
  readonly isExplored: boolean;
}

/**
 * Shares of the options: the random share in equal parts over the explored ones, the rest by Thompson sampling. If
 * the merchant's own then has less than the control share, the others give what is missing, in proportion to what
 * they have beyond the random share.
 *
 * @param options chances add up to 1; one is the merchant's own
 * @param sharpness exponent of the chances, > 0; see `ThompsonOptions`
 * @returns one share each, with sum 1
 */
export function sharesOfChances(options: readonly RatedOption[], sharpness: number): number[] {
  const weights = options.map(({ chance }) => chance ** sharpness);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const explored = options.filter(({ isExplored }) => isExplored).length;
  const chosen = weights.map((weight) => ((1 - RANDOM_SHARE) * weight) / total);
  const random = options.map(({ isExplored }) => (isExplored ? RANDOM_SHARE / explored : 0));
  const own = options.findIndex(({ isOwn }) => isOwn);
  const missing = Math.max(0, CONTROL_SHARE - chosen[own]! - random[own]!);
  const others = 1 - RANDOM_SHARE - chosen[own]!;
  return options.map((_, n) =>
    n === own
      ? chosen[n]! + random[n]! + missing
      : random[n]! + chosen[n]! * (missing > 0 ? 1 - missing / others : 1),
  );
}
