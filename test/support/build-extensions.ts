import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/**
 * Builds the extensions like `shopify app deploy`, offline, in a copy of the project whose web part needs no build.
 *
 * @returns the copy's folder; the results are in `extensions/…/dist`
 * @throws when Shopify's CLI refuses a toml or a source
 */
export function buildExtensions(): string {
  const folder = mkdtempSync(join(tmpdir(), "kindred-extensions-"));
  for (const part of ["shopify.app.toml", "package.json", "extensions", "app/events"]) {
    cpSync(part, join(folder, part), { recursive: true });
  }
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
