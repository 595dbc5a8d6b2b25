/**
 * The words of an industry in a language: "order" → "booking". A language has the forms that its grammar needs, such as
 * `productsDative`. `order.gender` is the gender of a noun where that of the default differs: "m", "f" or "n".
 */
export type IndustryTerms = Readonly<Record<string, string>>;

/** `[[orders]]`, `[[Orders]]` at the beginning of a sentence, `[[order:último/última]]` for what agrees with a noun. */
const TERM = /\[\[(\w+)(?::([^\]]+))?\]\]/g;
const GENDERS = ["m", "f", "n"];

/** Whether a text has words that differ by industry. */
export const hasTerms = (text: string): boolean => text.search(TERM) !== -1;

/**
 * Writes the words of an industry into a text of the catalog.
 *
 * @throws Error when the terms lack a word, or a text lacks the form of a gender
 */
export function fillTerms(text: string, terms: IndustryTerms): string {
  return text.replace(TERM, (place: string, name: string, forms: string | undefined) => {
    const key = name.replace(/^./, (first) => first.toLowerCase());
    const word =
      forms === undefined
        ? terms[key]
        : forms.split("/")[GENDERS.indexOf(terms[`${key}.gender`] ?? "m")];
    if (word === undefined) throw new Error(`no word for ${place}`);
    return key === name ? word : word.replace(/^./u, (first) => first.toUpperCase());
  });
}
