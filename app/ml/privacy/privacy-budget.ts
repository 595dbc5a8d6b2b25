/** What was published about a shop's customers, and when. */
export interface PrivacyLoss {
  readonly at: Date;
  /** ε > 0 of that publication. */
  readonly epsilon: number;
}

/** The ε that a shop's publications may add up to within any year. */
export const YEARLY_EPSILON = 1;
const YEAR_MS = 365 * 86_400_000;

/**
 * The ε spent in the year before `now`. Losses add up: together, publications of ε₁ and ε₂ are (ε₁ + ε₂)-differentially
 * private, even if the second depends on the first.
 *
 * - C. Dwork, A. Roth. The algorithmic foundations of differential privacy, theorem 3.16. 2014. doi:10.1561/0400000042
 */
export function epsilonSpent(losses: readonly PrivacyLoss[], now: Date): number {
  return losses
    .filter(({ at }) => now.getTime() - at.getTime() < YEAR_MS)
    .reduce((sum, { epsilon }) => sum + epsilon, 0);
}

/** When a publication of `epsilon` will be within the yearly budget: now or later. */
export function affordableAt(losses: readonly PrivacyLoss[], epsilon: number, now: Date): Date {
  const ends = losses.map(({ at }) => new Date(at.getTime() + YEAR_MS)).sort((a, b) => +a - +b);
  const times = [now, ...ends.filter((end) => end > now)];
  return times.find((at) => epsilonSpent(losses, at) + epsilon <= YEARLY_EPSILON) ?? now;
}
