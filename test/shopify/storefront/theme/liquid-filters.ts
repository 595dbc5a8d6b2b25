import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Liquid } from "liquidjs";
import { escapeHtml } from "../../admin-shell/shell-page";
import { formatMoney } from "../pages/parts";
import type { Visit } from "../visit";
import { StrictDrop } from "./strict-drop";
import { ThemeError } from "./theme-error";
import { translate } from "./translate";

/** Filters of liquidjs that Shopify does not have. */
const NOT_SHOPIFYS = [
  "raw",
  "inspect",
  "jsonify",
  "to_integer",
  "date_to_xmlschema",
  "date_to_rfc822",
  "date_to_string",
  "date_to_long_string",
  "slugify",
  "number_of_words",
  "array_to_sentence_string",
  "push",
  "unshift",
  "pop",
  "shift",
  "sample",
  "where_exp",
  "group_by",
  "group_by_exp",
  "find_exp",
  "reject_exp",
  "find_index_exp",
  "has_exp",
  "normalize_whitespace",
  "cgi_escape",
  "uri_escape",
  "xml_escape",
];

/** Named arguments of a filter are passed as pairs. */
type Arg = unknown;
const named = (args: readonly Arg[]) =>
  Object.fromEntries(args.filter((it): it is [string, unknown] => Array.isArray(it)));

/** Shopify's own filters in addition to Liquid's (https://shopify.dev/docs/api/liquid/filters). */
export function registerFilters(engine: Liquid, visit: Visit): void {
  const { world, shop, locale } = visit;
  const { currency } = shop.store.shop;
  for (const name of NOT_SHOPIFYS) Reflect.deleteProperty(engine.filters, name);
  const on = (name: string, filter: (value: unknown, ...args: Arg[]) => unknown) =>
    engine.registerFilter(name, filter);

  on("t", (key, ...args) => translate(world.themeFolder, locale, String(key), named(args)));
  on("asset_url", (name) => {
    if (!existsSync(join(world.themeFolder, "assets", String(name)))) {
      throw new ThemeError(`there is no assets/${String(name)}`);
    }
    return `${world.origin}/cdn/theme/assets/${String(name)}`;
  });
  on(
    "stylesheet_tag",
    (url) =>
      `<link href="${escapeHtml(String(url))}" rel="stylesheet" type="text/css" media="all">`,
  );
  on("script_tag", (url) => `<script src="${escapeHtml(String(url))}"></script>`);
  const money = (amount: unknown) =>
    amount === null || amount === undefined ? "" : formatMoney(Number(amount), currency, locale);
  on("money", money);
  on("money_with_currency", (amount) => (amount === null ? "" : `${money(amount)} ${currency}`));
  on("money_without_trailing_zeros", (amount) => money(amount).replace(/[.,]00(?=\D*$)/, ""));
  on("image_url", (image, ...args) => withWidth(image, named(args)["width"]));
  on("img_url", (image) => withWidth(image, null));
  on("image_tag", (url, ...args) => {
    const { widths: _, ...attributes } = named(args);
    const rest = Object.entries({
      loading: "lazy",
      width: 600,
      height: 600,
      alt: "",
      ...attributes,
    })
      .map(([key, value]) => `${key}="${escapeHtml(String(value))}"`)
      .join(" ");
    return `<img src="${escapeHtml(String(url))}" ${rest}>`;
  });
  on("handleize", (text) => handleOf(text));
  on("handle", (text) => handleOf(text));
  on("link_to", (text, url) => `<a href="${escapeHtml(String(url))}">${String(text)}</a>`);
}

/** An image is a path as text, or an object with a path. */
function withWidth(image: unknown, width: unknown): string {
  const url = image instanceof StrictDrop ? image.toString() : image;
  if (typeof url !== "string") return "";
  if (typeof width !== "number") return url;
  return `${url}${url.includes("?") ? "&" : "?"}width=${width}`;
}

const handleOf = (text: unknown) =>
  String(text)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
