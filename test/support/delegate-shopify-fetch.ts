import "@shopify/shopify-api/adapters/node";
import { setAbstractFetchFunc } from "@shopify/shopify-api/runtime";

/**
 * Shopify's library captures `fetch` when it is imported. Test files that share modules replace `fetch`, so this
 * delegates to the current one.
 */
setAbstractFetchFunc((input, init) => globalThis.fetch(input, init));
