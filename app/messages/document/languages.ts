import { z } from "zod";
import { canonicalTag, findLanguage } from "~/i18n/locale";

/**
 * The language of an email's texts: a language tag. Which languages a new text may have is up to the catalog
 * (i18n/catalog.server.ts); stored emails keep theirs.
 */
export const EmailLanguage = z
  .string()
  .max(35)
  .refine((tag) => canonicalTag(tag) === tag);
export type EmailLanguage = z.infer<typeof EmailLanguage>;

/**
 * The language for a locale: its own if the email has it, otherwise the email's default.
 *
 * @param locale BCP 47 or free text
 */
export function chooseLanguage(
  locale: string | null,
  written: EmailLanguage,
  translated: readonly EmailLanguage[],
): EmailLanguage {
  return findLanguage(locale ?? "", translated) ?? written;
}
