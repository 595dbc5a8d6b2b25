import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import compile from "icu-minify/compile";
import type { CompiledMessage, CompiledMessages } from "./create-text";
import type { TextFeature } from "./messages";

/** The build copies the folder beside the server's code (vite.config.ts). */
const LOCALES = join(import.meta.dirname, "locales");
const FALLBACK = "en";

/** A language's file of a feature as it is written: key → text. */
type Written = Readonly<Record<string, string>>;

/** The languages that have a folder. */
export const LANGUAGES: readonly string[] = readdirSync(LOCALES).toSorted();

/** The features that English has a file of. */
export const TEXT_FEATURES = readdirSync(join(LOCALES, FALLBACK)).map(
  (file) => file.replace(/\.json$/, "") as TextFeature,
);

const compiled = new Map<string, Readonly<Record<string, CompiledMessage>>>();

/** The texts of some features in a language, for a page. Keys that the language lacks are in English. */
export function messagesFor(language: string, features: readonly TextFeature[]): CompiledMessages {
  return Object.fromEntries(
    features.map((feature) => [
      feature,
      { ...compileOnce(FALLBACK, feature), ...compileOnce(language, feature) },
    ]),
  );
}

function compileOnce(
  language: string,
  feature: TextFeature,
): Readonly<Record<string, CompiledMessage>> {
  const key = `${language}/${feature}`;
  let messages = compiled.get(key);
  if (!messages) {
    messages = Object.fromEntries(
      Object.entries(readTexts(language, feature)).map(([name, text]) => [name, compile(text)]),
    );
    compiled.set(key, messages);
  }
  return messages;
}

/** A feature's texts in a language as they are written; none, where the language lacks the file. */
export function readTexts(language: string, feature: TextFeature): Written {
  if (!LANGUAGES.includes(language)) return {};
  const folder = join(LOCALES, language);
  const file = `${feature}.json`;
  if (!readdirSync(folder).includes(file)) return {};
  return JSON.parse(readFileSync(join(folder, file), "utf8")) as Written;
}
