import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildExtensions } from "../../../support/build-extensions";

const CACHE = "node_modules/.cache/kindred";
const SOURCES = ["extensions/web-pixel", "app/events"];

/** The pixel as Shopify's tool builds it. Kept between runs for as long as no source of it changes. */
export function builtPixel(): string {
  const path = `${CACHE}/pixel-${fingerprint()}.js`;
  if (existsSync(path)) return readFileSync(path, "utf8");
  const folder = buildExtensions();
  const bundle = readFileSync(
    join(folder, "extensions/web-pixel/dist/kindred-web-pixel.js"),
    "utf8",
  );
  rmSync(folder, { recursive: true });
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(path, bundle);
  return bundle;
}

function fingerprint(): string {
  const hash = createHash("sha256");
  for (const folder of SOURCES) {
    for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
      if (/\.(ts|toml|json)$/.test(name))
        hash.update(name).update(readFileSync(join(folder, name)));
    }
  }
  return hash.update(readFileSync("package-lock.json")).digest("hex").slice(0, 16);
}
