import { logGamma } from "../numerics/special-functions";

/** Weight of the expected ratio in the prior of the true one, in people. */
const PRIOR_PEOPLE = 200;

/**
 * Anytime-valid evidence that people are not assigned at the intended ratio: a likelihood ratio, with a Beta prior
 * around the intended ratio, to that ratio. If the assignment works, it ever reaches 1/α with a probability of at
 * most α (Ville's inequality), so it may be looked at each day.
 *
 * - M. Lindon, A. Malek. Anytime-valid inference for multinomial count data. NeurIPS 2022. arXiv:2011.03567
 *
 * @param holdout people assigned to the holdout, of `people`
 * @param rate intended share of the holdout, in (0, 1)
 * @returns the logarithm of the evidence; 0 is neutral
 */
export function logEvidenceOfOtherRatio(holdout: number, people: number, rate: number): number {
  const a = PRIOR_PEOPLE * rate;
  const b = PRIOR_PEOPLE * (1 - rate);
  const treated = people - holdout;
  return (
    logBeta(a + holdout, b + treated) -
    logBeta(a, b) -
    holdout * Math.log(rate) -
    treated * Math.log1p(-rate)
  );
}

const logBeta = (a: number, b: number) => logGamma(a) + logGamma(b) - logGamma(a + b);
