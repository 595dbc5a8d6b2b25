import { z } from "zod";

/** Whether a sign-up counts only once its address is confirmed: where that is asked for, always, or never. */
export const OptInRule = z.enum(["where_required", "double", "single"]);
export type OptInRule = z.infer<typeof OptInRule>;

/** Where courts want proof that the owner of an address asked: Germany, Austria, Switzerland. */
const REQUIRED_IN: ReadonlySet<string> = new Set(["DE", "AT", "CH"]);
/** What is spoken there first; a form in it may be filled in from there. */
const LANGUAGE = "de";

/**
 * Whether a sign-up has to be confirmed by mail.
 *
 * @param countryCode the shop's, ISO 3166-1; `null` where Shopify has not told it
 * @param locale of the form, BCP 47; may be empty
 */
export function needsConfirmation(
  rule: OptInRule,
  { countryCode, locale }: { readonly countryCode: string | null; readonly locale: string },
): boolean {
  if (rule !== "where_required") return rule === "double";
  const [language = "", ...rest] = locale.toLowerCase().split(/[-_]/);
  const isThere = rest.some((part) => REQUIRED_IN.has(part.toUpperCase()));
  return REQUIRED_IN.has(countryCode ?? "") || language === LANGUAGE || isThere;
}
