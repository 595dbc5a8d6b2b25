import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { APP, openTestBed, SHOP, type TestBed } from "./local-app";

const run = promisify(execFile);
let bed: TestBed;
beforeAll(async () => {
  bed = await openTestBed();
});
afterAll(() => bed.stop());

/** Runs a script with the preload, like the app, and returns its output. */
async function runWithPreload(script: string, env: Record<string, string> = {}): Promise<string> {
  const { stdout } = await run(
    process.execPath,
    ["--import", "./test/shopify/preload.mjs", "--input-type=module", "-e", script],
    { env: { ...process.env, NODE_ENV: "test", KINDRED_SHOPIFY_SIM: bed.shopify.origin, ...env } },
  );
  return stdout;
}

describe("Shopify's own library", () => {
  it("exchanges, refreshes and queries against the local Shopify unmodified", async () => {
    const idToken = await bed.control.idToken(SHOP);
    const printed = await runWithPreload(`
      import "@shopify/shopify-api/adapters/node";
      import { ApiVersion, RequestedTokenType, shopifyApi } from "@shopify/shopify-api";
      const api = shopifyApi({
        apiKey: ${JSON.stringify(APP.apiKey)}, apiSecretKey: ${JSON.stringify(APP.apiSecret)},
        apiVersion: ApiVersion.October26, hostName: "app.example.com", isEmbeddedApp: true,
        logger: { level: 0 },
      });
      const exchanged = await api.auth.tokenExchange({
        shop: ${JSON.stringify(SHOP)}, sessionToken: ${JSON.stringify(idToken)},
        requestedTokenType: RequestedTokenType.OfflineAccessToken, expiring: true,
      });
      const { session } = await api.auth.refreshToken({
        shop: ${JSON.stringify(SHOP)}, refreshToken: exchanged.session.refreshToken,
      });
      const client = new api.clients.Graphql({ session });
      const { data } = await client.request("{ shop { name } }");
      console.log(JSON.stringify({ id: session.id, name: data.shop.name }));
    `);

    expect(JSON.parse(printed)).toEqual({ id: `offline_${SHOP}`, name: "Acme Gifts" });
    expect((await bed.control.tokenLog()).map((it) => it.grant)).toEqual([
      "exchange",
      "refresh_token",
    ]);
  });

  it("never uses a stand-in in production, except in the demo", async () => {
    const production = { NODE_ENV: "production" };

    await expect(runWithPreload("", production)).rejects.toThrow(/KINDRED_SHOPIFY_SIM is set/);
    await expect(runWithPreload("", { ...production, KINDRED_DEMO: "1" })).resolves.toBe("");
  });
});
