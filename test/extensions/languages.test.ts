import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { languagesWith, readTexts } from "~/i18n/catalog.server";

const THEME = "extensions/theme";
const LOCALES = join(THEME, "locales");
/** Characters in the name of a block, as of a section. */
const MAX_BLOCK_NAME = 25;
const SEGMENT_ACTION = "extensions/segment-action/locales";

type Tree = { readonly [key: string]: string | Tree };

const readTree = (...path: readonly string[]) =>
  JSON.parse(readFileSync(join(...path), "utf8")) as Tree;

/** The files of other languages than English. */
const translationsIn = (folder: string, name: RegExp) =>
  readdirSync(folder).filter((file) => name.test(file));

const THEME_FILES = translationsIn(LOCALES, /^[a-z]{2}\.json$/);
const EDITOR_FILES = translationsIn(LOCALES, /^[a-z]{2}\.schema\.json$/);
const ACTION_FILES = translationsIn(SEGMENT_ACTION, /^[a-z]{2}\.json$/);

const languagesOf = (files: readonly string[]) => ["en", ...files.map((file) => file.slice(0, 2))];

/** Every key of a language file with its placeholders. */
function pathsOf(tree: Tree, before = ""): string[] {
  return Object.entries(tree).flatMap(([name, value]) =>
    typeof value === "object"
      ? pathsOf(value, `${before}${name}.`)
      : [`${before}${name} ${(value.match(/\{\{ \w+ \}\}/g) ?? []).join()}`],
  );
}

const keysOf = (tree: Tree) => pathsOf(tree).map((path) => path.split(" ")[0]);

/** The Liquid of the theme's blocks and snippets. */
const SOURCES = ["blocks", "snippets"].flatMap((folder) =>
  readdirSync(join(THEME, folder)).map((name) => readFileSync(join(THEME, folder, name), "utf8")),
);

describe("the languages of the theme", () => {
  const english = readTree(LOCALES, "en.default.json");

  test("are those of the emails", () => {
    expect(languagesOf(THEME_FILES).sort()).toEqual([...languagesWith("email")]);
  });

  test.each(THEME_FILES)("%s has the same keys and placeholders as English", (name) => {
    expect(pathsOf(readTree(LOCALES, name))).toEqual(pathsOf(english));
  });

  test("defines every text that a block requests", () => {
    const liquid = SOURCES.join("\n").replace(/\{% schema %\}[\s\S]*?\{% endschema %\}/g, "");
    const requested = [...liquid.matchAll(/'([a-z_]+(?:\.[a-z_]+)+)' \| t\b/g)].map(
      ([, key]) => key!,
    );
    const known = new Set(keysOf(english));
    expect(requested.length).toBeGreaterThan(15);
    expect(requested.filter((key) => !known.has(key))).toEqual([]);
  });
});

describe("the languages of the theme editor", () => {
  const english = readTree(LOCALES, "en.default.schema.json");

  test("include those of the admin", () => {
    expect(languagesOf(EDITOR_FILES)).toEqual(expect.arrayContaining([...languagesWith("common")]));
  });

  test.each(EDITOR_FILES)("%s has the same keys as English", (name) => {
    expect(pathsOf(readTree(LOCALES, name))).toEqual(pathsOf(english));
  });

  test.each(EDITOR_FILES)("%s has names that Shopify accepts", (name) => {
    const names = Object.values(readTree(LOCALES, name)).flatMap((block) =>
      typeof block === "object" && typeof block.name === "string" ? [block.name] : [],
    );
    expect(names).toHaveLength(6);
    expect(names.filter((it) => it.length > MAX_BLOCK_NAME)).toEqual([]);
  });

  test("define the labels of all settings", () => {
    const requested = SOURCES.flatMap((liquid) =>
      [...liquid.matchAll(/"t:([\w.]+)"/g)].map(([, key]) => key!),
    );
    const known = new Set(keysOf(english));
    expect(requested.length).toBeGreaterThan(20);
    expect(requested.filter((key) => !known.has(key))).toEqual([]);
  });

  // A merchant looks for a block by the name that Home and the page of the form give it.
  test.each(languagesWith("common"))("name the blocks as the admin does in %s", (language) => {
    const editor = readTree(
      LOCALES,
      language === "en" ? "en.default.schema.json" : `${language}.schema.json`,
    );
    const home = readTexts(language, "home");
    const forms = readTexts(language, "forms");
    const nameOf = (block: string) => (editor[block] as Tree | undefined)?.name;
    for (const part of [
      "identity",
      "recommended",
      "sign-up",
      "notify-me",
      "forms",
      "inline-form",
    ]) {
      expect(home[`storefront.${part}`], part).toBe(nameOf(part.replace("-", "_")));
    }
    expect(forms["embed.text"]).toContain(nameOf("forms"));
    expect(forms["inline.text"]).toContain(nameOf("inline_form"));
  });
});

describe("the languages of the action on a segment", () => {
  const english = readTree(SEGMENT_ACTION, "en.default.json");

  test("include those of the admin", () => {
    expect(languagesOf(ACTION_FILES)).toEqual(expect.arrayContaining([...languagesWith("common")]));
  });

  test.each(ACTION_FILES)("%s has the same keys as English", (name) => {
    expect(pathsOf(readTree(SEGMENT_ACTION, name))).toEqual(pathsOf(english));
  });
});
