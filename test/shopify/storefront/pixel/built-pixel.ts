import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buildExtensions } from "../../../support/build-extensions";

/** The pixel, built by Shopify's CLI. */
export const builtPixel = (): string =>
  readFileSync(join(buildExtensions(), "extensions/web-pixel/dist/kindred-web-pixel.js"), "utf8");
