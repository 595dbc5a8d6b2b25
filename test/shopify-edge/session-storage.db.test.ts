import { Session } from "@shopify/shopify-api";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { createSessionStorage } from "~/shopify/session-storage.server";
import { OTHER_SHOP, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { createTestDeps } from "../support/deps";
import { anOfflineSession } from "./an-offline-session";

let database: Database;
beforeAll(async () => (database = await openTestDatabase()));
afterAll(() => database.close());
afterEach(() => database.db.shopifySession.deleteMany());

function openStorage() {
  const warnings: string[] = [];
  const log = { warn: (_fields: object, text: string) => warnings.push(text) };
  const { keyring } = createTestDeps();
  return { warnings, storage: createSessionStorage({ db: database.db, keyring, log }) };
}

describe("session storage", () => {
  test("round-trips a session, dates included", async () => {
    const { storage } = openStorage();
    const session = anOfflineSession();
    await storage.storeSession(session);

    const loaded = await storage.loadSession(session.id);
    expect(loaded?.toObject()).toEqual(session.toObject());
    expect(loaded).toBeInstanceOf(Session);
  });

  test("stores no token in plain text", async () => {
    const { storage } = openStorage();
    await storage.storeSession(anOfflineSession({ accessToken: "shpat_canary" }));
    const row = await database.db.shopifySession.findFirstOrThrow();
    expect(Buffer.from(row.sealed).toString("latin1")).not.toContain("canary");
  });

  test("replaces a session with the same id", async () => {
    const { storage } = openStorage();
    await storage.storeSession(anOfflineSession());
    await storage.storeSession(anOfflineSession({ accessToken: "shpat_second" }));
    expect((await storage.findSessionsByShop(SHOP)).map((it) => it.accessToken)).toEqual([
      "shpat_second",
    ]);
  });

  test("stores one session for ten concurrent requests", async () => {
    const { storage } = openStorage();
    const stored = await Promise.all(
      Array.from({ length: 10 }, () => storage.storeSession(anOfflineSession())),
    );
    expect(stored).toEqual(stored.map(() => true));
    expect(await database.db.shopifySession.count()).toBe(1);
  });

  test("treats a modified session as missing, with a warning", async () => {
    const { storage, warnings } = openStorage();
    const session = anOfflineSession();
    await storage.storeSession(session);
    const { sealed } = await database.db.shopifySession.findFirstOrThrow();
    const changed = new Uint8Array(sealed);
    changed[changed.length - 1]! ^= 1;
    await database.db.shopifySession.updateMany({ data: { sealed: changed } });

    expect(await storage.loadSession(session.id)).toBeUndefined();
    expect(warnings).toHaveLength(1);
  });

  test("does not open one shop's session in the row of another", async () => {
    const { storage } = openStorage();
    await storage.storeSession(anOfflineSession());
    await storage.storeSession(anOfflineSession({ shop: OTHER_SHOP }));
    const { sealed } = await database.db.shopifySession.findFirstOrThrow({
      where: { shopId: SHOP },
    });
    await database.db.shopifySession.updateMany({
      where: { shopId: OTHER_SHOP },
      data: { sealed },
    });

    expect(await storage.loadSession(`offline_${OTHER_SHOP}`)).toBeUndefined();
  });

  test("finds and deletes the sessions of one shop only", async () => {
    const { storage } = openStorage();
    await storage.storeSession(anOfflineSession());
    await storage.storeSession(anOfflineSession({ shop: OTHER_SHOP }));
    await storage.deleteSessions([`offline_${SHOP}`]);

    expect(await storage.findSessionsByShop(SHOP)).toEqual([]);
    expect(await storage.findSessionsByShop(OTHER_SHOP)).toHaveLength(1);
  });

  test.each([
    ["an expiry", "expires"],
    ["a refresh token", "refreshToken"],
  ])(
    "refuses an offline session without %s, which could not be refreshed",
    async (_what, field) => {
      const { storage } = openStorage();
      const complete = anOfflineSession().toObject();
      const session = new Session({ ...complete, [field]: undefined });
      await expect(storage.storeSession(session)).rejects.toMatchObject({ code: "upstream" });
    },
  );
});
