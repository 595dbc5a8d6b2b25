import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { messagesFor } from "~/i18n/catalog.server";
import { createText, type Text } from "~/i18n/create-text";
import {
  addressedLanguage,
  chooseLocale,
  directionOf,
  parseAcceptLanguage,
  type PageLocale,
} from "~/i18n/locale";
import { ownMessages, ownTextsOf, writtenLanguages } from "~/i18n/own-texts.server";
import type { PageBranding } from "~/messages/brand/page-branding.server";
import { brandStyle, PageBrand } from "./page-brand";

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; overflow-wrap: anywhere; background: light-dark(#f6f6f7, #161617); }
  main { box-sizing: border-box; width: min(28rem, 100% - 2rem); padding: 2rem; border-radius: 1rem;
    background: light-dark(#fff, #242426); color: light-dark(#1a1a1a, #f2f2f2); }
  h1 { margin: 0 0 .5rem; font-size: 1.375rem; line-height: 1.3; text-wrap: balance; }
  p { margin: 0; color: light-dark(#55565a, #b9babe); }
  button { margin-top: 1.5rem; padding: .75rem 1.5rem; border: 0; border-radius: .5rem; font: inherit; font-weight: 600;
    background: light-dark(#1a1a1a, #f2f2f2); color: light-dark(#fff, #1a1a1a); cursor: pointer; }
  .instead { margin-top: 1.25rem; }
  button:focus-visible, a:focus-visible { outline: 3px solid #3b82f6; outline-offset: 2px; }`;

/** Notices with a button that posts to the same URL. */
const QUESTIONS = [
  "unsubscribe",
  "confirmNews",
  "confirmNotify",
  "confirmTestAddress",
  "stopTestEmails",
] as const;
type Question = (typeof QUESTIONS)[number];

/** The short pages for email recipients: their texts are in public.json. */
export type PublicNotice =
  | Question
  | "unsubscribed"
  | "noAddress"
  /** A link with an invalid signature. */
  | "incomplete"
  /** A link in an email's text without a target. */
  | "nowhere"
  /** An expired confirmation. */
  | "expired"
  | "tooOften"
  /** After submitting a form in the shop without scripts. */
  | "checkInbox"
  | "requestReceived"
  | "confirmedNews"
  | "confirmedNotify"
  | "confirmedTestAddress"
  | "stoppedTestEmails";

/** The known properties of the reader. */
interface Reader {
  /** The shop's brand; null when the shop is unknown. */
  readonly look: PageBranding | null;
  /** BCP 47 */
  readonly locale: string | null;
  /** The shop's name where its brand is not shown. */
  readonly shopName?: string;
}

const UNKNOWN_READER: Reader = { look: null, locale: null };

/** A page with a predefined text, in the reader's language, else the browser's. */
export function publicNotice(
  status: number,
  request: Request,
  notice: PublicNotice,
  reader: Reader = UNKNOWN_READER,
): Response {
  return noticeIn(publicLocale([reader.locale], request, reader.look), status, notice, reader);
}

/** `publicNotice` in a language. */
export function noticeIn(
  page: PageLocale,
  status: number,
  notice: PublicNotice,
  { look, shopName = look?.shopName }: Pick<Reader, "look" | "shopName">,
): Response {
  const text = publicText(page, "UTC", look);
  const values = { shop: shopName ?? text("unknownShop") };
  const question = QUESTIONS.find((it) => it === notice);
  const title = text(`${notice}.title`, values);
  return publicDocument(status, {
    title,
    language: page.language,
    ...(look && { style: brandStyle(look) }),
    children: (
      <main>
        {look && <PageBrand look={look} />}
        <h1>{title}</h1>
        <p role={question ? undefined : "status"}>{text(`${notice}.text`, values)}</p>
        {question && (
          <form method="post">
            <button type="submit">{text(`${question}.button`)}</button>
          </form>
        )}
        {/* Only that email's own link may change the preferences. */}
        {notice === "unsubscribe" && <p className="instead">{text("unsubscribe.instead")}</p>}
      </main>
    ),
  });
}

/**
 * The language of a public page.
 *
 * @param wanted BCP 47, by precedence, before the browser's; null: unknown
 * @param look of the shop, which may have added languages; null: unknown
 */
export function publicLocale(
  wanted: readonly (string | null)[],
  request: Request,
  look: Pick<PageBranding, "texts"> | null,
): PageLocale {
  const browser = parseAcceptLanguage(request.headers.get("accept-language") ?? "");
  const all = [...wanted.filter((it) => it !== null), ...browser];
  return chooseLocale(all, all, writtenLanguages("public", look?.texts));
}

/**
 * @param timeZone the shop's, IANA
 * @param look of the shop; null: unknown, and the page has no text that addresses the reader in German
 */
export function publicText(
  { language, locale }: PageLocale,
  timeZone: string,
  look: Pick<PageBranding, "germanAddress" | "texts"> | null,
): Text<"public"> {
  const folder = addressedLanguage(language, look?.germanAddress ?? "informal");
  const built = messagesFor(folder, ["public"]);
  const own = ownTextsOf(folder, look?.texts);
  const messages = own ? { public: { ...built.public, ...ownMessages(own, "public") } } : built;
  return createText({ locale, timeZone, messages }, "public");
}

interface PublicDocument {
  readonly title: string;
  readonly language: string;
  /** CSS appended to the common rules. */
  readonly style?: string;
  readonly children: ReactNode;
}

/** A page for email recipients: no scripts, no cookies, no external resources but images, no framing. */
export function publicDocument(
  status: number,
  { title, language, style = "", children }: PublicDocument,
): Response {
  const markup = renderToStaticMarkup(
    <html lang={language} dir={directionOf(language)}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{title}</title>
        <style dangerouslySetInnerHTML={{ __html: STYLE + style }} />
      </head>
      <body>{children}</body>
    </html>,
  );
  return new Response(`<!doctype html>${markup}`, {
    status,
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Cache-Control": "no-store",
      "Content-Security-Policy":
        "default-src 'none'; style-src 'unsafe-inline'; img-src https:; form-action 'self'; frame-ancestors 'none'",
      "Referrer-Policy": "no-referrer",
      "X-Content-Type-Options": "nosniff",
    },
  });
}
