import { nameLanguage } from "~/i18n/locale";
import type { OwnTexts } from "~/i18n/own-texts";
import { writtenLanguages } from "~/i18n/own-texts.server";

/** The languages that a shop's recipients can choose, each by its own name. */
export const nameEmailLanguages = (own: OwnTexts | undefined) =>
  writtenLanguages("email", own).map((tag) => ({ tag, name: nameLanguage(tag) }));
