import type { PageType, ReferrerType } from "~/events/browsing";

/** The first segment of a path that identifies the page type; languages and markets precede it. */
const PAGES: Readonly<Record<string, PageType>> = {
  products: "product",
  collections: "collection",
  search: "search",
  cart: "cart",
  checkouts: "checkout",
  checkout: "checkout",
  account: "account",
  pages: "content",
  blogs: "content",
  policies: "content",
};

const OUTSIDE: readonly (readonly [ReferrerType, RegExp])[] = [
  ["search", /(^|\.)(google|bing|duckduckgo|yahoo|ecosia|baidu|yandex)\./],
  [
    "social",
    /(^|\.)((facebook|instagram|tiktok|pinterest|youtube|reddit|linkedin|twitter|x)\.com|t\.co)$/,
  ],
  ["email", /(^|\.)(email|webmail|outlook)\./],
];

/** The type of a storefront page: the only part of its URL that leaves the browser. */
export function pageOf(path: string): PageType {
  const names = path.split("/").filter((it) => it !== "");
  // /collections/trays/products/cedar-tray is the tray's page.
  if (names.includes("products")) return "product";
  const name = names.find((it) => Object.hasOwn(PAGES, it));
  if (name !== undefined) return PAGES[name] ?? "other";
  return names.length === 0 ||
    (names.length === 1 && /^[a-z]{2}(-[a-z]{2})?$/i.test(names[0] ?? ""))
    ? "home"
    : "other";
}

/** The origin of a visit. */
export function referrerOf(referrer: string, host: string): ReferrerType {
  const from = /^https?:\/\/([^/:?#]+)/.exec(referrer)?.[1];
  if (from === undefined) return "direct";
  if (from === host) return "inside";
  return OUTSIDE.find(([, hosts]) => hosts.test(from))?.[0] ?? "other";
}
