import { describe, expect, test } from "vitest";
import { addDocumentHeaders, allowLocalAdmin } from "~/http/document-headers.server";

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
const FRAMED = "frame-ancestors https://acme.myshopify.com https://admin.shopify.com;";

function policyOf(headers: Headers): Map<string, string[]> {
  const directives = (headers.get("Content-Security-Policy") ?? "").split("; ");
  return new Map(directives.map((it) => it.split(" ")).map(([name, ...values]) => [name!, values]));
}

function headersFor(shopify: typeof REAL | typeof LOCAL, csp?: string): Headers {
  const headers = new Headers(csp ? { "Content-Security-Policy": csp } : {});
  addDocumentHeaders(headers, { nonce: "n0nce", shopify });
  return headers;
}

describe("addDocumentHeaders", () => {
  test("lets the shop's admin frame a page, and nobody else", () => {
    expect(policyOf(headersFor(REAL, FRAMED)).get("frame-ancestors")).toEqual([
      "https://acme.myshopify.com",
      "https://admin.shopify.com",
    ]);
  });

  test("lets nobody frame a page without a shop", () => {
    expect(policyOf(headersFor(REAL)).get("frame-ancestors")).toEqual(["'none'"]);
    expect(policyOf(headersFor(LOCAL)).get("frame-ancestors")).toEqual(["'none'"]);
  });

  test("runs scripts of ours by nonce and those of Shopify, and none that is written into the page", () => {
    const scripts = policyOf(headersFor(REAL, FRAMED)).get("script-src");
    expect(scripts).toEqual(["'nonce-n0nce'", "https://cdn.shopify.com", "'self'"]);
  });

  test("lets a page send pictures straight to where Shopify takes uploads, and show them before", () => {
    const policy = policyOf(headersFor(REAL, FRAMED));
    expect(policy.get("connect-src")).toContain(
      "https://shopify-staged-uploads.storage.googleapis.com",
    );
    expect(policy.get("img-src")).toContain("blob:");
  });

  test("takes the local stand-in for Shopify's own hosts when one is named", () => {
    const policy = policyOf(headersFor(LOCAL, FRAMED));
    expect(policy.get("frame-ancestors")).toContain("http://localhost:4000");
    expect(policy.get("script-src")).toContain("http://localhost:4000");
  });

  test("has the browser fetch App Bridge early from where it is", () => {
    const headers = new Headers({ Link: "<https://cdn.shopify.com/app-bridge.js>; rel=preload" });
    addDocumentHeaders(headers, { nonce: "n0nce", shopify: LOCAL });
    expect(headers.get("Link")).toContain("<http://localhost:4000/bridge.js>");
  });

  test("insists on TLS where the app has it", () => {
    expect(headersFor(REAL).has("Strict-Transport-Security")).toBe(true);
    expect(headersFor(LOCAL).has("Strict-Transport-Security")).toBe(false);
  });
});

describe("allowLocalAdmin", () => {
  const bounce = () => new Response("page", { headers: { "Content-Security-Policy": FRAMED } });

  test("adds the local admin to a page of the library's", () => {
    const policy = allowLocalAdmin(bounce(), LOCAL).headers.get("Content-Security-Policy");
    expect(policy).toBe(
      `frame-ancestors http://localhost:4000 ${FRAMED.slice("frame-ancestors ".length)}`,
    );
  });

  test("changes nothing where there is no local admin", () => {
    const answer = bounce();
    expect(allowLocalAdmin(answer, REAL)).toBe(answer);
  });
});
