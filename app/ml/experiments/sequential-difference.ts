import { normalCdf } from "../numerics/normal-distribution";

/**
 * Anytime-valid evidence that the first of two means is larger: under equality it ever reaches 1/α with a probability
 * of at most α (Ville's inequality), in the limit of many people. It is the likelihood ratio of a difference with a
 * half-normal prior to none.
 *
 * - H. Robbins. Statistical methods related to the law of the iterated logarithm. Annals of
 *   Mathematical Statistics 41(5), 1970. doi:10.1214/aoms/1177696786
 * - R. Johari, P. Koomen, L. Pekelis, D. Walsh. Always valid inference: continuous monitoring of A/B
 *   tests. Operations Research 70(3), 2022. doi:10.1287/opre.2021.2135
 *
 * @param difference first mean minus second
 * @param standardError of the difference, > 0
 * @param scale standard deviation of expected differences, > 0 @returns in (0, ∞); 1 is neutral
 */
export function evidenceOfMore(difference: number, standardError: number, scale: number): number {
  const variance = standardError ** 2;
  const total = variance + scale ** 2;
  const exponent = (difference ** 2 * scale ** 2) / (2 * variance * total);
  const reach = (difference * scale) / (standardError * Math.sqrt(total));
  return 2 * normalCdf(reach) * Math.sqrt(variance / total) * Math.exp(Math.min(exponent, 600));
}
