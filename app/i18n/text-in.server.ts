import { LANGUAGES, messagesFor } from "./catalog.server";
import { createText, type Text } from "./create-text";
import { withoutPrivateUse } from "./locale";
import type { TextFeature } from "./messages";

const made = new Map<string, Text<TextFeature>>();

/**
 * The texts of a feature in a language, for what the server writes itself; English, if the catalog lacks the language.
 * Digits are Latin in every language, like those of the titles and codes around them.
 */
export function textIn<F extends TextFeature>(language: string, feature: F): Text<F> {
  if (!LANGUAGES.includes(language)) return textIn("en", feature);
  const key = `${language}/${feature}`;
  let text = made.get(key);
  if (text === undefined) {
    const messages = messagesFor(language, [feature]);
    const locale = `${withoutPrivateUse(language)}-u-nu-latn`;
    text = createText({ locale, timeZone: "UTC", messages }, feature);
    made.set(key, text);
  }
  return text as Text<F>;
}
