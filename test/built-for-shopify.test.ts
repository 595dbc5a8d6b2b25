import { existsSync, globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const DOCUMENT = readFileSync("docs/built-for-shopify.md", "utf8");

/** The rows of the tables: what is asked, how it is met, what shows it. */
const ROWS = DOCUMENT.split("\n")
  .filter((line) => line.startsWith("| ") && !/^\| (-|Asked)/.test(line))
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .map(([, asked = "", how = "", shownBy = ""]) => ({ asked, how, shownBy }));

const pathsIn = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, path]) => path!);
const isThere = (path: string) =>
  [path, `test/${path}`].some((it) => existsSync(it) || globSync(it).length > 0);

test("every test that is said to show how Shopify's lists are met is there", () => {
  expect(ROWS.length).toBeGreaterThan(40);
  const missing = ROWS.flatMap(({ shownBy }) => pathsIn(shownBy)).filter((it) => !isThere(it));
  expect(missing).toEqual([]);
});

test("what no test shows says who does it, or what is open", () => {
  const unshown = ROWS.filter(
    ({ how, shownBy }) => shownBy === "" && !/\*\*(Open|host|store)\*\*/.test(how),
  );
  expect(unshown.map(({ asked }) => asked)).toEqual([]);
});
