import { languagesWith } from "~/i18n/catalog.server";
import { nameLanguage } from "~/i18n/locale";

/** The languages that recipients can choose, each by its own name. */
export const EMAIL_LANGUAGES = languagesWith("email").map((tag) => ({
  tag,
  name: nameLanguage(tag),
}));
