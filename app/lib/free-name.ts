/** The maximum length of the names of campaigns, flows and segments. */
const MAX_CHARS = 80;

/**
 * An unused name: the wanted one, or with the first free number from 2 on. Case-insensitive, like
 * name lookups.
 */
export function freeName(wanted: string, usedNames: readonly string[]): string {
  const used = new Set(usedNames.map((it) => it.toLowerCase()));
  for (let number = 1; ; number++) {
    const suffix = number === 1 ? "" : ` ${number}`;
    const name = wanted.slice(0, MAX_CHARS - suffix.length) + suffix;
    if (!used.has(name.toLowerCase())) return name;
  }
}
