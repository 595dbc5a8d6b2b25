import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { createAppProxyGuard, type AppProxyGuard } from "~/http/app-proxy-guard.server";
import { createShop, NOW, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { PROXY_SECRET, proxyUrl } from "../support/signed-proxy";

const config = { shopify: { apiSecret: PROXY_SECRET, apiSecretOld: null } };
let database: Database;
let guard: AppProxyGuard;

beforeAll(async () => {
  database = await openTestDatabase();
  await createShop(database.db, SHOP);
  guard = createAppProxyGuard({ db: database.db, config, realNow: () => NOW });
});
afterAll(() => database.close());

const from = (address: string) => ({
  headers: { "x-shopper-address": address, "x-client-address": "203.0.113.9" },
});
async function statusOf(url: string, address = "198.51.100.1", use: "read" | "submit" = "read") {
  const admitted = await guard.authenticate(new Request(url, from(address)), use);
  return admitted.kind === "admitted" ? 200 : admitted.response.status;
}

describe("the app proxy guard", () => {
  test("returns the shop, the logged-in customer and the currency", async () => {
    const url = proxyUrl("recommendations", { logged_in_customer_id: "7" });
    expect(await guard.authenticate(new Request(url, from("198.51.100.2")), "read")).toEqual({
      kind: "admitted",
      shopId: SHOP,
      customerId: "7",
      address: "198.51.100.2",
      currency: "GBP",
    });
  });

  test.each([
    ["another's signature", proxyUrl("x", {}, "guess")],
    ["none", "https://kindred.example/proxy/x?shop=kettle.myshopify.com"],
    ["one of six minutes ago", proxyUrl("x", { timestamp: String(NOW.getTime() / 1_000 - 360) })],
    [
      "one of six minutes to come",
      proxyUrl("x", { timestamp: String(NOW.getTime() / 1_000 + 360) }),
    ],
  ])("answers 401 to %s", async (_what, url) => {
    expect(await statusOf(url)).toBe(401);
  });

  test("answers 404 for a shop where the app is not installed", async () => {
    expect(await statusOf(proxyUrl("x", { shop: "nobody.myshopify.com" }))).toBe(404);
  });

  test("answers 429 with Retry-After to a network over its limit, and accepts others", async () => {
    const answers: number[] = [];
    for (let i = 0; i < 21; i++)
      answers.push(await statusOf(proxyUrl("x"), "198.51.100.3", "submit"));
    expect(answers.filter((status) => status === 200)).toHaveLength(20);
    expect(answers.at(-1)).toBe(429);
    expect(await statusOf(proxyUrl("x"), "198.51.101.3", "submit")).toBe(200);
    const refused = await guard.authenticate(
      new Request(proxyUrl("x"), from("198.51.100.3")),
      "submit",
    );
    expect(refused.kind === "refused" && refused.response.headers.get("retry-after")).toBe("60");
  });
});
