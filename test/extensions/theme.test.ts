import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { buildExtensions } from "../support/build-extensions";

const THEME = "extensions/theme";
const read = (path: string) => readFileSync(join(THEME, path), "utf8");
const list = (folder: string) => readdirSync(join(THEME, folder));

test("Shopify's theme check reports no offenses", () => {
  const args = ["--path", THEME, "--config", "theme-check:theme-app-extension"];
  const env = { ...process.env, CI: "1", SHOPIFY_CLI_NO_ANALYTICS: "1" };
  const output = execFileSync(
    resolve("node_modules/.bin/shopify"),
    ["theme", "check", "--fail-level", "info", "--output", "json", ...args],
    { env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] },
  );
  expect(JSON.parse(output)).toEqual([]);
});

test("Shopify's CLI builds the blocks with the rest of the app", () => {
  expect(existsSync(join(buildExtensions(), THEME, "blocks/recommended.liquid"))).toBe(true);
});

test.each(list("assets").filter((name) => name.endsWith(".js")))(
  "%s is at most 3.5 kB over the wire",
  (name) => {
    expect(gzipSync(read(`assets/${name}`)).length).toBeLessThanOrEqual(3_500);
  },
);

test("a page that shows a form loads at most 15 kB for it", () => {
  const loaded = [...read("blocks/forms.liquid").matchAll(/'(kindred[\w-]*\.(?:js|css))'/g)];
  const sizes = loaded.map(([, name]) => gzipSync(read(`assets/${name}`)).length);
  expect(sizes).toHaveLength(5);
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(15_000);
});
