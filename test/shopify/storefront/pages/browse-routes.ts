import type { Router } from "express";
import { escapeHtml } from "../../admin-shell/shell-page";
import { textOf } from "../../admin-routes";
import type { World } from "../../world";
import { collectionViewed, productViewed, searchSubmitted } from "../standard-events";
import { findProduct, visiting, type Visit } from "../visit";
import { sendPage } from "./layout";
import {
  isSoldOut,
  picture,
  price,
  priceText,
  productGrid,
  productPages,
  productsOnSale,
} from "./parts";

/** Home, collections, products and search. */
export function browseRoutes(router: Router, world: World): void {
  router.get("/", visiting(world, home));
  router.get("/collections/all", visiting(world, everything));
  router.get("/collections/:handle", visiting(world, collection));
  router.get("/collections/:collection/products/:handle", visiting(world, product));
  router.get("/products/:handle", visiting(world, product));
  router.get("/search", visiting(world, search));
}

function home(visit: Visit) {
  const products = productsOnSale(visit);
  const newest = products
    .toSorted((a, b) => (b.publishedAt ?? "").localeCompare(a.publishedAt ?? ""))
    .slice(0, 12);
  const collections = [...visit.shop.store.collections.values()].slice(0, 12);
  const links = collections.map(
    ({ handle, title }) =>
      `<a class="chip" href="${visit.prefix}/collections/${handle}">${escapeHtml(title)}</a>`,
  );
  const main = `<h1>${escapeHtml(visit.shop.store.shop.name)}</h1>
    <nav class="chips" aria-label="Collections">${links.join("")}</nav>
    <h2>New</h2>${productGrid(visit, newest)}
    <p><a href="${visit.prefix}/collections/all">All ${products.length} products</a></p>`;
  return sendPage(visit, { title: "Home", template: "index", main });
}

function everything(visit: Visit) {
  const { shown, html } = productPages(visit, productsOnSale(visit));
  // Shopify's own collection of everything has no number.
  const events = [collectionViewed(visit, { id: "", title: "Products" }, shown)];
  const main = `<h1>Products</h1>${html}`;
  return sendPage(visit, { title: "Products", template: "collection", main, events });
}

function collection(visit: Visit) {
  const { handle } = visit.request.params;
  const found = [...visit.shop.store.collections.values()].find((it) => it.handle === handle);
  if (!found) return missing(visit);
  const products = productsOnSale(visit).filter(({ id }) => found.productIds.includes(id));
  const { shown, html } = productPages(visit, products);
  return sendPage(visit, {
    title: found.title,
    template: "collection",
    main: `<h1>${escapeHtml(found.title)}</h1>${html}`,
    events: [collectionViewed(visit, found, shown)],
  });
}

function product(visit: Visit) {
  const found = findProduct(visit, visit.request.params["handle"] ?? "");
  const wanted = visit.request.query["variant"];
  const variant = found?.variants.find(({ id }) => id === wanted) ?? found?.variants[0];
  if (!found || !variant) return missing(visit);
  const options = found.variants.map((it) => {
    const name = `${it.title} · ${priceText(visit, it.price)}${it.inventoryQuantity > 0 ? "" : " · sold out"}`;
    return `<option value="${it.id}"${it === variant ? " selected" : ""}>${escapeHtml(name)}</option>`;
  });
  const choice =
    found.variants.length > 1
      ? `<label>Variant <select name="id" id="variant">${options.join("")}</select></label>`
      : `<input type="hidden" name="id" value="${variant.id}">`;
  const left = variant.inventoryQuantity;
  const stock = left <= 0 ? "Sold out" : left < 10 ? `Only ${left} left` : "In stock";
  const main = `<div class="product"><div>${picture(visit.world, found)}</div><div>
    <p class="vendor">${escapeHtml(found.vendor)}</p><h1>${escapeHtml(found.title)}</h1>
    ${price(visit, variant)}<p class="stock" data-stock="${left > 0 ? "in" : "out"}">${stock}</p>
    <form method="post" action="${visit.prefix}/cart/add" class="stack">${choice}
      <label>Quantity <input type="number" name="quantity" value="1" min="1" max="99"></label>
      <button${isSoldOut(found) || left <= 0 ? " disabled" : ""}>${left <= 0 ? "Sold out" : "Add to cart"}</button></form>
    <p>${escapeHtml(found.descriptionHtml.replace(/<[^>]*>/g, " ").trim())}</p></div></div>`;
  return sendPage(visit, {
    title: found.title,
    template: "product",
    product: found,
    main,
    events: [productViewed(visit, found, variant)],
  });
}

function search(visit: Visit) {
  const query = textOf(visit.request.query["q"]).trim();
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = words.length
    ? productsOnSale(visit).filter(({ title, productType, tags }) => {
        const text = `${title} ${productType} ${tags.join(" ")}`.toLowerCase();
        return words.every((word) => text.includes(word));
      })
    : [];
  const { shown, html } = productPages(visit, found);
  const result =
    query === ""
      ? ""
      : found.length === 0
        ? `<p>Nothing was found for “${escapeHtml(query)}”. Try fewer words.</p>`
        : `<p>${found.length} found for “${escapeHtml(query)}”.</p>${html}`;
  const main = `<h1>Search</h1><form action="${visit.prefix}/search" class="stack">
    <label>Search for <input type="search" name="q" value="${escapeHtml(query)}"></label><button>Search</button></form>${result}`;
  const events = query === "" ? [] : [searchSubmitted(visit, query, shown)];
  return sendPage(visit, { title: "Search", template: "search", main, events });
}

export function missing(visit: Visit): Promise<void> {
  return sendPage(visit, {
    title: "Not found",
    template: "404",
    status: 404,
    main: `<h1>Not found</h1><p>This page is not there any more. <a href="${visit.prefix}/">To the shop</a></p>`,
  });
}
