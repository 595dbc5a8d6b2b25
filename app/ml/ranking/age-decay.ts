/**
 * The weight of an event `ageDays` ago: 1 today, 0.5 after one half-life, 0.25 after two. A negative age (clock skew)
 * counts as today.
 *
 * @param halfLifeDays > 0; Infinity disables decay
 */
export function decayByAge(ageDays: number, halfLifeDays: number): number {
  return 2 ** (-Math.max(0, ageDays) / halfLifeDays);
}
