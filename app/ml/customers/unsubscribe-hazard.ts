import { Z_95 } from "../numerics/normal-distribution";
/** Emails sent to each group of customers, and the unsubscribes that followed them. */
export interface HazardCounts {
  readonly emails: ArrayLike<number>;
  readonly lost: ArrayLike<number>;
}

/** Plain values: a gamma distribution of each group's unsubscribe probability per email. */
export interface UnsubscribeHazard {
  readonly shape: Float64Array;
  /** Weight as a number of emails. */
  readonly rate: Float64Array;
}

/** Prior: 0.2% of emails cause an unsubscribe, with the weight of a thousand emails. */
const PRIOR = { shape: 2, rate: 1_000 };
/** A group is shrunk toward the shop with the weight of a thousand emails. */
const GROUP_EMAILS = 1_000;
/** Gamma shape of people within a group: some leave soon, most never do. */
const PERSON_SHAPE = 0.5;

/**
 * Empirical Bayes in two steps: the shop's unsubscribe probability per email from all of its emails, and each group's
 * shrunk toward it by a Poisson likelihood with a gamma prior.
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
  /** Unsubscribe probability of one email, in (0, 1). */
  readonly mean: number;
  /** Its 95% interval for the group. */
  readonly low: number;
  readonly high: number;
}

/**
 * A person's unsubscribe probability for the next email: the group's, reduced for each email after which they stayed
 * (the posterior of a gamma with the group's mean).
 *
 * @param stayed number of emails without an unsubscribe, ≥ 0
 */
export function hazardOf(model: UnsubscribeHazard, group: number, stayed: number): EmailHazard {
  const shape = model.shape[group] ?? PRIOR.shape;
  const rate = model.rate[group] ?? PRIOR.rate;
  const ofPerson = (hazard: number) => PERSON_SHAPE / (PERSON_SHAPE / hazard + stayed);
  return {
    mean: ofPerson(shape / rate),
    low: ofPerson(gammaQuantile(shape, -Z_95) / rate),
    high: ofPerson(gammaQuantile(shape, Z_95) / rate),
  };
}

/** Quantile of a gamma of rate 1 from a normal quantile, after Wilson & Hilferty 1931. */
function gammaQuantile(shape: number, z: number): number {
  const root = 1 - 1 / (9 * shape) + z / (3 * Math.sqrt(shape));
  return shape * Math.max(root, 0.01) ** 3;
}
