import { existsSync, globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const DOCUMENT = readFileSync("docs/built-for-shopify.md", "utf8");

/** The table rows: requirement, how it is met, the test, and the status of those of Built for Shopify. */
const rowsIn = (text: string) =>
  text
    .split("\n")
    .filter((line) => /^\| (?!-|Requirement|Change)/.test(line))
    .map((line) => line.split("|").map((cell) => cell.trim()))
    .map(([, asked = "", how = "", shownBy = "", status = ""]) => ({
      asked,
      how,
      shownBy,
      status,
    }));
const ROWS = rowsIn(DOCUMENT);
const STATUSES = ["**met**", "**not met**", "**to be measured**"];

const pathsIn = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, path]) => path!);
const isThere = (path: string) =>
  [path, `test/${path}`].some((it) => existsSync(it) || globSync(it).length > 0);

test("every test that is listed for Shopify's requirements exists", () => {
  expect(ROWS.length).toBeGreaterThan(40);
  const missing = ROWS.flatMap(({ shownBy }) => pathsIn(shownBy)).filter((it) => !isThere(it));
  expect(missing).toEqual([]);
});

test("requirements without a test name the responsible person, the open point or their status", () => {
  const unshown = ROWS.filter(
    ({ how, shownBy, status }) =>
      shownBy === "" &&
      !["**not met**", "**to be measured**"].includes(status) &&
      !/\*\*(Open|host|store)\*\*/.test(how),
  );
  expect(unshown.map(({ asked }) => asked)).toEqual([]);
});

test("every requirement of Built for Shopify has a status", () => {
  const rows = rowsIn(DOCUMENT.split("\n## Built for Shopify\n")[1] ?? "");
  expect(rows.length).toBeGreaterThan(40);
  expect(rows.filter(({ status }) => !STATUSES.includes(status))).toEqual([]);
});
