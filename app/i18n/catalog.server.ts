import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import compile from "icu-minify/compile";
import type { CompiledMessage, CompiledMessages } from "./create-text";
import { DEFAULT_INDUSTRY, type Industry } from "./industry";
import { fillTerms, hasTerms, type IndustryTerms } from "./industry-terms";
import { isWayOfWriting } from "./locale";
import type { TextFeature } from "./messages";

/** The build copies the folder beside the server's code (vite.config.ts). */
const LOCALES = join(import.meta.dirname, "locales");
const FALLBACK = "en";

/** A language's file of a feature as it is written: key → text. */
type Written = Readonly<Record<string, string>>;

/** Files of texts in the merge grammar (messages/merge/merge-grammar.ts), and of the words of industries. */
const OTHER_FILE = /\.(?:merge|terms)\.json$/;
export type MergeFile = "ready-emails";

type WrittenTerms = Readonly<Partial<Record<Industry, IndustryTerms>>>;

/** Language → the files of its folder. */
const FILES: ReadonlyMap<string, readonly string[]> = new Map(
  readdirSync(LOCALES)
    .toSorted()
    .map((language) => [language, readdirSync(join(LOCALES, language))]),
);

/** The languages that have a folder, and the ways of writing one ("de-x-formal") that have their own. */
export const LANGUAGES: readonly string[] = [...FILES.keys()];

/** The features that English has a file of. */
export const TEXT_FEATURES = (FILES.get(FALLBACK) ?? [])
  .filter((file) => !OTHER_FILE.test(file))
  .map((file) => file.replace(/\.json$/, "") as TextFeature);

const compiled = new Map<string, Readonly<Record<string, CompiledMessage>>>();

/**
 * The languages that a feature's texts are written in: a folder may lack the file. A way of writing a language is not a
 * language of its own.
 */
export function languagesWith(feature: TextFeature): readonly string[] {
  return LANGUAGES.filter(
    (language) => !isWayOfWriting(language) && FILES.get(language)?.includes(`${feature}.json`),
  );
}

/**
 * The texts of some features in a language, for a page. Keys that the language lacks are in its parent language
 * ("pt" of "pt-BR"), else in English.
 *
 * @param industry whose words the texts use
 */
export function messagesFor(
  language: string,
  features: readonly TextFeature[],
  industry: Industry = DEFAULT_INDUSTRY,
): CompiledMessages {
  return Object.fromEntries(
    features.map((feature) => [
      feature,
      Object.assign({}, ...languageChain(language).map((it) => compileOnce(it, feature, industry))),
    ]),
  );
}

/** English first, then the folders from the general to the special: "en", "pt", "pt-BR". */
export function languageChain(language: string): readonly string[] {
  const parts = language.split("-");
  const tags = parts.map((_, i) => parts.slice(0, i + 1).join("-"));
  return [FALLBACK, ...tags.filter((tag) => tag !== FALLBACK && FILES.has(tag))];
}

function compileOnce(
  language: string,
  feature: TextFeature,
  industry: Industry,
): Readonly<Record<string, CompiledMessage>> {
  const key = `${language}/${feature}/${industry}`;
  let messages = compiled.get(key);
  if (!messages) {
    const terms = termsOf(language, industry);
    const isDefault = industry === DEFAULT_INDUSTRY;
    const texts = Object.entries(readTexts(language, feature));
    messages = {
      // Most texts are those of every industry.
      ...(isDefault ? {} : compileOnce(language, feature, DEFAULT_INDUSTRY)),
      ...Object.fromEntries(
        texts
          .filter(([, text]) => isDefault || hasTerms(text))
          .map(([name, text]) => [name, compile(fillTerms(text, terms))]),
      ),
    };
    compiled.set(key, messages);
  }
  return messages;
}

/**
 * An industry's words in a language and its parent languages, never in another one. Words that it lacks are those of an
 * online store.
 */
export function termsOf(language: string, industry: Industry): IndustryTerms {
  const [primary] = language.split("-");
  const written = languageChain(language)
    .filter((it) => it.split("-")[0] === primary)
    .map((it) => (readFile(it, "industries.terms.json") ?? {}) as WrittenTerms);
  return Object.assign(
    {},
    ...written.map((it) => it[DEFAULT_INDUSTRY]),
    ...written.map((it) => it[industry]),
  ) as IndustryTerms;
}

/** A feature's texts in a language as they are written; none, where the language lacks the file. */
export function readTexts(language: string, feature: TextFeature): Written {
  return (readFile(language, `${feature}.json`) ?? {}) as Written;
}

/** A file of texts in the merge grammar, unchecked; null: the language lacks it. */
export function readMergeFile(language: string, name: MergeFile): unknown {
  return readFile(language, `${name}.merge.json`);
}

function readFile(language: string, file: string): unknown {
  if (!FILES.get(language)?.includes(file)) return null;
  return JSON.parse(readFileSync(join(LOCALES, language, file), "utf8"));
}
