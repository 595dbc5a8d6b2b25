/** Campaigns, flows and segments have names of at most so many characters. */
const MOST_CHARS = 80;

/**
 * A name that nothing has yet: the wanted one, else with the first number from 2
 * on that is free. In capitals or not is the same, as where names are asked for.
 */
export function freeName(wanted: string, taken: readonly string[]): string {
  const known = new Set(taken.map((it) => it.toLowerCase()));
  for (let number = 1; ; number++) {
    const suffix = number === 1 ? "" : ` ${number}`;
    const name = wanted.slice(0, MOST_CHARS - suffix.length) + suffix;
    if (!known.has(name.toLowerCase())) return name;
  }
}
