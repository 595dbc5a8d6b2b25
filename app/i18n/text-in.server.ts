import { LANGUAGES, messagesFor } from "./catalog.server";
import { createText, type Text } from "./create-text";
import { withoutPrivateUse } from "./locale";
import type { TextFeature } from "./messages";
import type { OwnTexts } from "./own-texts";
import { ownMessages, ownTextsOf } from "./own-texts.server";

const made = new Map<string, Text<TextFeature>>();
/** By the own texts of a language, which one batch of emails reads again and again. */
const ownMade = new WeakMap<OwnTexts[string], Map<string, Text<TextFeature>>>();

/**
 * The texts of a feature in a language, for what the server writes itself; English, if neither the catalog nor the shop
 * has the language. Digits are Latin in every language, like those of the titles and codes around them.
 *
 * @param own the shop's own texts, which replace the catalog's
 */
export function textIn<F extends TextFeature>(
  language: string,
  feature: F,
  own?: OwnTexts,
): Text<F> {
  const texts = ownTextsOf(language, own);
  if (!LANGUAGES.includes(language) && texts === undefined) return textIn("en", feature);
  const known = texts === undefined ? made : cacheOf(texts);
  const key = `${language}/${feature}`;
  let text = known.get(key);
  if (text === undefined) {
    const built = messagesFor(language, [feature]);
    const messages =
      texts === undefined
        ? built
        : { [feature]: { ...built[feature], ...ownMessages(texts, feature) } };
    const locale = `${withoutPrivateUse(language)}-u-nu-latn`;
    text = createText({ locale, timeZone: "UTC", messages }, feature);
    known.set(key, text);
  }
  return text as Text<F>;
}

function cacheOf(texts: OwnTexts[string]): Map<string, Text<TextFeature>> {
  const known = ownMade.get(texts) ?? new Map<string, Text<TextFeature>>();
  ownMade.set(texts, known);
  return known;
}
