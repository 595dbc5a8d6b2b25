import { languagesWith } from "./catalog.server";
import { choosePageLocale, type PageLocale } from "./locale";

/**
 * The reader's language and region. Shopify's admin names its language when it opens the app; later requests carry it
 * in Accept-Language (http/accept-page-language.ts).
 */
export function requestLocale(request: Request): PageLocale {
  const admin = new URL(request.url).searchParams.get("locale");
  return choosePageLocale(admin, request.headers.get("accept-language"), languagesWith("common"));
}
