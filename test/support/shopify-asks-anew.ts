import "@shopify/shopify-api/adapters/node";
import { setAbstractFetchFunc } from "@shopify/shopify-api/runtime";

/**
 * Shopify's library takes hold of `fetch` when it is imported. Test files that share what they import
 * give it another `fetch` each, so it asks for the one that stands now.
 */
setAbstractFetchFunc((input, init) => globalThis.fetch(input, init));
