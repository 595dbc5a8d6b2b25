import { displayNames } from "./formatters";

/** The language of an admin page's words, and the locale of its numbers and dates. */
export interface PageLocale {
  /** A folder of app/i18n/locales: "en", "pt-BR". */
  readonly language: string;
  /** BCP 47: "en-US", "de-AT". */
  readonly locale: string;
}

/** Numbers and dates of a language without a region: Shopify's English is American. */
const DEFAULT_REGION: Readonly<Record<string, string>> = { en: "en-US" };

/**
 * The words of the first wanted language that the catalog has, with the reader's own region: a browser that prefers
 * "en-GB" reads English with British dates, whatever Shopify's admin calls its language.
 *
 * @param admin the `locale` of Shopify's admin, null: unknown
 * @param accepted the browser's Accept-Language header, null: none
 * @param languages the catalog's languages
 */
export function choosePageLocale(
  admin: string | null,
  accepted: string | null,
  languages: readonly string[],
): PageLocale {
  const browser = parseAcceptLanguage(accepted ?? "");
  return chooseLocale([...(admin === null ? [] : [admin]), ...browser], browser, languages);
}

/**
 * The first wanted locale whose language the catalog has, else English.
 *
 * @param wanted BCP 47, by precedence
 * @param regional the locales that a region may come from before the wanted one's own
 */
export function chooseLocale(
  wanted: readonly string[],
  regional: readonly string[],
  languages: readonly string[],
): PageLocale {
  for (const locale of wanted) {
    const language = findLanguage(locale, languages);
    if (language !== null) return { language, locale: localeOf(language, [...regional, locale]) };
  }
  return { language: "en", locale: localeOf("en", regional) };
}

/** The catalog's language for a locale: "pt-BR" is "pt-BR" or "pt", and "de-AT" is "de"; null: none. */
export function findLanguage(locale: string, languages: readonly string[]): string | null {
  const tag = canonicalTag(locale);
  if (tag === null) return null;
  const [primary] = tag.split("-");
  return languages.find((it) => it === tag) ?? languages.find((it) => it === primary) ?? null;
}

/**
 * The locales of an Accept-Language header (RFC 9110, section 12.5.4) by weight, then by position. Only the first 200
 * characters are read.
 */
export function parseAcceptLanguage(header: string): string[] {
  return header
    .slice(0, 200)
    .split(",")
    .map((part) => {
      const [locale = "", ...parameters] = part.trim().split(";");
      const weight = parameters
        .find((it) => it.trim().startsWith("q="))
        ?.trim()
        .slice(2);
      return { locale, weight: weight === undefined ? 1 : Number(weight) || 0 };
    })
    .filter(({ locale, weight }) => weight > 0 && locale !== "" && locale !== "*")
    .sort((a, b) => b.weight - a.weight)
    .map(({ locale }) => locale);
}

/** The first wanted locale of the language that names a region, else the language's default. */
export function localeOf(language: string, wanted: readonly string[]): string {
  const primary = language.split("-")[0];
  const regional = wanted
    .map(canonicalTag)
    .find((tag) => tag !== null && tag.includes("-") && tag.split("-")[0] === primary);
  return regional ?? DEFAULT_REGION[language] ?? language;
}

/** "DE_at" is "de-AT"; null: not a language tag. */
export function canonicalTag(tag: string): string | null {
  try {
    return Intl.getCanonicalLocales(tag.replaceAll("_", "-"))[0] ?? null;
  } catch {
    return null;
  }
}

/** Scripts that are written from right to left. */
const RIGHT_TO_LEFT = [
  "Adlm",
  "Arab",
  "Hebr",
  "Mand",
  "Mend",
  "Nkoo",
  "Rohg",
  "Samr",
  "Syrc",
  "Thaa",
];

type Direction = "ltr" | "rtl";

/** By language. Every amount in an email asks for it, and finding it takes longer than writing the amount. */
const directions = new Map<string, Direction>();
const MAX_DIRECTIONS = 1_000;

/** The direction of a language's usual script. */
export function directionOf(language: string): Direction {
  const known = directions.get(language);
  if (known) return known;
  const script = new Intl.Locale(language).maximize().script ?? "";
  const direction = RIGHT_TO_LEFT.includes(script) ? "rtl" : "ltr";
  if (directions.size < MAX_DIRECTIONS) directions.set(language, direction);
  return direction;
}

/** How German texts address their readers: with "du" or with "Sie". */
export const GERMAN_ADDRESSES = ["informal", "formal"] as const;
export type GermanAddress = (typeof GERMAN_ADDRESSES)[number];

/** The folder of the texts of a language for readers who are addressed like this: "de-x-formal" has "Sie". */
export function addressedLanguage(language: string, address: GermanAddress): string {
  return language === "de" && address === "formal" ? "de-x-formal" : language;
}

/** Whether a folder only has another way of writing its parent language, such as "de-x-formal". */
export function isWayOfWriting(folder: string): boolean {
  return /-x-/.test(folder);
}

/** The language of a folder for Intl, which ignores extensions after a private use subtag: "de" for "de-x-formal". */
export function withoutPrivateUse(folder: string): string {
  return folder.replace(/-x-.*/, "");
}

/** A language's name in a language, its own by default: "Français". */
export function nameLanguage(language: string, reader = language): string {
  const name = displayNames(reader, { type: "language" }).of(language) ?? language;
  return name.replace(/^./u, (first) => first.toLocaleUpperCase(reader));
}
