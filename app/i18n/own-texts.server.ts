import compile from "icu-minify/compile";
import { languageChain, languagesWith, readTexts, LANGUAGES } from "./catalog.server";
import type { CompiledMessage } from "./create-text";
import { withoutPrivateUse } from "./locale";
import { findOwnTextProblem } from "./own-text-problem";
import { sectionOf, type OwnTextFeature, type OwnTexts } from "./own-texts";

/** A shop's own texts of a feature in a language, without those that no longer fit the built-in text. */
export function ownMessages(
  texts: OwnTexts[string],
  feature: string,
): Readonly<Record<string, CompiledMessage>> {
  const originals = builtInTexts("en");
  return Object.fromEntries(
    Object.entries(texts).flatMap(([key, text]) => {
      const original = originals[key]?.text;
      if (!key.startsWith(`${feature}.`) || original === undefined) return [];
      if (findOwnTextProblem(text, original) !== null) return [];
      return [[key.slice(feature.length + 1), compile(text)]];
    }),
  );
}

const builtIn = new Map<string, Readonly<Record<string, BuiltInText>>>();

/** A text that a shop can change. */
interface BuiltInText {
  readonly text: string;
  /** Whether it is another language's, because the catalog lacks it in this one. */
  readonly isFallback: boolean;
}

/** The texts that a shop can change, as the catalog has them in a language: key → text. */
export function builtInTexts(language: string): Readonly<Record<string, BuiltInText>> {
  const known = builtIn.get(language);
  if (known) return known;
  const texts = readBuiltInTexts(language);
  // Only folders of the catalog, so that the cache stays small.
  if (LANGUAGES.includes(language)) builtIn.set(language, texts);
  return texts;
}

function readBuiltInTexts(language: string): Readonly<Record<string, BuiltInText>> {
  const features: readonly OwnTextFeature[] = ["email", "public"];
  return Object.fromEntries(
    features.flatMap((feature) => {
      const chain = languageChain(language).map((it) => readTexts(it, feature));
      const own = LANGUAGES.includes(language) ? readTexts(language, feature) : {};
      return Object.entries(Object.assign({}, ...chain) as Record<string, string>).flatMap(
        ([name, text]) => {
          const key = `${feature}.${name}`;
          // A regional variant ("pt-BR") relies on its language ("pt").
          const isFallback = own[name] === undefined && chain.length === 1 && language !== "en";
          return sectionOf(key) === null ? [] : [[key, { text, isFallback }] as const];
        },
      );
    }),
  );
}

/** The keys of a feature that a language needs and neither the catalog nor the shop has. */
export function missingTexts(
  language: string,
  feature: OwnTextFeature,
  own: OwnTexts | undefined,
): readonly string[] {
  if (languagesWith(feature).includes(language)) return [];
  return Object.entries(builtInTexts(language)).flatMap(([key, { isFallback }]) =>
    key.startsWith(`${feature}.`) && isFallback && own?.[language]?.[key] === undefined
      ? [key]
      : [],
  );
}

/** The languages of a shop's emails or public pages: those of the catalog, and those that the shop has written. */
export function writtenLanguages(
  feature: OwnTextFeature,
  own: OwnTexts | undefined,
): readonly string[] {
  const built = languagesWith(feature);
  const added = Object.keys(own ?? {}).filter(
    (it) => !built.includes(it) && missingTexts(it, feature, own).length === 0,
  );
  return [...built, ...added];
}

/** The own texts of the language of a folder: those of "de" are also those of "de-x-formal". */
export const ownTextsOf = (
  folder: string,
  own: OwnTexts | undefined,
): OwnTexts[string] | undefined => own?.[withoutPrivateUse(folder)];
