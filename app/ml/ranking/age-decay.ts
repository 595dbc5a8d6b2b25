/**
 * How much something that happened `ageDays` ago still counts: 1 today, .5 after one half-life,
 * .25 after two. An age below 0 (a clock that runs ahead) counts as today.
 *
 * @param halfLifeDays > 0; Infinity turns decay off
 */
export function decayByAge(ageDays: number, halfLifeDays: number): number {
  return 2 ** (-Math.max(0, ageDays) / halfLifeDays);
}
