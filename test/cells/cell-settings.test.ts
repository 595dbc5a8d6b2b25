import { expect, test } from "vitest";
import { parseMoveSettings, parseRouterSettings } from "../../scripts/cells/cell-settings";

const ROUTER = {
  DIRECTORY_URL: "postgresql://directory",
  KINDRED_CELLS: '{"a":"http://10.0.0.1:3000","b":"https://b.example"}',
  KINDRED_DEFAULT_CELL: "b",
  KINDRED_TRUSTED_PROXIES: "10.0.0.0/8, loopback",
  SHOPIFY_API_SECRET: "secret",
};

test("a router's settings are read", () => {
  expect(parseRouterSettings({ ...ROUTER, SHOPIFY_API_SECRET_OLD: "" })).toMatchObject({
    cells: new Map([
      ["a", "http://10.0.0.1:3000"],
      ["b", "https://b.example"],
    ]),
    defaultCell: "b",
    trustedProxies: ["10.0.0.0/8", "loopback"],
    secrets: ["secret"],
    port: 3000,
  });
});

test("what is missing or wrong is listed, a line each", () => {
  const problems = [
    "DIRECTORY_URL: is not set",
    "KINDRED_CELLS: is no JSON",
    "KINDRED_DEFAULT_CELL: is not set",
    "KINDRED_TRUSTED_PROXIES: is not set",
    "SHOPIFY_API_SECRET: is not set",
  ];
  expect(() => parseRouterSettings({ DIRECTORY_URL: "", KINDRED_CELLS: "a=b" })).toThrow(
    problems.join("\n  "),
  );
});

test.each([
  [{ KINDRED_DEFAULT_CELL: "c" }, "KINDRED_CELLS has no c"],
  [{ KINDRED_CELLS: "{}" }, "names no cell"],
  [{ KINDRED_CELLS: '{"a":"ftp://a"}' }, "KINDRED_CELLS: Invalid URL"],
])("%j is refused", (changes, reason) => {
  expect(() => parseRouterSettings({ ...ROUTER, ...changes })).toThrow(reason);
});

test("cells are moved between PostgreSQL databases", () => {
  const env = { DIRECTORY_URL: "postgresql://d", KINDRED_CELL_DATABASES: '{"a":"postgresql://a"}' };
  expect(parseMoveSettings(env)).toEqual({
    directoryUrl: "postgresql://d",
    databases: new Map([["a", "postgresql://a"]]),
  });
  const embedded = { ...env, KINDRED_CELL_DATABASES: '{"a":"./folder"}' };
  expect(() => parseMoveSettings(embedded)).toThrow("must be a PostgreSQL address");
});
