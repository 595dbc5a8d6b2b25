import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { describe, expect, test } from "vitest";

/**
 * An existing change represents the next of its kind: every file that names it must be in the row of CONTRIBUTING.md,
 * and every file of the row must name it.
 */
const EXAMPLES: Readonly<Record<string, RegExp>> = {
  "receive a new webhook topic": /collections\/delete|collection_deleted/,
  "add a kind of block": /\bdivider\b/,
  "add a prebuilt flow": /\breview-request\b|\bREVIEW_REQUEST\b/,
  "add a predicted value": /\bexpected_orders\b|\bexpectedOrders\b/,
  "show another value on a page": /\bboughtCount\b|"similar\.boughtMore"/,
  "add a language for emails": /\bfr\b(?!\.fr)|\bFR\b(?! DE GR)/,
};
/** Internet domain names and lists of countries. */
const OTHER_MEANINGS = ["app/catalog/price-history.ts", "app/delivery/domain-name.ts"];
const FOLDERS = ["app", "extensions"];
const FILES = ["prisma/schema.prisma", "shopify.app.toml"];

const sources = FOLDERS.flatMap((folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(png|svg)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).split(sep).join("/")),
)
  .concat(FILES)
  .filter((path) => !/(^|\/)(generated|node_modules|dist)\//.test(path))
  .filter((path) => !OTHER_MEANINGS.includes(path))
  .map((path) => ({ path, text: `${path}\n${readFileSync(path, "utf8")}` }));

const rows = new Map(
  readFileSync("CONTRIBUTING.md", "utf8")
    .split("\n")
    .flatMap((line) => {
      const [, want, touch] = line.split("|").map((cell) => cell.trim());
      return want && touch ? [[want, pathsOf(touch)] as const] : [];
    }),
);

/** Paths are under app/ unless stated otherwise; tests are excluded. */
function pathsOf(touch: string): string[] {
  return [...touch.matchAll(/`([^`]+)`/g)]
    .map(([, path = ""]) => path)
    .filter((path) => path.includes("/") || path.includes(".toml"))
    .filter((path) => !path.startsWith("test/") && !path.startsWith("npm "))
    .map((path) => (/^(extensions|prisma|shopify)/.test(path) ? path : `app/${path}`));
}

/** Whether a listed path is the file, its folder, or the file of every LANGUAGE. */
function covers(listed: string, path: string): boolean {
  if (listed.endsWith("/")) return path.startsWith(listed);
  const [before, after] = listed.split("LANGUAGE");
  return after === undefined
    ? path === listed
    : path.startsWith(before!) &&
        path.endsWith(after) &&
        path.split("/").length === listed.split("/").length;
}

describe.each(Object.entries(EXAMPLES))("Where a change goes: %s", (want, example) => {
  const named = sources.filter(({ text }) => example.test(text)).map(({ path }) => path);
  const listed = rows.get(want) ?? [];

  test("lists every file that the last such change is in", () => {
    const isListed = (path: string) => listed.some((it) => covers(it, path));
    expect(named.filter((path) => !isListed(path))).toEqual([]);
  });

  test("lists no other file", () => {
    const isNamed = (it: string) => named.some((path) => covers(it, path));
    expect(listed.length).toBeGreaterThan(0);
    expect(listed.filter((it) => !isNamed(it))).toEqual([]);
  });
});

test("a predicted value touches six files besides its label in the catalog", () => {
  const files = rows.get("add a predicted value")!.filter((it) => !it.includes("/locales/"));
  expect(files).toHaveLength(6);
});
