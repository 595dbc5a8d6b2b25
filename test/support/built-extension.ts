import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { buildExtensions } from "./build-extensions";

const CACHE = "node_modules/.cache/kindred";

export interface ExtensionSource {
  /** Its folder under `extensions/`. */
  readonly folder: string;
  readonly handle: string;
  /** Further folders that it includes. */
  readonly uses?: readonly string[];
}

/** An extension's script, built by Shopify's CLI. Cached between runs until one of its sources changes. */
export function builtExtension(source: ExtensionSource): string {
  const path = `${CACHE}/${source.handle}-${fingerprint(source)}.js`;
  if (existsSync(path)) return readFileSync(path, "utf8");
  const folder = buildExtensions();
  const built = join(folder, "extensions", source.folder, "dist", `${source.handle}.js`);
  const bundle = readFileSync(built, "utf8");
  rmSync(folder, { recursive: true });
  mkdirSync(CACHE, { recursive: true });
  // Written to a temporary file and renamed, since a concurrent test may be reading it.
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, bundle);
  renameSync(unfinished, path);
  return bundle;
}

function fingerprint({ folder, uses = [] }: ExtensionSource): string {
  const hash = createHash("sha256");
  for (const part of [`extensions/${folder}`, ...uses]) {
    for (const name of readdirSync(part, { recursive: true, encoding: "utf8" }).sort()) {
      if (/\.(ts|js|toml|json)$/.test(name))
        hash.update(name).update(readFileSync(join(part, name)));
    }
  }
  return hash.update(readFileSync("package-lock.json")).digest("hex").slice(0, 16);
}
