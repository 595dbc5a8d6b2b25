import { createHash } from "node:crypto";
import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { COMPRESSED_TYPES, ENCODINGS, type Encoding } from "./encodings.ts";

/** Smaller files do not shrink. */
const MIN_BYTES = 512;

const COMPRESS: Readonly<Record<Encoding["name"], (bytes: Buffer) => Promise<Buffer>>> = {
  br: (bytes) =>
    promisify(brotliCompress)(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
  gzip: (bytes) => promisify(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION }),
};

/**
 * Writes a compressed copy next to each asset. The best quality takes seconds for all, so the result is cached for
 * the next build by content.
 */
export async function compressAssets(
  folder: string,
  { cache }: { readonly cache: string },
): Promise<void> {
  await mkdir(cache, { recursive: true });
  const names = (await readdir(folder)).filter((name) => COMPRESSED_TYPES.has(extname(name)));
  const used = await Promise.all(names.map((name) => compressAsset(join(folder, name), cache)));
  const current = new Set(used.flat());
  const former = (await readdir(cache)).filter((name) => !current.has(name));
  await Promise.all(former.map((name) => rm(join(cache, name), { force: true })));
}

/** @returns the cached files of the result */
async function compressAsset(path: string, cache: string): Promise<string[]> {
  const bytes = await readFile(path);
  if (bytes.length < MIN_BYTES) return [];
  const hash = createHash("sha256").update(bytes).digest("hex");
  for (const { name, suffix } of ENCODINGS) {
    const cached = join(cache, hash + suffix);
    try {
      await copyFile(cached, path + suffix);
    } catch {
      const compressed = await COMPRESS[name](bytes);
      await writeFile(path + suffix, compressed);
      // Atomic: an interrupted build leaves no partial file for the next.
      await writeFile(`${cached}.new`, compressed);
      await rename(`${cached}.new`, cached);
    }
  }
  return ENCODINGS.map(({ suffix }) => hash + suffix);
}
