import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import type { LocalShop, World } from "../../world";
import { readBlock } from "./read-block";

/** The theme app extension as App Bridge's `app.extensions()` reports it for a shop. */
export function themeExtension({ themeFolder }: World, { storefront }: LocalShop) {
  const activations = readdirSync(join(themeFolder, "blocks")).map((file) => {
    const handle = basename(file, ".liquid");
    const placed = storefront.placements.filter(({ block }) => block === handle);
    return {
      handle,
      name: readBlock(themeFolder, handle)?.schema.name ?? handle,
      target: readBlock(themeFolder, handle)?.schema.target ?? "section",
      status: placed.length > 0 ? "active" : "available",
      activations: placed.map(({ area }) => ({
        target: area,
        themeId: "gid://shopify/OnlineStoreTheme/1",
      })),
    };
  });
  return { handle: "kindred-theme", type: "theme_app_extension", activations };
}
