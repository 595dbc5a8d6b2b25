/** Syllables of invented names, so that beginnings are shared as in real ones. */
const SYLLABLES =
  `an el mar jo ka li so ra be to ni va da mi lo te ri sa no le pe gu fi ha ju er in o us ch st br`.split(
    " ",
  );
const FIRST_NAMES = 1_500;
const LAST_NAMES = 12_000;

/** The nth name of two to four syllables; different numbers give different names, except a few. */
function nthName(n: number): string {
  const at = (divisor: number) => SYLLABLES[Math.floor(n / divisor) % SYLLABLES.length] ?? "";
  const name = at(1) + at(7) + at(SYLLABLES.length * 3) + (n % 3 === 0 ? at(11) : "");
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** A rank below `count` by Zipf's law with exponent 1. @param share in [0, 1) */
const zipfRank = (share: number, count: number) => Math.floor(count ** share) - 1;

/** Deterministic, evenly spread shares. */
const shareOf = (n: number, step: number) => (n * step) % 1;

/** The contact of the nth customer. The most frequent first name belongs to about one in ten. */
export function nthContact(n: number) {
  const firstName = nthName(zipfRank(shareOf(n + 1, 0.754877666), FIRST_NAMES));
  const lastName = nthName(40 + zipfRank(shareOf(n + 1, 0.569840291), LAST_NAMES) * 5);
  const local = `${firstName}.${lastName}${n % 3 === 0 ? n % 100 : ""}`.toLowerCase();
  return { firstName, lastName, email: `${local}.${n}@example.com` };
}
