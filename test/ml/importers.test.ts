import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "vitest";

const APP = join(import.meta.dirname, "../../app");
const ML = join(APP, "ml");

const sourcesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !name.startsWith("generated"))
    .map((name) => join(folder, name));

/** The files of app/ml that a file imports, without their extension, relative to app/ml. */
function importsOf(file: string): string[] {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(/from "(?<path>[^"]+)"/g)].flatMap(({ groups }) => {
    const path = groups?.path ?? "";
    if (path.startsWith("~/ml/")) return [path.slice("~/ml/".length)];
    if (!path.startsWith(".")) return [];
    const inMl = relative(ML, join(file, "..", path));
    return inMl.startsWith("..") ? [] : [inMl];
  });
}

/** The files of app/ml that the stages use, directly or through other files of app/ml. */
function findUsed(): ReadonlySet<string> {
  const used = new Set<string>();
  const add = (path: string) => {
    if (used.has(path)) return;
    used.add(path);
    importsOf(join(ML, `${path}.ts`)).forEach(add);
  };
  sourcesIn(APP)
    .filter((file) => relative(ML, file).startsWith(".."))
    .flatMap(importsOf)
    .forEach(add);
  return new Set([...used].map((path) => `${path}.ts`));
}

const all = sourcesIn(ML).map((file) => relative(ML, file));

test("each algorithm is used by a stage of the app", () => {
  const used = findUsed();
  expect(all.filter((file) => !used.has(file))).toEqual([]);
});

test("the table of app/ml lists each algorithm, and nothing else", () => {
  const readme = readFileSync(join(ML, "README.md"), "utf8");
  const named = [...readme.matchAll(/`(?<file>[a-z-]+\/[a-z0-9-]+\.ts)`/g)].map(
    ({ groups }) => groups?.file ?? "",
  );
  expect(named.filter((file) => !all.includes(file))).toEqual([]);
  expect(all.filter((file) => !named.includes(file))).toEqual([]);
});
