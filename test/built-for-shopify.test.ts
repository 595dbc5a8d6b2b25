import { existsSync, globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const DOCUMENT = readFileSync("docs/built-for-shopify.md", "utf8");

/** The table rows: requirement, how it is met, and the test. */
const ROWS = DOCUMENT.split("\n")
  .filter((line) => line.startsWith("| ") && !/^\| (-|Asked)/.test(line))
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .map(([, asked = "", how = "", shownBy = ""]) => ({ asked, how, shownBy }));

const pathsIn = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, path]) => path!);
const isThere = (path: string) =>
  [path, `test/${path}`].some((it) => existsSync(it) || globSync(it).length > 0);

test("every test that is listed for Shopify's requirements exists", () => {
  expect(ROWS.length).toBeGreaterThan(40);
  const missing = ROWS.flatMap(({ shownBy }) => pathsIn(shownBy)).filter((it) => !isThere(it));
  expect(missing).toEqual([]);
});

test("requirements without a test name the responsible person or the open point", () => {
  const unshown = ROWS.filter(
    ({ how, shownBy }) => shownBy === "" && !/\*\*(Open|host|store)\*\*/.test(how),
  );
  expect(unshown.map(({ asked }) => asked)).toEqual([]);
});
