import { storefrontUrl, type LocalShop, type World } from "../world";

/** The admin page with the app's URL in its iframe. */
export function shellPage(world: World, shop: LocalShop, appUrl: string): string {
  const { name, timeZone } = shop.store.shop;
  const facts = {
    handle: shop.handle,
    appHandle: world.config.handle,
    appOrigin: new URL(world.appUrl).origin,
    clock: world.clock.reading(),
    timeZone,
  };
  return page(
    world,
    shop,
    `<nav aria-label="Store">
      ${PLACES.map((place) => `<span class="place">${place}</span>`).join("\n      ")}
      <div class="heading">Apps</div>
      <div id="app-nav"></div>
    </nav>
    <main>
      <div class="app-bar">
        <span class="name" id="app-name">${escapeHtml(world.config.name)}</span>
        <span class="title" id="title"></span>
        <span class="actions" id="title-actions"></span>
      </div>
      <div class="save-bar" id="save-bar" hidden>
        <span>Unsaved changes</span><span class="actions" id="save-actions"></span>
      </div>
      <iframe id="app" name="app-iframe" title="${escapeHtml(world.config.name)}" data-src="${escapeHtml(appUrl)}"
        allow="clipboard-write"></iframe>
    </main>
    <div class="toasts" id="toasts"></div>
    <dialog id="picker"><form method="dialog">
      <input type="search" id="picker-search" placeholder="Search" aria-label="Search">
      <div class="picker-list" id="picker-list"></div>
      <div class="actions"><button value="">Cancel</button><button class="primary" value="select">Select</button></div>
    </form></dialog>
    <script type="application/json" id="shell-facts">${jsonInHtml(facts)}</script>
    <script src="/admin-shell/shell.js" defer></script>`,
    name,
  );
}

const PLACES = ["Home", "Orders", "Products", "Customers"];

/** Shown while the app is not installed. */
export function installPage(world: World, shop: LocalShop): string {
  const scopes = world.config.scopes.map((it) => `<li>${escapeHtml(it)}</li>`).join("");
  return page(
    world,
    shop,
    `<nav aria-label="Store"></nav>
    <main><form class="install" method="post" action="/store/${shop.handle}/install">
      <h1>Install ${escapeHtml(world.config.name)}?</h1>
      <p>It asks to:</p><ul>${scopes}</ul>
      <button class="primary">Install</button>
    </form></main>`,
    shop.store.shop.name,
  );
}

/** A page of the admin around `body`. */
export function page(world: World, shop: LocalShop, body: string, storeName: string): string {
  const initials = storeName
    .split(/\s+/)
    .map((word) => word[0] ?? "")
    .slice(0, 2)
    .join("")
    .toUpperCase();
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${escapeHtml(`${storeName} · ${world.config.name}`)}</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/admin-shell/shell.css">
  </head>
  <body>
    <header class="top">
      <button type="button" id="nav-toggle" aria-label="Menu">☰</button>
      <span class="mark">Local admin</span>
      <span class="note">a stand-in for Shopify</span>
      <span class="clock"><span id="clock-time" title="Store time"></span><span class="rate" id="clock-rate"></span></span>
      <a class="store" href="${storefrontUrl(world, shop)}" target="_blank" title="Open the storefront" style="color:inherit;text-decoration:none">
        <b class="initials">${escapeHtml(initials)}</b><span>${escapeHtml(storeName)}</span></a>
    </header>
    ${body}
  </body>
</html>
`;
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

const jsonInHtml = (value: unknown) => JSON.stringify(value).replaceAll("<", "\\u003c");
