import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { mkdtempSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { signProxyQuery } from "../../shopify/storefront/proxy/sign-proxy-query";
import { startFileClock } from "~/lib/clock.server";
import { verifyProxyRequest } from "~/http/verify-proxy-request.server";
import { waitFor } from "../../support/wait-for";
import { APP, openTestBed, SHOP, type TestBed } from "../local-app";
import { newShopper } from "./shopper";

const clockFile = join(mkdtempSync(join(tmpdir(), "kindred-clock-")), "clock.json");
let server: Server;
let bed: TestBed;
let scopes: readonly string[];
let requested: { url: string; headers: IncomingMessage["headers"]; body: string }[] = [];
let answer: (response: ServerResponse, url: string) => void;

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      requested.push({ url: request.url ?? "", headers: request.headers, body });
      answer(response, request.url ?? "");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  bed = await openTestBed({
    appUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    clockFile,
    themeFolder: "test/shopify-tests/storefront/no-theme",
  });
  ({ scopes } = await bed.control.install(SHOP));
});
afterAll(async () => {
  await bed.stop();
  server.closeAllConnections();
  server.close();
});
beforeEach(async () => {
  await bed.control.clearFaults();
  await bed.control.install(SHOP);
  await bed.control.grantScopes(SHOP, scopes);
  // Webhooks report both to the app.
  await bed.control.idle();
  requested = [];
  answer = (response) => response.setHeader("set-cookie", "app=1").end("answered");
});

/** The app's own verdict on the received request. */
function opened(realNow = () => new Date()) {
  const config = { shopify: { apiSecret: APP.apiSecret, apiSecretOld: null } };
  return verifyProxyRequest(`https://app.example${requested[0]!.url}`, { config, realNow });
}

test("the signature is that of Shopify's documented example", () => {
  const query = new URLSearchParams(
    "extra=1&extra=2&shop=shop-name.myshopify.com&logged_in_customer_id=1&path_prefix=%2Fapps%2Fawesome_reviews&timestamp=1317327555",
  );
  expect(signProxyQuery(query, "hush")).toBe(
    "4c68c8624d737112c91818c11017d24d334b524cb5c2b8ba08daa056f7395ddb",
  );
});

test("forwards path, query and body, signed for the logged-in customer", async () => {
  const shopper = newShopper(bed);
  await shopper.submit("/account/login", { email: "customer-201@example.com" });
  const response = await shopper.sendJson("/apps/kindred/visitor?a=b%20c&a=d", { visitor: "v" });
  expect(await response.text()).toBe("answered");
  expect(requested[0]!.url).toMatch(/^\/proxy\/visitor\?a=b%20c&a=d&shop=/);
  expect(requested[0]!.body).toBe('{"visitor":"v"}');
  expect(opened()).toEqual({ shopId: SHOP, customerId: "201" });
});

test("signs at the actual time, so that a store whose days pass in seconds is still understood", async () => {
  const before = await bed.control.clock();
  await bed.control.setClock({ storeAt: "2011-09-01T12:00:00Z", rate: 3_600 });
  await newShopper(bed).get("/apps/kindred/recommendations");
  // In the store a day passes between the signature and its check.
  await bed.control.setClock({ advanceMs: 86_400_000 });
  const { realNow } = startFileClock(clockFile);
  expect(opened(realNow)).toEqual({ shopId: SHOP, customerId: null });
  await bed.control.setClock({ storeAt: before.now, rate: before.rate });
});

test("ignores a signature sent by the browser", async () => {
  await newShopper(bed).get(
    "/apps/kindred/x?logged_in_customer_id=201&shop=other.myshopify.com&signature=1",
  );
  expect(opened()).toEqual({ shopId: SHOP, customerId: null });
});

test("drops cookies both ways, and forwards the visitor's address", async () => {
  const response = await newShopper(bed).get("/apps/kindred/x", { cookie: "secret=1" });
  expect(requested[0]!.headers.cookie).toBeUndefined();
  expect(response.headers.getSetCookie().join()).not.toContain("app=1");
  expect(requested[0]!.headers["x-forwarded-for"]).toContain("127.0.0.1");
});

test("follows redirects", async () => {
  answer = (response, url) => {
    if (url.includes("/old")) response.writeHead(302, { location: "/proxy/new" }).end();
    else response.end("the new place");
  };
  expect(await (await newShopper(bed).get("/apps/kindred/old")).text()).toBe("the new place");
});

test("renders liquid in the theme, with the shop's objects", async () => {
  answer = (response) =>
    response
      .setHeader("content-type", "application/liquid; charset=utf-8")
      .end("<p>Hello from {{ shop.name }}: {{ 795 | money }}</p>");
  const html = await (await newShopper(bed).get("/apps/kindred/page")).text();
  expect(html).toContain("<p>Hello from Acme Gifts: £7.95</p>");
  expect(html).toContain("<footer>");
});

test("can send unsigned, wrongly signed, or reordered requests", async () => {
  const shopper = newShopper(bed);
  for (const fault of ["unsigned", "wrongSignature"] as const) {
    requested = [];
    await bed.control.setFaults({ proxy: { [fault]: 1 } });
    await shopper.get("/apps/kindred/x");
    expect(opened(), fault).toBeNull();
  }
  await bed.control.setFaults({ proxy: { fail: 1, failStatus: 504 } });
  expect((await shopper.get("/apps/kindred/x")).status).toBe(504);
  requested = [];
  await bed.control.setFaults({ proxy: { slow: 1, slowMs: 3_600_000 } });
  // It stops with the local Shopify.
  void shopper.get("/apps/kindred/slow").catch(() => undefined);
  await waitFor(
    "the slow request to be held up",
    async () => (await bed.control.setFaults({})).proxy.slow === 0 || null,
  );
  expect(await (await shopper.get("/apps/kindred/quick")).text()).toBe("answered");
  expect(requested.map(({ url }) => url)).toEqual([expect.stringContaining("/quick")]);
});

test("does not call an app without the proxy's scope", async () => {
  await bed.control.grantScopes(SHOP, ["read_products"]);
  expect((await newShopper(bed).get("/apps/kindred/x")).status).toBe(404);
  expect(requested.filter(({ url }) => url.startsWith("/proxy"))).toEqual([]);
});

test("does not call an app that is not installed", async () => {
  await bed.control.uninstall(SHOP);
  expect((await newShopper(bed).get("/apps/kindred/x")).status).toBe(404);
  expect(requested.filter(({ url }) => url.startsWith("/proxy"))).toEqual([]);
});
