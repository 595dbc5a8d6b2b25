/** The Admin API version of all requests, of `shopifyApp` and of shopify.app.toml. */
export const API_VERSION = "2026-10";
