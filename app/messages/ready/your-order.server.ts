import { addressedLanguage, type GermanAddress } from "~/i18n/locale";
import type { OwnTexts } from "~/i18n/own-texts";
import { textIn } from "~/i18n/text-in.server";

/**
 * How emails of a language say "your order": what recommendations go with where no product is known.
 *
 * @param own the shop's own texts
 */
export function yourOrderIn(
  language: string,
  address: GermanAddress,
  own: OwnTexts | undefined,
): string {
  const folder = addressedLanguage(language, address);
  // A quote would end the merge value.
  return textIn(folder, "email", own)("reason.yourOrder").replaceAll('"', "");
}
