import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import {
  ALLOWED_IDENTIFIERS,
  BANNED_EVERYWHERE,
  BANNED_IN_IDENTIFIERS,
  BRITISH_NAMES,
  BRITISH_SPELLINGS,
} from "./banned-words";

const FOLDERS = ["app", "docs", "extensions", "prisma", "scripts", "test"];
const TEXT = /\.(tsx?|mjs|js|css|liquid|prisma|sql|toml|md)$/;
const CODE = /\.tsx?$/;
/** Files that name the banned words. */
const EXEMPT = ["test/banned-words.ts", "CONTRIBUTING.md", "CHANGELOG.md"];
const OTHER_LANGUAGE = /\/(ar|de|es|fr|ja)\.ts$/;

const paths = [
  ...FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).map((path) => join(folder, path)),
  ),
  ...readdirSync(".").filter((path) => path.endsWith(".md")),
]
  .map((path) => path.split(sep).join("/"))
  .filter((path) => TEXT.test(path) && !/(^|\/)(generated|node_modules)\//.test(path))
  .filter((path) => !EXEMPT.includes(path));

const ENGLISH = "app/i18n/locales/en";
const catalog = readdirSync(ENGLISH)
  .filter((name) => name.endsWith(".json"))
  .map((name) => `${ENGLISH}/${name}`);

/** "giveBackEntry" and "give_back_entry" are "give back entry". */
const splitWords = (text: string): string =>
  text
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .replace(/[^A-Za-z]+/g, " ")
    .toLowerCase();

const anyOf = (words: readonly string[]) => new RegExp(`\\b(?:${words.join("|")})\\b`);
const beginningWith = (stems: readonly string[]) => new RegExp(`\\b(?:${stems.join("|")})\\w*`);

/** `file: its banned words`, from file names and from what `read` extracts from each file. */
function findBanned(
  files: readonly string[],
  banned: RegExp,
  read: (source: string) => readonly string[],
): string[] {
  return files.flatMap((path) => {
    const source = readFileSync(path, "utf8");
    if (!banned.test(splitWords(`${path} ${source}`))) return [];
    const found = [path, ...read(source)]
      .map((text) => banned.exec(splitWords(text))?.[0])
      .filter((word) => word !== undefined);
    return found.length > 0 ? [`${path}: ${[...new Set(found)].join(", ")}`] : [];
  });
}

/** Identifiers only: comments, strings and JSX are prose. */
function identifiersOf(source: string): string[] {
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && !ALLOWED_IDENTIFIERS.includes(node.text)) found.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("file.tsx", source, ts.ScriptTarget.Latest, false, ts.ScriptKind.TSX));
  return [...found];
}

/** The texts of a file of the catalog, without their keys. */
function textsOf(source: string): string[] {
  const texts: string[] = [];
  JSON.parse(source, (_key, value: unknown) => {
    if (typeof value === "string") texts.push(value);
    return value;
  });
  return texts;
}

describe("the vocabulary of CONTRIBUTING.md", () => {
  test("splits identifiers at case and underscore", () => {
    expect(splitWords("giveBackEntry HTMLRows seat_at2")).toBe(
      "give back entry html rows seat at ",
    );
  });

  test("no file uses a banned word in names, strings, comments or prose", () => {
    expect(findBanned(paths, anyOf(BANNED_EVERYWHERE), (source) => source.split("\n"))).toEqual([]);
  });

  test("no English text uses a banned word or a British spelling", () => {
    expect(catalog.length).toBeGreaterThan(20);
    expect(findBanned(catalog, anyOf(BANNED_EVERYWHERE), textsOf)).toEqual([]);
    expect(findBanned(catalog, beginningWith(BRITISH_SPELLINGS), textsOf)).toEqual([]);
  });

  test("no identifier uses a word in its old meaning", () => {
    const code = paths.filter((path) => CODE.test(path));
    expect(findBanned(code, anyOf(BANNED_IN_IDENTIFIERS), identifiersOf)).toEqual([]);
  });

  test("no file uses a British spelling in names, strings, comments or prose", () => {
    const english = paths.filter((path) => !OTHER_LANGUAGE.test(path));
    const linesOf = (source: string) =>
      BRITISH_NAMES.reduce((text, name) => text.replaceAll(name, " "), source).split("\n");
    expect(findBanned(english, beginningWith(BRITISH_SPELLINGS), linesOf)).toEqual([]);
  });
});
