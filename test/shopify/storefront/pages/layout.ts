import { escapeHtml } from "../../admin-shell/shell-page";
import { takeFault } from "../../faults";
import type { StandardEvent } from "../storefront-state";
import { renderBlocks } from "../theme/render-blocks";
import type { Template } from "../theme/placements";
import { cartOf, customerOf, LOCALES, type Visit } from "../visit";
import type { ProductRecord } from "../../store-records";
import { pageFacts } from "./page-facts";

export interface PageContent {
  readonly title: string;
  readonly main: string;
  /** Null is a page of the checkout: no theme, no blocks. */
  readonly template: Template | null;
  readonly status?: number;
  readonly product?: ProductRecord;
  /** This page's pixel events, after `page_viewed`. */
  readonly events?: readonly StandardEvent[];
}

/** Sends a page of the storefront, with the theme's blocks and its pixel events. */
export async function sendPage(visit: Visit, content: PageContent): Promise<void> {
  const { world, response, session } = visit;
  const { storefront } = world.faults;
  if (takeFault(storefront, "fail")) {
    response.status(storefront.failStatus).type("text").send("The storefront does not answer");
    return;
  }
  const blocks = content.template
    ? await renderBlocks(visit, { template: content.template, product: content.product ?? null })
    : { head: "", main: "", footer: "", embed: "" };
  const events = [{ name: "page_viewed", data: {} }, ...session.pending, ...(content.events ?? [])];
  session.pending = [];
  response
    .status(content.status ?? 200)
    .set("cache-control", "no-store")
    .type("html")
    .send(page(visit, content, blocks, events));
}

function page(
  visit: Visit,
  { title, main, template }: PageContent,
  blocks: Awaited<ReturnType<typeof renderBlocks>>,
  events: readonly StandardEvent[],
): string {
  const { shop, locale } = visit;
  const name = escapeHtml(shop.store.shop.name);
  const facts = pageFacts(visit, events);
  return `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · ${name}</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="/storefront.css">
<script type="application/json" id="storefront-facts">${JSON.stringify(facts).replaceAll("<", "\\u003c")}</script>
<script src="/storefront.js"></script>${blocks.head}</head>
<body><a class="skip" href="#main">Skip to content</a>
${template ? header(visit, name) : `<header class="bar"><a class="shop" href="/">${name}</a><a href="/cart">Back to the cart</a></header>`}
<main id="main">${main}${blocks.main}</main>
<footer>${blocks.footer}<p>${name}, ${escapeHtml(shop.store.shop.city)}. A plain stand-in for the shop's storefront.</p>
<p>${LOCALES.map((it) => languageLink(visit, it)).join(" · ")} · <button class="link" type="button" id="privacy-choices" hidden>Privacy choices</button></p></footer>
${blocks.embed}</body></html>
`;
}

function header(visit: Visit, name: string): string {
  const { prefix } = visit;
  const count = (cartOf(visit)?.lines ?? []).reduce((sum, { quantity }) => sum + quantity, 0);
  const customer = customerOf(visit);
  const account = customer
    ? `<a href="${prefix}/account">${escapeHtml(customer.firstName ?? "Account")}</a>`
    : `<a href="${prefix}/account/login">Log in</a>`;
  return `<header class="bar"><a class="shop" href="${prefix}/">${name}</a>
<form class="search" action="${prefix}/search" role="search"><input type="search" name="q" aria-label="Search" placeholder="Search"></form>
<nav aria-label="Shop"><a href="${prefix}/collections/all">Products</a>${account}<a href="${prefix}/cart">Cart (${count})</a></nav></header>`;
}

function languageLink({ locale, request }: Visit, wanted: (typeof LOCALES)[number]): string {
  if (wanted === locale) return `<b>${wanted}</b>`;
  const path = wanted === LOCALES[0] ? request.path : `/${wanted}${request.path}`;
  return `<a href="${escapeHtml(path)}" hreflang="${wanted}">${wanted}</a>`;
}
