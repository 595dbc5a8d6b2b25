import { z } from "zod";

/** Languages of emails. */
export const EmailLanguage = z.enum(["en", "de", "fr", "es", "ja", "ar"]);
export type EmailLanguage = z.infer<typeof EmailLanguage>;

/** Text direction of a language. */
export function directionOf(language: EmailLanguage): "ltr" | "rtl" {
  return language === "ar" ? "rtl" : "ltr";
}

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
  const wanted = EmailLanguage.safeParse((locale ?? "").toLowerCase().split(/[-_]/)[0]);
  return wanted.success && translated.includes(wanted.data) ? wanted.data : written;
}
