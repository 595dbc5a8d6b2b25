/** A theme block that Shopify, or this storefront, cannot render. Names the file. */
export class ThemeError extends Error {
  override readonly name = "ThemeError";
}
