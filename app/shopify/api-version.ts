/** The Admin API's version: the same in every request, in `shopifyApp` and in shopify.app.toml. */
export const API_VERSION = "2026-10";
