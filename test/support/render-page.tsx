import { AppProvider } from "@shopify/polaris";
import en from "@shopify/polaris/locales/en.json" with { type: "json" };
import type { ReactElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { TEXT_FEATURES, messagesFor } from "~/i18n/catalog.server";
import { TextProvider } from "~/i18n/text-provider";

const TEXTS = {
  locale: "en-US",
  timeZone: "Europe/London",
  messages: messagesFor("en", TEXT_FEATURES),
};

/** A page as text: markup is removed, entities are decoded. */
export function textOf(page: ReactElement): string {
  return htmlOf(page)
    .replace(/<(script|style)\b.*?<\/\1>/gs, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/&#x27;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&amp;/g, "&")
    .replace(/\s+/g, " ");
}

/** A page as the server renders it. */
export function htmlOf(page: ReactElement): string {
  return renderToStaticMarkup(
    <AppProvider i18n={en}>
      <TextProvider value={TEXTS}>{page}</TextProvider>
    </AppProvider>,
  );
}
