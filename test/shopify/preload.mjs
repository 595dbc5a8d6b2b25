// node --import ./test/shopify/preload.mjs …
// Sends requests for *.myshopify.com to the local Shopify. It has to run before any Shopify
// package, because their adapters take hold of `fetch` when they are imported.
const localShopify = process.env.KINDRED_SHOPIFY_SIM;

if (localShopify) {
  if (process.env.NODE_ENV === "production" && process.env.KINDRED_DEMO !== "1") {
    throw new Error(
      "KINDRED_SHOPIFY_SIM is set in production: the app would talk to a stand-in, not to Shopify. Unset it.",
    );
  }
  const realFetch = globalThis.fetch;

  globalThis.fetch = async function fetchFromLocalShopify(input, init) {
    const url = new URL(input instanceof Request ? input.url : String(input));
    const isShopify = url.protocol === "https:" && url.hostname.endsWith(".myshopify.com");
    if (!isShopify) return realFetch(input, init);

    const request = new Request(input, init);
    const headers = new Headers(request.headers);
    headers.set("x-sim-host", url.hostname);
    return realFetch(new URL(url.pathname + url.search, localShopify), {
      method: request.method,
      headers,
      body: request.body === null ? null : await request.arrayBuffer(),
      redirect: request.redirect,
      signal: request.signal,
    });
  };
}
