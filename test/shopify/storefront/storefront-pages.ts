import { escapeHtml } from "../admin-shell/shell-page";
import { checkoutTotalMinor } from "../payloads/checkout-payload";
import { decimal, minor } from "../order-totals";
import type { CheckoutRecord, ProductRecord } from "../store-records";
import { pictureUrl, productUrl, storefrontUrl, type LocalShop, type World } from "../world";

const STYLE = `
  body { margin: 0; font: 16px/1.5 Georgia, serif; color: #22252b; background: #faf8f4; }
  header, main, footer { max-width: 960px; margin: 0 auto; padding: 20px; }
  header a { color: inherit; text-decoration: none; font-size: 22px; letter-spacing: .02em; }
  .grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(170px, 1fr)); gap: 24px; }
  .grid a { color: inherit; text-decoration: none; }
  .product { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 32px; }
  img { width: 100%; aspect-ratio: 1; border-radius: 6px; background: #fff; }
  .price { font-weight: bold; } s { color: #8b8578; font-weight: normal; }
  table { width: 100%; border-collapse: collapse; } td { padding: 10px 0; border-bottom: 1px solid #e4dfd5; }
  td:last-child { text-align: right; } td img { width: 64px; vertical-align: middle; margin-right: 12px; }
  button { font: inherit; padding: 10px 22px; border: 0; border-radius: 4px; background: #22252b; color: #fff; }
  footer { color: #8b8578; font-size: 13px; }
  @media (width < 640px) { .product { grid-template-columns: 1fr; } }
`;

function page(world: World, shop: LocalShop, title: string, main: string): string {
  const name = escapeHtml(shop.store.shop.name);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · ${name}</title><link rel="icon" href="data:,"><style>${STYLE}</style></head>
<body><header><a href="${storefrontUrl(world, shop)}">${name}</a></header>
<main>${main}</main>
<footer>${name}, ${escapeHtml(shop.store.shop.city)}. A plain stand-in for the shop's storefront.</footer></body></html>
`;
}

export function homePage(world: World, shop: LocalShop): string {
  const products = [...shop.store.products.values()].filter((it) => it.status === "ACTIVE");
  const cards = products.slice(0, 48).map((product) => card(world, shop, product));
  return page(world, shop, "Home", `<div class="grid">${cards.join("")}</div>`);
}

function card(world: World, shop: LocalShop, product: ProductRecord): string {
  return `<a href="${productUrl(world, shop, product.handle)}">${picture(world, product)}
    <div>${escapeHtml(product.title)}</div>${priceOf(shop, product)}</a>`;
}

export function productPage(world: World, shop: LocalShop, product: ProductRecord): string {
  const isSoldOut = product.variants.every((it) => it.inventoryQuantity <= 0);
  return page(
    world,
    shop,
    product.title,
    `<div class="product"><div>${picture(world, product)}</div><div>
      <h1>${escapeHtml(product.title)}</h1>${priceOf(shop, product)}
      <p>${escapeHtml(product.descriptionHtml.replace(/<[^>]*>/g, " ").trim())}</p>
      <p>${isSoldOut ? "Sold out" : "In stock"}</p></div></div>`,
  );
}

export function checkoutPage(world: World, shop: LocalShop, checkout: CheckoutRecord): string {
  const { currency } = checkout;
  const rows = checkout.lines.map((line) => {
    const product = shop.store.products.get(line.productId ?? "");
    const lineMinor = minor(line.unitPrice, currency) * line.quantity;
    return `<tr><td>${product ? picture(world, product) : ""}${escapeHtml(line.title)} × ${line.quantity}</td>
      <td>${money(lineMinor, currency)}</td></tr>`;
  });
  const end =
    checkout.completedAt === null
      ? `<form method="post"><button>Complete the order</button></form>`
      : "<p>This order is complete. Thank you.</p>";
  return page(
    world,
    shop,
    "Your checkout",
    `<h1>Your checkout</h1><table>${rows.join("")}
      <tr><td><b>Total</b></td><td><b>${money(checkoutTotalMinor(checkout), currency)}</b></td></tr></table>${end}`,
  );
}

export function missingPage(world: World, shop: LocalShop): string {
  const home = storefrontUrl(world, shop);
  return page(
    world,
    shop,
    "Not found",
    `<h1>Not found</h1><p><a href="${home}">To the shop</a></p>`,
  );
}

function picture(world: World, product: ProductRecord): string {
  const url =
    pictureUrl(world, product.imageUrl) ?? `${world.origin}/cdn/products/${product.id}.svg`;
  return `<img src="${escapeHtml(url)}" alt="${escapeHtml(product.title)}" loading="lazy">`;
}

function priceOf(shop: LocalShop, product: ProductRecord): string {
  const [variant] = product.variants;
  if (!variant) return "";
  const { currency } = shop.store.shop;
  const before = variant.compareAtPrice;
  const old = before ? ` <s>${money(minor(before, currency), currency)}</s>` : "";
  return `<div class="price">${money(minor(variant.price, currency), currency)}${old}</div>`;
}

const money = (amountMinor: number, currency: string) =>
  new Intl.NumberFormat("en", { style: "currency", currency }).format(
    Number(decimal(amountMinor, currency)),
  );
