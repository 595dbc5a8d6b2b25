import { createHmac } from "node:crypto";
import { Script } from "node:vm";
import { jwtVerify } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { APP, openTestBed, SHOP, type TestBed } from "./local-app";

let bed: TestBed;
beforeAll(async () => {
  bed = await openTestBed();
});
afterAll(() => bed.stop());

const pageAt = async (path: string) => (await fetch(bed.shopify.origin + path)).text();

function iframeUrl(html: string): URL {
  const src = /<iframe[^>]* data-src="([^"]+)"/.exec(html)?.[1] ?? "";
  return new URL(src.replaceAll("&amp;", "&"));
}

describe("the admin", () => {
  it("opens the app in an iframe on another origin, with Shopify's URL parameters", async () => {
    const url = iframeUrl(await pageAt("/store/acme"));
    const { hmac, ...params } = Object.fromEntries(url.searchParams);

    expect(url.origin).not.toBe(bed.shopify.origin);
    expect(url.pathname).toBe("/app");
    expect(params).toMatchObject({ shop: SHOP, embedded: "1", locale: "en" });
    expect(Buffer.from(params["host"] ?? "", "base64").toString()).toBe(
      "admin.shopify.com/store/acme",
    );
    const sorted = new URLSearchParams(params);
    sorted.sort();
    expect(hmac).toBe(createHmac("sha256", APP.apiSecret).update(sorted.toString()).digest("hex"));

    const key = new TextEncoder().encode(APP.apiSecret);
    const { payload } = await jwtVerify(params["id_token"] ?? "", key, { audience: APP.apiKey });
    expect(payload).toMatchObject({ iss: `https://${SHOP}/admin`, dest: `https://${SHOP}` });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(60);
  });

  it("opens the app at the path in its own URL", async () => {
    const url = iframeUrl(await pageAt("/store/acme/apps/kindred/app/flows/7?tab=numbers"));

    expect(url.pathname).toBe("/app/flows/7");
    expect(url.searchParams.get("tab")).toBe("numbers");
  });

  it("never leads the iframe to another host", async () => {
    const url = iframeUrl(await pageAt("/store/acme/apps/kindred//elsewhere.example.com/app"));

    expect(url.pathname).toBe("/app");
    expect(url.hostname).toBe("127.0.0.1");
  });

  it("serves valid scripts and images, and links to the storefront", async () => {
    for (const path of ["/shopifycloud/app-bridge.js", "/admin-shell/shell.js"]) {
      const script = await pageAt(path);
      expect(() => new Script(script)).not.toThrow();
    }
    expect(await pageAt("/store/acme")).toContain(`href="${bed.shopify.shops[0]?.storefrontUrl}"`);
    expect(await pageAt("/cdn/products/101.svg")).toMatch(/^<svg/);
  });

  it("shows the requested scopes while the app is not installed", async () => {
    await bed.control.uninstall(SHOP);
    const html = await pageAt("/store/acme");
    await bed.control.install(SHOP);

    expect(html).toContain("Install Kindred?");
    expect(html).not.toContain("<iframe");
  });
});
