import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import type { PageBranding } from "~/messages/brand/page-branding.server";
import { directionOf, type EmailLanguage } from "~/messages/document/languages";
import { PAGE_WORDS, pageLanguage, fillText, type PageWords } from "~/messages/pages/page-words";
import { brandStyle, PageBrand } from "./page-brand";

export interface PublicPage {
  readonly title: string;
  readonly text: string;
  /** Label of a button that posts to the same URL. */
  readonly button?: string;
  /** An alternative, shown below the button. */
  readonly instead?: string;
  readonly language: EmailLanguage;
  /** The shop's brand; null when the shop is unknown. */
  readonly look: PageBranding | null;
}

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: light-dark(#f6f6f7, #161617); }
  main { box-sizing: border-box; width: min(28rem, 100% - 2rem); padding: 2rem; border-radius: 1rem;
    background: light-dark(#fff, #242426); color: light-dark(#1a1a1a, #f2f2f2); }
  h1 { margin: 0 0 .5rem; font-size: 1.375rem; line-height: 1.3; text-wrap: balance; }
  p { margin: 0; color: light-dark(#55565a, #b9babe); }
  button { margin-top: 1.5rem; padding: .75rem 1.5rem; border: 0; border-radius: .5rem; font: inherit; font-weight: 600;
    background: light-dark(#1a1a1a, #f2f2f2); color: light-dark(#fff, #1a1a1a); cursor: pointer; }
  .instead { margin-top: 1.25rem; }
  button:focus-visible, a:focus-visible { outline: 3px solid #3b82f6; outline-offset: 2px; }`;

/** A short page for email recipients. */
export function publicPage(
  status: number,
  { title, text, button, instead, language, look }: PublicPage,
): Response {
  return publicDocument(status, {
    title,
    language,
    ...(look && { style: brandStyle(look) }),
    children: (
      <main>
        {look && <PageBrand look={look} />}
        <h1>{title}</h1>
        <p role={button ? undefined : "status"}>{text}</p>
        {button && (
          <form method="post">
            <button type="submit">{button}</button>
          </form>
        )}
        {instead && <p className="instead">{instead}</p>}
      </main>
    ),
  });
}

/** The known properties of the reader. */
interface Reader {
  readonly look: PageBranding | null;
  /** BCP 47 */
  readonly locale: string | null;
}

const UNKNOWN_READER: Reader = { look: null, locale: null };

/** A page with a predefined text, in the reader's language, else the browser's. */
export function publicNotice(
  status: number,
  request: Request,
  choose: (words: PageWords) => Pick<PublicPage, "title" | "text" | "button" | "instead">,
  { look, locale }: Reader = UNKNOWN_READER,
): Response {
  const language = pageLanguage([locale], request.headers.get("accept-language"));
  const words = PAGE_WORDS[language];
  const { title, text, ...rest } = choose(words);
  const values = { shop: look?.shopName ?? words.thisShop };
  return publicPage(status, {
    ...rest,
    title: fillText(title, values),
    text: fillText(text, values),
    language,
    look,
  });
}

interface PublicDocument {
  readonly title: string;
  readonly language: EmailLanguage;
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
