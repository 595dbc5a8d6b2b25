import { describe, expect, test } from "vitest";
import { addDocumentHeaders, secureLibraryPage } from "~/http/document-headers.server";

const REAL = {
  apiKey: "key",
  apiSecret: "secret",
  apiSecretOld: null,
  appUrl: "https://kindred.example.com",
  appBridgeUrl: null,
};
const LOCAL = {
  ...REAL,
  appUrl: "http://localhost:3000",
  appBridgeUrl: "http://localhost:4000/bridge.js",
};
const PAGE = "https://kindred.example.com/app";
const FRAMED = `${PAGE}?shop=acme.myshopify.com`;

function policyOf(headers: Headers): Map<string, string[]> {
  const directives = (headers.get("Content-Security-Policy") ?? "").split("; ");
  return new Map(directives.map((it) => it.split(" ")).map(([name, ...values]) => [name!, values]));
}

function headersFor(shopify: typeof REAL | typeof LOCAL, url = PAGE): Headers {
  const headers = new Headers();
  addDocumentHeaders(headers, { url, nonce: "n0nce", shopify });
  return headers;
}

describe("addDocumentHeaders", () => {
  test("allows framing by the shop's admin only", () => {
    expect(policyOf(headersFor(REAL, FRAMED)).get("frame-ancestors")).toEqual([
      "https://acme.myshopify.com",
      "https://admin.shopify.com",
    ]);
  });

  test("forbids framing of a page without a shop", () => {
    expect(policyOf(headersFor(REAL)).get("frame-ancestors")).toEqual(["'none'"]);
    expect(policyOf(headersFor(LOCAL)).get("frame-ancestors")).toEqual(["'none'"]);
  });

  test("allows our scripts by nonce and Shopify's scripts, and no inline scripts", () => {
    const scripts = policyOf(headersFor(REAL, FRAMED)).get("script-src");
    expect(scripts).toEqual(["'nonce-n0nce'", "https://cdn.shopify.com", "'self'"]);
  });

  test("allows uploads to Shopify's storage and previews of images", () => {
    const policy = policyOf(headersFor(REAL, FRAMED));
    expect(policy.get("connect-src")).toContain(
      "https://shopify-staged-uploads.storage.googleapis.com",
    );
    expect(policy.get("img-src")).toContain("blob:");
  });

  test("allows the local stand-in for Shopify's hosts when it is configured", () => {
    const policy = policyOf(headersFor(LOCAL, FRAMED));
    expect(policy.get("frame-ancestors")).toContain("http://localhost:4000");
    expect(policy.get("script-src")).toContain("http://localhost:4000");
  });

  test("preloads App Bridge from its host", () => {
    const headers = new Headers({ Link: "<https://cdn.shopify.com/app-bridge.js>; rel=preload" });
    addDocumentHeaders(headers, { url: FRAMED, nonce: "n0nce", shopify: LOCAL });
    expect(headers.get("Link")).toContain("<http://localhost:4000/bridge.js>");
  });

  test("requires TLS when the app has it", () => {
    expect(headersFor(REAL).has("Strict-Transport-Security")).toBe(true);
    expect(headersFor(LOCAL).has("Strict-Transport-Security")).toBe(false);
  });
});

describe("secureLibraryPage", () => {
  const policyFor = (url: string, shopify: typeof REAL | typeof LOCAL) => {
    const copied = `frame-ancestors https://${new URL(url).searchParams.get("shop")}`;
    const bounce = new Response("page", { headers: { "Content-Security-Policy": copied } });
    return secureLibraryPage(bounce, url, shopify).headers.get("Content-Security-Policy");
  };

  test("allows framing of a library page by the shop's admin, and by the local one if configured", () => {
    const ancestors = "frame-ancestors https://acme.myshopify.com https://admin.shopify.com";
    expect(policyFor(FRAMED, REAL)).toBe(ancestors);
    expect(policyFor(FRAMED, LOCAL)).toBe(`${ancestors} http://localhost:4000`);
  });
});
