/** Emails that went out to each group of customers, and the customers of it who left over one. */
export interface HazardCounts {
  readonly emails: ArrayLike<number>;
  readonly lost: ArrayLike<number>;
}

/** Plain values: a gamma distribution of each group's probability to lose a customer by one email. */
export interface UnsubscribeHazard {
  readonly shape: Float64Array;
  /** Counts as this many emails. */
  readonly rate: Float64Array;
}

/** Before anything is seen: .2 % of emails cost a reader, as sure as a thousand emails are. */
const PRIOR = { shape: 2, rate: 1_000 };
/** A group is believed to be as the shop is, as sure as a thousand emails are. */
const GROUP_EMAILS = 1_000;
/** Shape of the persons of a group: some leave soon, most never do. */
const PERSON_SHAPE = 0.5;
const NORMAL_95 = 1.959964;

/**
 * Empirical Bayes in two steps: the shop's chance to lose a customer by one email from all of its
 * emails, and each group's drawn toward it by a Poisson likelihood with a gamma prior.
 *
 * - G. Casella. An introduction to empirical Bayes data analysis. The American Statistician 39(2),
 *   1985. doi:10.1080/00031305.1985.10479400
 *
 * Cost: O(groups).
 */
export function fitUnsubscribeHazard({ emails, lost }: HazardCounts): UnsubscribeHazard {
  const sum = (counts: ArrayLike<number>) => Array.from(counts).reduce((a, b) => a + b, 0);
  const shop = (PRIOR.shape + sum(lost)) / (PRIOR.rate + sum(emails));
  return {
    shape: Float64Array.from(lost, (count) => GROUP_EMAILS * shop + count),
    rate: Float64Array.from(emails, (count) => GROUP_EMAILS + count),
  };
}

interface EmailHazard {
  /** Chance to lose the person by one email, in (0, 1). */
  readonly mean: number;
  /** Its 95 % interval by what is known of the group. */
  readonly low: number;
  readonly high: number;
}

/**
 * A person's chance to leave over the next email: the group's, lower for each email that they had and
 * stayed (the posterior of a gamma whose mean is the group's).
 *
 * @param stayed emails that the person got and did not leave over, ≥ 0
 */
export function hazardOf(model: UnsubscribeHazard, group: number, stayed: number): EmailHazard {
  const shape = model.shape[group] ?? PRIOR.shape;
  const rate = model.rate[group] ?? PRIOR.rate;
  const ofPerson = (hazard: number) => PERSON_SHAPE / (PERSON_SHAPE / hazard + stayed);
  return {
    mean: ofPerson(shape / rate),
    low: ofPerson(gammaQuantile(shape, -NORMAL_95) / rate),
    high: ofPerson(gammaQuantile(shape, NORMAL_95) / rate),
  };
}

/** Quantile of a gamma of rate 1 by its normal score, after Wilson & Hilferty 1931. */
function gammaQuantile(shape: number, z: number): number {
  const root = 1 - 1 / (9 * shape) + z / (3 * Math.sqrt(shape));
  return shape * Math.max(root, 0.01) ** 3;
}
