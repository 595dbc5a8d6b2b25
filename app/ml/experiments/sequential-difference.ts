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

/** Abramowitz & Stegun 26.2.17 for z ≥ 0, by symmetry below; accurate to 7.5e-8. */
function normalCdf(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const poly =
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const upper = (Math.exp(-(z ** 2) / 2) / Math.sqrt(2 * Math.PI)) * poly;
  return z >= 0 ? 1 - upper : upper;
}
