// node --import ./test/shopify/preload.mjs … Redirects requests for *.myshopify.com to the local Shopify. It must run
// before any Shopify package, because their adapters capture `fetch` when they are imported.
import { fetchFromLocalShopify } from "./fetch-from-local-shopify.mjs";

const localShopify = process.env.KINDRED_SHOPIFY_SIM;

if (localShopify) {
  if (process.env.NODE_ENV === "production" && process.env.KINDRED_DEMO !== "1") {
    throw new Error(
      "KINDRED_SHOPIFY_SIM is set in production: the app would talk to a stand-in, not to Shopify. Unset it.",
    );
  }
  globalThis.fetch = fetchFromLocalShopify(localShopify, globalThis.fetch);
}
