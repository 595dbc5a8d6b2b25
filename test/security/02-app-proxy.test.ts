import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { verifyProxyRequest } from "~/http/verify-proxy-request.server";
import { NOW, SHOP } from "../support/builders";

const SECRET = "current";
const deps = { config: { shopify: { apiSecret: SECRET, apiSecretOld: null } }, realNow: () => NOW };

const QUERY: readonly (readonly [string, string])[] = [
  ["shop", SHOP],
  ["logged_in_customer_id", ""],
  ["path_prefix", "/apps/kindred"],
  ["timestamp", String(NOW.getTime() / 1_000)],
];

/** Signed as in Shopify's documentation: the values of one name are joined by commas. */
function sign(query: readonly (readonly [string, string])[]): string {
  const names = [...new Set(query.map(([name]) => name))].sort();
  const valuesOf = (name: string) => query.filter((it) => it[0] === name).map((it) => it[1]);
  const text = names.map((name) => `${name}=${valuesOf(name).join(",")}`).join("");
  return createHmac("sha256", SECRET).update(text).digest("hex");
}

const urlOf = (query: readonly (readonly [string, string])[], signatures: readonly string[]) =>
  `https://kindred.example/proxy/recommendations?${new URLSearchParams(
    [...query, ...signatures.map((it) => ["signature", it] as const)].map((it) => [...it]),
  ).toString()}`;

test.each([
  ["logged_in_customer_id", "1001003"],
  ["shop", "teapot.myshopify.com"],
  ["timestamp", String(NOW.getTime() / 1_000 - 60)],
  ["path_prefix", "/apps/other"],
])("the app proxy rejects a request with two values of %s, in either order", (name, value) => {
  const before = [[name, value] as const, ...QUERY];
  const after = [...QUERY, [name, value] as const];
  expect(verifyProxyRequest(urlOf(before, [sign(before)]), deps)).toBeNull();
  expect(verifyProxyRequest(urlOf(after, [sign(after)]), deps)).toBeNull();
});

test("the app proxy rejects a request with two signatures", () => {
  const signature = sign(QUERY);
  expect(verifyProxyRequest(urlOf(QUERY, [signature, signature]), deps)).toBeNull();
});

test("the app proxy accepts a request in which the shopper repeats another parameter", () => {
  const query = [...QUERY, ["product", "1"] as const, ["product", "2"] as const];
  expect(verifyProxyRequest(urlOf(query, [sign(query)]), deps)).toEqual({
    shopId: SHOP,
    customerId: null,
  });
});
