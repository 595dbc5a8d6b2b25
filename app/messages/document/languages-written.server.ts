import type { OwnTexts } from "~/i18n/own-texts";
import { writtenLanguages } from "~/i18n/own-texts.server";
import { languagesOf, type EmailDocument } from "./email-document";
import type { EmailLanguage } from "./languages";

/**
 * The languages of an email whose built-in texts exist: no email is half in English. The catalog lacks a language until
 * the shop has written its texts.
 */
export function languagesWritten(
  document: EmailDocument,
  { texts }: { readonly texts?: OwnTexts | undefined },
): readonly EmailLanguage[] {
  const written = writtenLanguages("email", texts);
  return languagesOf(document).filter((language) => written.includes(language));
}
