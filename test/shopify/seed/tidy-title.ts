/** Capitalized words. Keys are lower case. */
const PROPER_WORDS: Readonly<Record<string, string>> = Object.fromEntries(
  (
    "Africa African Alice America American Amsterdam Austria Baroque Berlin Boudicca Bombay Brazil Britain " +
    "British Cannes Chelsea China Chinese Christmas Dolly Easter Edwardian Eiffel Egypt England English Europe " +
    "Finland France French Georgian German Germany Greece Gustavian Halloween Hawaii Hawaiian India Indian " +
    "Ireland Irish Italian Italy James Japan Japanese Kashmiri Kensington Liberty London Louis Madras " +
    "Marie Marrakesh Mexico Moroccan Morocco Naples Nantucket Norwegian Parisienne Paris Portobello " +
    "Provence Regency Riviera Rome Russian Santa Scandinavian Scotland Scottie Scottish Spain Spanish " +
    "Suki Swedish Swiss Switzerland Tibetan Valentine Valentines Vegas Venice Victorian Vienna Xmas York"
  )
    .split(" ")
    .map((word) => [word.toLowerCase(), word]),
);

/** Words in capitals. */
const CAPITALS = new Set([
  "a4",
  "a5",
  "a6",
  "a7",
  "bbq",
  "diy",
  "fr",
  "i",
  "led",
  "tv",
  "uk",
  "usa",
]);

/** Trade abbreviations with their expansions, applied to the lower-cased text in order. */
const SHORTHAND: readonly (readonly [RegExp, string])[] = [
  [/\bs(?:et)?\s*\/\s*(\d+)\b/g, "set of $1"],
  [/\bset (\d+)\b/g, "set of $1"],
  [/\b(pack|pk|box|bag)\s*\/\s*(\d+)\b/g, "$1 of $2"],
  [/\bpk of\b/g, "pack of"],
  [/\bw\s*\//g, "with "],
  [/\bw\b(?!-)/g, "with"],
  [/\b(?:asst(?:d|or)?|ass|assort)\b\.?/g, "assorted"],
  [/\bchildrens\b/g, "children's"],
  [/\bt(?:ea)?[- ]?light(s?)\b/g, "T-light$1"],
  [/\bunion ?jack\b/g, "Union Jack"],
];

/**
 * A product's title from an invoice description: "S/4 PINK FLOWER CANDLES IN BOWL" becomes "Set of 4 pink flower
 * candles in bowl", "WHITE HANGING HEART T-LIGHT HOLDER" becomes "White hanging heart T-light holder". Sentence case;
 * expands abbreviations; normalizes spaces and punctuation; capitalizes names of places, peoples and holidays.
 * Idempotent. An empty text gives an empty title.
 */
export function tidyTitle(description: string): string {
  const plain = description
    .toLowerCase()
    .replace(/[\\*?"]+/g, " ")
    .replace(/\s*,\s*/g, ", ")
    .replace(/\s+/g, " ")
    .replace(/^[\s,.;:&+-]+|[\s,.;:&+-]+$/g, "");
  const spelled = SHORTHAND.reduce((text, [pattern, by]) => text.replace(pattern, by), plain);
  const words = spelled
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[a-z0-9]+/g, withCapital);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function withCapital(word: string): string {
  if (CAPITALS.has(word)) return word.toUpperCase();
  return PROPER_WORDS[word] ?? word;
}
