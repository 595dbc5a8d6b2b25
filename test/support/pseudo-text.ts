import {
  isLiteralElement,
  isPluralElement,
  isSelectElement,
  isTagElement,
  parse,
  type LiteralElement,
  type MessageFormatElement,
} from "@formatjs/icu-messageformat-parser";

/** English letters with an accent: they also show whether a line cuts what is above a letter. */
const ACCENTED: Readonly<Record<string, string>> = Object.fromEntries(
  ["aá", "cç", "eé", "gğ", "ií", "nñ", "oö", "sš", "uü", "yý", "zž"].flatMap((pair) => {
    const [plain = "", accented = ""] = pair;
    return [
      [plain, accented],
      [plain.toUpperCase(), accented.toUpperCase()],
    ];
  }),
);

/**
 * An ICU message in a language of long words: each word of English is half as long again, as the words of German or
 * Finnish are, and has accents. Values, tags and the forms of plurals stay.
 */
export function pseudoText(message: string): string {
  const literals = literalsIn(parse(message, { captureLocation: true }));
  return literals.reduceRight((text, { location }) => {
    const [start, end] = [location!.start.offset, location!.end.offset];
    const words = text.slice(start, end).replace(/[\p{L}’]+/gu, lengthen);
    return text.slice(0, start) + words + text.slice(end);
  }, message);
}

const literalsIn = (elements: readonly MessageFormatElement[]): LiteralElement[] =>
  elements.flatMap((element) => {
    if (isLiteralElement(element)) return [element];
    if (isTagElement(element)) return literalsIn(element.children);
    if (!isPluralElement(element) && !isSelectElement(element)) return [];
    return Object.values(element.options).flatMap(({ value }) => literalsIn(value));
  });

/** "Settings" is "Šéttíñğššétt": the word, and its first half again. */
function lengthen(word: string): string {
  const half = word.slice(0, Math.round(word.length / 2)).toLowerCase();
  return (word + half).replace(/./gu, (letter) => ACCENTED[letter] ?? letter);
}
