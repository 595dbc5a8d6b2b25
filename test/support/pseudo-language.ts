import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readTexts, termsOf, TEXT_FEATURES } from "~/i18n/catalog.server";
import { DEFAULT_INDUSTRY } from "~/i18n/industry";
import { fillTerms } from "~/i18n/industry-terms";
import { pseudoText } from "./pseudo-text";

/** English with accents in CLDR: no shop and no browser asks for it by chance. */
export const PSEUDO_LANGUAGE = "en-XA";

/** The catalog beside the built server's code. */
const LOCALES = "build/bundle/locales";

/** What the customers of a shop read stays in the languages that they can choose. */
const ADMIN_FEATURES = TEXT_FEATURES.filter((it) => it !== "email" && it !== "public");

/**
 * Adds a language of long words to the built app's admin in the way any language is added: with a folder.
 *
 * @returns a function that removes it
 */
export async function addPseudoLanguage(): Promise<() => Promise<void>> {
  const folder = join(LOCALES, PSEUDO_LANGUAGE);
  if (!existsSync(LOCALES)) return () => Promise.resolve();
  await mkdir(folder, { recursive: true });
  const terms = termsOf("en", DEFAULT_INDUSTRY);
  for (const feature of ADMIN_FEATURES) {
    const texts = Object.entries(readTexts("en", feature)).map(([key, text]) => [
      key,
      pseudoText(fillTerms(text, terms)),
    ]);
    await writeFile(join(folder, `${feature}.json`), JSON.stringify(Object.fromEntries(texts)));
  }
  return () => rm(folder, { recursive: true });
}
