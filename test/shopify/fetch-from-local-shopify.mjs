/**
 * A `fetch` that asks the local Shopify at `origin` for what is asked of `https://*.myshopify.com`,
 * and `realFetch` for all else. It is loaded before tsx is: its types are beside it.
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
