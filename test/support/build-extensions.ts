import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const CACHE = "node_modules/.cache/kindred";
/** Everything that the build reads. */
const SOURCES = ["shopify.app.toml", "package.json", "extensions", "app/events"];

let built: string | undefined;

/**
 * Builds all extensions like `shopify app deploy`, offline, in a copy of the project whose web part needs no build. A
 * build takes seconds, so its results are kept until one of its sources changes.
 *
 * @returns a folder with the results in `extensions/…/dist`, which must not be changed
 * @throws when Shopify's CLI refuses a toml or a source
 */
export function buildExtensions(): string {
  built ??= findOrBuild();
  return built;
}

function findOrBuild(): string {
  const path = join(CACHE, `extensions-${fingerprint()}`);
  if (existsSync(path)) return path;
  const copy = build();
  mkdirSync(CACHE, { recursive: true });
  // Copied and then renamed, since a concurrent test may build or read it too.
  const unfinished = mkdtempSync(`${path}.`);
  cpSync(join(copy, "extensions"), join(unfinished, "extensions"), { recursive: true });
  rmSync(copy, { recursive: true });
  try {
    renameSync(unfinished, path);
  } catch (error) {
    // Another process was faster.
    if (!existsSync(path)) throw error;
    rmSync(unfinished, { recursive: true });
  }
  return path;
}

function build(): string {
  const folder = mkdtempSync(join(tmpdir(), "kindred-extensions-"));
  for (const part of SOURCES) cpSync(part, join(folder, part), { recursive: true });
  const web = readFileSync("shopify.web.toml", "utf8");
  writeFileSync(join(folder, "shopify.web.toml"), web.replaceAll(/"np[mx] [^"]*"/g, '"true"'));
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
  execFileSync(
    resolve("node_modules/.bin/shopify"),
    ["app", "build", "--skip-dependencies-installation", "--path", folder],
    { env: { ...process.env, CI: "1", SHOPIFY_CLI_NO_ANALYTICS: "1" }, stdio: "pipe" },
  );
  return folder;
}

function fingerprint(): string {
  const hash = createHash("sha256");
  for (const source of [...SOURCES, "shopify.web.toml", "package-lock.json"]) {
    const files = statSync(source).isDirectory()
      ? readdirSync(source, { recursive: true, withFileTypes: true })
          .filter((it) => it.isFile())
          .map((it) => join(it.parentPath, it.name))
          .sort()
      : [source];
    for (const path of files) hash.update(path).update(readFileSync(path));
  }
  return hash.digest("hex").slice(0, 16);
}
