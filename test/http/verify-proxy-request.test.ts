import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { verifyProxyRequest } from "~/http/verify-proxy-request.server";
import { NOW, SHOP } from "../support/builders";

const config = { shopify: { apiSecret: "current", apiSecretOld: "before" } };
const deps = { config, realNow: () => NOW };

/** As in Shopify's documentation: sorted, joined, without separators. */
function signedUrl(overrides: Record<string, string> = {}, secret = "current"): string {
  const query: Record<string, string> = {
    shop: SHOP,
    logged_in_customer_id: "201",
    path_prefix: "/apps/kindred",
    timestamp: String(NOW.getTime() / 1_000),
    ...overrides,
  };
  const text = Object.keys(query)
    .sort()
    .map((name) => `${name}=${query[name] ?? ""}`)
    .join("");
  const signature = createHmac("sha256", secret).update(text).digest("hex");
  return `https://kindred.example/proxy/visitor?${new URLSearchParams({ ...query, signature }).toString()}`;
}

test("returns the logged-in customer and the shop", () => {
  expect(verifyProxyRequest(signedUrl(), deps)).toEqual({ shopId: SHOP, customerId: "201" });
});

test("accepts the example from Shopify's documentation", () => {
  const url =
    "https://kindred.example/proxy?extra=1&extra=2&shop=shop-name.myshopify.com&logged_in_customer_id=1&path_prefix=%2Fapps%2Fawesome_reviews&timestamp=1317327555&signature=4c68c8624d737112c91818c11017d24d334b524cb5c2b8ba08daa056f7395ddb";
  const then = { config: { shopify: { apiSecret: "hush", apiSecretOld: null } } };
  expect(verifyProxyRequest(url, { ...then, realNow: () => new Date(1_317_327_555_000) })).toEqual({
    shopId: "shop-name.myshopify.com",
    customerId: "1",
  });
});

test("returns null without a logged-in customer", () => {
  const url = signedUrl({ logged_in_customer_id: "" });
  expect(verifyProxyRequest(url, deps)).toEqual({ shopId: SHOP, customerId: null });
});

test("S3: accepts the old secret while it is being replaced", () => {
  expect(verifyProxyRequest(signedUrl({}, "before"), deps)).not.toBeNull();
});

test.each([
  ["signed with another secret", signedUrl({}, "guess")],
  ["signed for another customer", signedUrl().replace("=201", "=202")],
  ["not signed", signedUrl().replace(/&signature=.*/, "")],
  ["signed for what is no shop", signedUrl({ shop: "evil.example" })],
  ["signed six minutes ago", signedUrl({ timestamp: String(NOW.getTime() / 1_000 - 360) })],
])("S3: rejects a request that is %s", (_what, url) => {
  expect(verifyProxyRequest(url, deps)).toBeNull();
});
