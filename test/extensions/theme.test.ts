import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { languagesWith } from "~/i18n/catalog.server";
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

/** Every key of a language file with its placeholders. */
function pathsOf(tree: object, before = ""): string[] {
  return Object.entries(tree).flatMap(([name, value]: [string, unknown]) =>
    typeof value === "object" && value !== null
      ? pathsOf(value, `${before}${name}.`)
      : [`${before}${name} ${(String(value).match(/\{\{ \w+ \}\}/g) ?? []).join()}`],
  );
}

describe("the languages of the theme", () => {
  const english = pathsOf(JSON.parse(read("locales/en.default.json")) as object);
  const others = list("locales").filter((name) => /^[a-z]{2}\.json$/.test(name));

  test("are those of the emails", () => {
    expect(["en", ...others.map((name) => name.slice(0, 2))].sort()).toEqual([
      ...languagesWith("email"),
    ]);
  });

  test.each(others)("%s has the same keys and placeholders as English", (name) => {
    expect(pathsOf(JSON.parse(read(`locales/${name}`)) as object)).toEqual(english);
  });

  test("defines every text that a block requests", () => {
    const liquid = [
      ...list("blocks").map((it) => `blocks/${it}`),
      ...list("snippets").map((it) => `snippets/${it}`),
    ]
      .map(read)
      .join("\n")
      .replace(/\{% schema %\}[\s\S]*?\{% endschema %\}/g, "");
    const requested = [...liquid.matchAll(/'([a-z_]+(?:\.[a-z_]+)+)' \| t\b/g)].map(
      ([, key]) => key!,
    );
    const known = new Set(english.map((path) => path.split(" ")[0]));
    expect(requested.length).toBeGreaterThan(15);
    expect(requested.filter((key) => !known.has(key))).toEqual([]);
  });
});

test("all labels of merchant settings exist", () => {
  const labels = pathsOf(JSON.parse(read("locales/en.default.schema.json")) as object);
  const known = new Set(labels.map((path) => path.trim()));
  const requested = list("blocks").flatMap((name) =>
    [...read(`blocks/${name}`).matchAll(/"t:([\w.]+)"/g)].map(([, key]) => key!),
  );
  expect(requested.filter((key) => !known.has(key))).toEqual([]);
});
