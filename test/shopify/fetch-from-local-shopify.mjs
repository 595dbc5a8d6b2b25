/**
 * A `fetch` that redirects requests for `https://*.myshopify.com` to the local Shopify at `origin`, and uses
 * `realFetch` for all others. Loaded before tsx, so its types are in a separate file.
 */
export function fetchFromLocalShopify(origin, realFetch) {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : String(input));
    const isShopify = url.protocol === "https:" && url.hostname.endsWith(".myshopify.com");
    if (!isShopify) return realFetch(input, init);

    const request = new Request(input, init);
    const headers = new Headers(request.headers);
    headers.set("x-sim-host", url.hostname);
    return realFetch(new URL(url.pathname + url.search, origin), {
      method: request.method,
      headers,
      body: request.body === null ? null : await request.arrayBuffer(),
      redirect: request.redirect,
      signal: request.signal,
    });
  };
}
