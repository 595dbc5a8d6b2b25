import { languagesWith } from "./catalog.server";
import { chooseLocale, type PageLocale } from "./locale";

/** What is known of a shop's team. */
interface ShopTeam {
  /** BCP 47: in which they last opened the app; null: unknown. */
  readonly merchantLocale: string | null;
  /** ISO 3166-1. */
  readonly countryCode: string | null;
}

/** The language and region of emails to a shop's team: English where the catalog lacks theirs. */
export function localeOfMerchant({ merchantLocale, countryCode }: ShopTeam): PageLocale {
  const wanted = merchantLocale ?? "en";
  const inCountry = [wanted, "en"].map((it) => `${it.split("-")[0]}-${countryCode ?? "US"}`);
  return chooseLocale([wanted], [wanted, ...inCountry], languagesWith("merchant-email"));
}
