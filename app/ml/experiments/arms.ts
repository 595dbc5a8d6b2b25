import type { Beta } from "../numerics/beta-distribution";

/** What came of each arm (a subject line) so far; whole counts, one entry an arm. */
export interface ArmCounts {
  readonly sends: ArrayLike<number>;
  /** People who clicked, 0 … sends. */
  readonly clicks: ArrayLike<number>;
}

/**
 * What is believed of any one arm before its own counts: the click rate that all arms together
 * have shown, since lines of one email differ less than emails do.
 *
 * @param before what is believed of an email's click rate: past emails, as many sends as they are worth
 * @param strength sends that the shared rate is worth to an arm, > 0
 */
export function sharedPrior({ sends, clicks }: ArmCounts, before: Beta, strength: number): Beta {
  let { a, b } = before;
  for (let arm = 0; arm < sends.length; arm++) {
    a += clicks[arm]!;
    b += sends[arm]! - clicks[arm]!;
  }
  return { a: (strength * a) / (a + b), b: (strength * b) / (a + b) };
}

/**
 * Splits a whole number by shares: each gets its part rounded down, and what is left over goes to
 * the largest remainders, ties to the lower index.
 *
 * @param shares ≥ 0, with a sum > 0
 */
export function splitByShares(total: number, shares: ArrayLike<number>): Int32Array {
  const all = Array.from(shares);
  const sum = all.reduce((a, b) => a + b, 0);
  const exact = all.map((share) => (share / sum) * total);
  const parts = Int32Array.from(exact, Math.floor);
  const left = total - parts.reduce((a, b) => a + b, 0);
  exact
    .map((value, n) => ({ n, remainder: value - parts[n]! }))
    .sort((a, b) => b.remainder - a.remainder || a.n - b.n)
    .slice(0, left)
    .forEach(({ n }) => parts[n]!++);
  return parts;
}
