import type { Beta } from "../numerics/beta-distribution";

/** Results of each arm (a subject line) so far; integers, one entry per arm. */
export interface ArmCounts {
  readonly sends: ArrayLike<number>;
  /** Number of people who clicked, 0 … sends. */
  readonly clicks: ArrayLike<number>;
}

/**
 * The prior of each arm: the pooled click rate of all arms, since subject lines of one email differ less than emails
 * do.
 *
 * @param before prior of an email's click rate: past emails, with their weight in sends
 * @param strength weight of the pooled rate in sends, > 0
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
 * Splits an integer by shares: rounds down, and gives the remainder to the largest fractions, ties to the lower
 * index.
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
