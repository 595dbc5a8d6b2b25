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
  const total = options.reduce((sum, { chance }) => sum + chance ** sharpness, 0);
  const explored = options.filter(({ isExplored }) => isExplored).length;
  const parts = options.map(({ chance, isOwn, isExplored }) => ({
    isOwn,
    chosen: ((1 - RANDOM_SHARE) * chance ** sharpness) / total,
    random: isExplored ? RANDOM_SHARE / explored : 0,
  }));
  const own = parts.find(({ isOwn }) => isOwn) ?? { chosen: 0, random: 0 };
  const missing = Math.max(0, CONTROL_SHARE - own.chosen - own.random);
  const kept = missing > 0 ? 1 - missing / (1 - RANDOM_SHARE - own.chosen) : 1;
  return parts.map(({ isOwn, chosen, random }) =>
    isOwn ? chosen + random + missing : random + kept * chosen,
  );
}
