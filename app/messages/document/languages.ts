import { z } from "zod";

/** The languages that mails are written in. */
export const MailLanguage = z.enum(["en", "de", "fr", "es", "ja", "ar"]);
export type MailLanguage = z.infer<typeof MailLanguage>;

/** Which way a language's lines run. */
export function directionOf(language: MailLanguage): "ltr" | "rtl" {
  return language === "ar" ? "rtl" : "ltr";
}

/**
 * The language of a mail for someone with this locale: theirs, if the mail has
 * it, else the one that the mail was written in.
 *
 * @param locale BCP 47 or anything that was typed once: "de-AT", "ar_EG", ""
 */
export function chooseLanguage(
  locale: string | null,
  written: MailLanguage,
  translated: readonly MailLanguage[],
): MailLanguage {
  const wanted = MailLanguage.safeParse((locale ?? "").toLowerCase().split(/[-_]/)[0]);
  return wanted.success && translated.includes(wanted.data) ? wanted.data : written;
}
