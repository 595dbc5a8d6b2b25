import type { Db } from "~/db.server";
import { languagesWith } from "~/i18n/catalog.server";
import { canonicalTag, findLanguage, nameLanguage } from "~/i18n/locale";
import { namesOfValues } from "~/i18n/own-text-problem";
import { OWN_TEXT_SECTIONS, sectionOf, type OwnTexts, type OwnTextSection } from "~/i18n/own-texts";
import { builtInTexts, missingTexts, writtenLanguages } from "~/i18n/own-texts.server";
import type { ShopId } from "~/lib/shop-id";
import { findOwnTexts } from "~/messages/own-texts/own-texts-store.server";

/** A built-in text beside the shop's version of it. */
export interface OwnTextRow {
  readonly key: string;
  readonly builtIn: string;
  /** Whether the built-in text is English, because the catalog lacks the language. */
  readonly isFallback: boolean;
  /** The values and tags that it must have. */
  readonly values: readonly string[];
}

export interface OwnTextsPage {
  readonly language: string;
  /** The languages with texts, by name; a new one also has the first text still to write. */
  readonly languages: readonly { readonly tag: string; readonly name: string }[];
  /** Languages that the merchant can add. */
  readonly others: readonly { readonly tag: string; readonly name: string }[];
  /** The shop's texts in the language, by key. */
  readonly own: OwnTexts[string];
  readonly sections: readonly {
    readonly section: OwnTextSection;
    readonly rows: readonly OwnTextRow[];
  }[];
  /** Texts that emails and pages still need before they can be in the language. */
  readonly missing: { readonly email: number; readonly public: number };
}

/**
 * The texts that a shop can change, in one language.
 *
 * @param wanted the language; else the first of the shop's, and English
 * @param reader the language in which languages are named
 */
export async function loadOwnTextsPage(
  db: Db,
  shopId: ShopId,
  wanted: string | null,
  reader: string,
): Promise<OwnTextsPage> {
  const texts = await findOwnTexts(db, shopId);
  const language = readTag(wanted) ?? findLanguage(reader, languagesWith("email")) ?? "en";
  const known = [...new Set([...languagesWith("email"), ...Object.keys(texts ?? {}), language])];
  const built = Object.entries(builtInTexts(language));
  return {
    language,
    languages: sortByName(known, reader),
    others: sortByName(
      ALL_LANGUAGES.filter((tag) => !known.includes(tag)),
      reader,
    ),
    own: texts?.[language] ?? {},
    sections: OWN_TEXT_SECTIONS.map((section) => ({
      section,
      rows: built.flatMap(([key, { text, isFallback }]) =>
        sectionOf(key) === section
          ? [{ key, builtIn: text, isFallback, values: namesOfValues(text) }]
          : [],
      ),
    })),
    missing: {
      email: missingTexts(language, "email", texts).length,
      public: missingTexts(language, "public", texts).length,
    },
  };
}

/** @returns null: not a language that the app can name */
export function readTag(wanted: string | null): string | null {
  const tag = wanted === null || wanted.length > 35 ? null : canonicalTag(wanted);
  if (tag === null || /-x-/.test(tag)) return null;
  return ALL_LANGUAGES.includes(new Intl.Locale(tag).language) ? tag : null;
}

/** The two-letter languages (ISO 639-1) that Intl has a name for. */
const ALL_LANGUAGES: readonly string[] = listLanguages();

function listLanguages(): string[] {
  const names = new Intl.DisplayNames("en", { type: "language", fallback: "none" });
  const letters = Array.from({ length: 26 }, (_, i) => String.fromCodePoint(97 + i));
  return letters
    .flatMap((first) => letters.map((second) => first + second))
    .filter((tag) => names.of(tag) !== undefined && new Intl.Locale(tag).language === tag);
}

const sortByName = (tags: readonly string[], reader: string) =>
  tags
    .map((tag) => ({ tag, name: nameLanguage(tag, reader) }))
    .toSorted((a, b) => a.name.localeCompare(b.name, reader));

/** The texts that a save would take from a language that is in use, and that the catalog lacks. */
export function listRequired(
  language: string,
  before: OwnTexts | undefined,
  after: OwnTexts[string],
): readonly string[] {
  return (["email", "public"] as const).flatMap((feature) =>
    writtenLanguages(feature, before).includes(language)
      ? missingTexts(language, feature, { [language]: after })
      : [],
  );
}
