// node --import … Sends an app's requests for Shopify and Amazon SNS to their local stand-ins. Unlike
// test/shopify/preload.mjs it does so with the settings of production.
import { fetchFromLocalShopify } from "../shopify/fetch-from-local-shopify.mjs";

const { LOCAL_SHOPIFY, LOCAL_SNS } = process.env;
const realFetch = globalThis.fetch;

if (LOCAL_SHOPIFY && LOCAL_SNS) {
  globalThis.fetch = fetchFromLocalShopify(LOCAL_SHOPIFY, (input, init) => {
    const { hostname, pathname, search } = new URL(
      input instanceof Request ? input.url : String(input),
    );
    return /^sns\.[a-z0-9-]+\.amazonaws\.com$/.test(hostname)
      ? realFetch(new URL(pathname + search, LOCAL_SNS), init)
      : realFetch(input, init);
  });
}
