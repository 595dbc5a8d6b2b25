import { escapeHtml } from "../../admin-shell/shell-page";
import { decimal, minor } from "../../order-totals";
import type { ProductRecord, VariantRecord } from "../../store-records";
import { pictureUrl, type World } from "../../world";
import { isOnSale, type Visit } from "../visit";

export const formatMoney = (amountMinor: number, currency: string, locale = "en") =>
  new Intl.NumberFormat(locale, { style: "currency", currency }).format(
    Number(decimal(amountMinor, currency)),
  );

export const priceText = ({ shop, locale }: Visit, amount: string) =>
  formatMoney(minor(amount, shop.store.shop.currency), shop.store.shop.currency, locale);

export function picture(world: World, product: ProductRecord, className = ""): string {
  const url =
    pictureUrl(world, product.imageUrl) ?? `${world.origin}/cdn/products/${product.id}.svg`;
  return `<img class="${className}" src="${escapeHtml(url)}" alt="${escapeHtml(product.title)}" width="600" height="600" loading="lazy">`;
}

export function price(visit: Visit, { price, compareAtPrice }: VariantRecord): string {
  const old = compareAtPrice
    ? ` <s><span class="hidden">Before: </span>${priceText(visit, compareAtPrice)}</s>`
    : "";
  return `<span class="price">${priceText(visit, price)}${old}</span>`;
}

export const isSoldOut = ({ variants }: ProductRecord) =>
  variants.every((it) => it.inventoryQuantity <= 0);

export function productGrid(visit: Visit, products: readonly ProductRecord[]): string {
  return `<ul class="grid">${products.map((product) => `<li>${card(visit, product)}</li>`).join("")}</ul>`;
}

function card(visit: Visit, product: ProductRecord): string {
  const [variant] = product.variants;
  const note = isSoldOut(product) ? `<span class="sold-out">Sold out</span>` : "";
  return `<a href="${visit.prefix}/products/${product.handle}">${picture(visit.world, product)}
    <span class="name">${escapeHtml(product.title)}</span>${variant ? price(visit, variant) : ""}${note}</a>`;
}

const PER_PAGE = 48;

/** One page of a long list, with links to the others. */
export function productPages(
  visit: Visit,
  products: readonly ProductRecord[],
): { shown: readonly ProductRecord[]; html: string } {
  const { query, originalUrl } = visit.request;
  const last = Math.max(1, Math.ceil(products.length / PER_PAGE));
  const page = Math.min(last, Math.max(1, Number(query["page"]) || 1));
  const shown = products.slice((page - 1) * PER_PAGE, page * PER_PAGE);
  const to = (wanted: number, name: string) => {
    const url = new URL(originalUrl, visit.world.origin);
    url.searchParams.set("page", String(wanted));
    return `<a href="${escapeHtml(url.pathname + url.search)}">${name}</a>`;
  };
  const ways = [page > 1 ? to(page - 1, "Previous") : "", page < last ? to(page + 1, "Next") : ""];
  const pages = last > 1 ? `<nav class="pages" aria-label="Pages">${ways.join(" ")}</nav>` : "";
  return { shown, html: productGrid(visit, shown) + pages };
}

export const productsOnSale = ({ shop }: Visit) =>
  [...shop.store.products.values()].filter(isOnSale);
