import { Z_95 } from "../numerics/normal-distribution";
/** People, and how many of them did something. */
export interface RateCount {
  readonly people: number;
  /** 0 to `people`. */
  readonly ordered: number;
}

/**
 * Difference of two rates with its 95% interval, by Newcombe's hybrid of two
 * Wilson intervals, which keeps its coverage at small counts and at rates near 0.
 *
 * R. G. Newcombe. Interval estimation for the difference between independent
 * proportions. Statistics in Medicine 17, 1998, method 10.
 * doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I
 *
 * @param a,b variants with at least one person each
 * @returns a's rate minus b's, from -1 to 1, and the interval around it
 */
export function compareRates(a: RateCount, b: RateCount) {
  const [rateA, rateB] = [a.ordered / a.people, b.ordered / b.people];
  const [wilsonA, wilsonB] = [wilsonInterval(a), wilsonInterval(b)];
  const difference = rateA - rateB;
  return {
    difference,
    low: difference - Math.hypot(rateA - wilsonA.low, wilsonB.high - rateB),
    high: difference + Math.hypot(wilsonA.high - rateA, rateB - wilsonB.low),
  };
}

/**
 * 95% score interval of a rate. E. B. Wilson. Probable inference, the law of
 * succession, and statistical inference. JASA 22, 1927.
 * doi:10.1080/01621459.1927.10502953
 *
 * @param people at least one
 */
export function wilsonInterval({ people, ordered }: RateCount): { low: number; high: number } {
  const rate = ordered / people;
  const z2 = Z_95 ** 2;
  const center = (rate + z2 / (2 * people)) / (1 + z2 / people);
  const half =
    (Z_95 * Math.sqrt((rate * (1 - rate)) / people + z2 / (4 * people * people))) /
    (1 + z2 / people);
  return { low: Math.max(0, center - half), high: Math.min(1, center + half) };
}
