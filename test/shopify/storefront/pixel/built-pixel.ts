import { builtExtension } from "../../../support/built-extension";

/** The pixel as Shopify's tool builds it. */
export const builtPixel = (): string =>
  builtExtension({ folder: "web-pixel", handle: "kindred-web-pixel", uses: ["app/events"] });
