import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { getOfflineSession, replaceOfflineSession } from "~/shopify/offline-session.server";
import { openSession, storeSession } from "~/shopify/session-storage.server";
import { SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { createTestDeps } from "../support/deps";
import { anOfflineSession, minutesAhead } from "./an-offline-session";
import { startScriptedShopify, type ScriptedShopify } from "./scripted-shopify";

const PAIR = {
  access_token: "shpat_second",
  scope: "read_customers",
  expires_in: 3600,
  refresh_token: "shprt_second",
  refresh_token_expires_in: 7_776_000,
};

let database: Database;
let shopify: ScriptedShopify;
beforeAll(async () => {
  database = await openTestDatabase();
  shopify = await startScriptedShopify();
});
afterAll(async () => {
  await shopify.close();
  await database.close();
});
beforeEach(() => {
  shopify.calls.length = 0;
  shopify.answer = () => ({ body: PAIR });
});
afterEach(() => database.db.shopifySession.deleteMany());

const deps = () => ({
  ...createTestDeps(),
  db: database.db,
  config: { shopify: { apiKey: "key", apiSecret: "secret" } },
});
const expiring = () => anOfflineSession({ expires: minutesAhead(2) });

async function stored() {
  const row = await database.db.shopifySession.findFirst();
  return row ? { ...row, session: openSession(row, deps()) } : null;
}

describe("getOfflineSession", () => {
  test("returns a session that is valid for minutes without asking Shopify", async () => {
    await storeSession(anOfflineSession(), deps());
    expect((await getOfflineSession(SHOP, deps())).accessToken).toBe("shpat_first");
    expect(shopify.calls).toEqual([]);
  });

  test("refreshes once for ten concurrent callers", async () => {
    await storeSession(expiring(), deps());
    const sessions = await Promise.all(
      Array.from({ length: 10 }, () => getOfflineSession(SHOP, deps())),
    );
    expect(new Set(sessions.map((it) => it.accessToken))).toEqual(new Set(["shpat_second"]));
    expect(shopify.calls).toHaveLength(1);
    expect(shopify.calls[0]).toMatchObject({
      path: "/admin/oauth/access_token",
      host: SHOP,
      body: { grant_type: "refresh_token", refresh_token: "shprt_first", client_id: "key" },
    });
    expect((await stored())?.session?.refreshToken).toBe("shprt_second");
  });

  test("waits for another process that is refreshing, and uses its session", async () => {
    await storeSession(expiring(), deps());
    await database.db.shopifySession.updateMany({ data: { leaseUntil: minutesAhead(1) } });
    const waiting = getOfflineSession(SHOP, deps());
    await storeSession(anOfflineSession({ accessToken: "shpat_theirs" }), deps());

    expect((await waiting).accessToken).toBe("shpat_theirs");
    expect(shopify.calls).toEqual([]);
  });

  test("takes over the lease of a process that died", async () => {
    await storeSession(expiring(), deps());
    await database.db.shopifySession.updateMany({ data: { leaseUntil: minutesAhead(-1) } });
    expect((await getOfflineSession(SHOP, deps())).accessToken).toBe("shpat_second");
    expect((await stored())?.leaseUntil).toBeNull();
  });

  test("deletes a session that Shopify has revoked, and explains what the merchant can do", async () => {
    await storeSession(expiring(), deps());
    shopify.answer = () => ({ status: 400, body: { error: "invalid_grant" } });

    await expect(getOfflineSession(SHOP, deps())).rejects.toMatchObject({
      code: "unauthorized",
      retryable: false,
      message: expect.stringContaining("open Kindred") as string,
    });
    expect(await stored()).toBeNull();
  });

  test("does not use an expired refresh token", async () => {
    const session = anOfflineSession({
      expires: minutesAhead(-1),
      refreshTokenExpires: minutesAhead(-1),
    });
    await storeSession(session, deps());
    await expect(getOfflineSession(SHOP, deps())).rejects.toMatchObject({ code: "unauthorized" });
    expect(shopify.calls).toEqual([]);
  });

  test.each([
    ["a token without an expiry", { body: { ...PAIR, expires_in: undefined } }],
    ["a token that cannot be refreshed", { body: { ...PAIR, refresh_token: "" } }],
    ["an outage", { status: 503, body: "away" }],
  ])("keeps the session when Shopify answers with %s", async (_what, answer) => {
    await storeSession(expiring(), deps());
    shopify.answer = () => answer;

    await expect(getOfflineSession(SHOP, deps())).rejects.toMatchObject({
      code: "upstream",
      retryable: true,
    });
    expect(await stored()).toMatchObject({
      leaseUntil: null,
      session: { accessToken: "shpat_first" },
    });
  });

  test("reports that a shop without a session has to open the app", async () => {
    await expect(getOfflineSession(SHOP, deps())).rejects.toMatchObject({ code: "unauthorized" });
  });
});

describe("replaceOfflineSession", () => {
  test("refreshes a token that Shopify rejected before its expiry", async () => {
    const session = anOfflineSession();
    await storeSession(session, deps());
    expect((await replaceOfflineSession(SHOP, session, deps())).accessToken).toBe("shpat_second");
  });

  test("uses the stored session when it differs from the rejected one", async () => {
    await storeSession(anOfflineSession({ accessToken: "shpat_newer" }), deps());
    const session = await replaceOfflineSession(SHOP, anOfflineSession(), deps());
    expect(session.accessToken).toBe("shpat_newer");
    expect(shopify.calls).toEqual([]);
    expect((await stored())?.leaseUntil).toBeNull();
  });
});
