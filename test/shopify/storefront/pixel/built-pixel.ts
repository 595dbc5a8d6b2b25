import { builtExtension } from "../../../support/built-extension";

/** The pixel, built by Shopify's CLI. */
export const builtPixel = (): string =>
  builtExtension({ folder: "web-pixel", handle: "kindred-web-pixel", uses: ["app/events"] });
