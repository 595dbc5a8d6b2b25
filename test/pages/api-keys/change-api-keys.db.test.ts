import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { findShopOfKey } from "~/events/api/api-key-store.server";
import { hashApiKey } from "~/events/api/api-key.server";
import { MAX_KEYS } from "~/pages/api-keys/api-key-limits";
import { loadApiKeysPage } from "~/pages/api-keys/api-keys-page.server";
import { changeApiKeys } from "~/pages/api-keys/change-api-keys.server";
import { createShop, NOW, OTHER_SHOP, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";

const testDeps = createTestDeps();
let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
  await createShop(database.db);
  await createShop(database.db, OTHER_SHOP);
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.db.apiKey.deleteMany();
  await database.db.auditEntry.deleteMany();
});

const change = (body: unknown, shopId = SHOP) =>
  changeApiKeys(shopId, body, { ...testDeps, db: database.db });
const page = (shopId = SHOP) => loadApiKeysPage(database.db, shopId, "https://kindred.example.com");

async function create(name = "Reviews") {
  const answer = await change({ kind: "create", name });
  if (answer.kind !== "created") throw new Error(answer.kind);
  return answer;
}

test("creates a key that opens the shop, and lists it without the key", async () => {
  const { key, keyId } = await create("  Reviews ");
  expect(await findShopOfKey(database.db, hashApiKey(key))).toEqual({ shopId: SHOP, keyId });
  const { keys, urls } = await page();
  const listed = { keyId, name: "Reviews", hint: key.slice(-4) };
  expect(keys).toEqual([{ ...listed, createdAt: NOW.toISOString(), lastUsedAt: null }]);
  expect(urls[0]).toBe("https://kindred.example.com/api/events");
  expect((await page(OTHER_SHOP)).keys).toEqual([]);
});

test("revokes a key once, and only one of the shop", async () => {
  const { key, keyId } = await create();
  const revoke = { kind: "revoke", keyId };
  const unknown = { kind: "refused", reason: "unknown" };
  expect(await change(revoke, OTHER_SHOP)).toEqual(unknown);
  expect(await change(revoke)).toEqual({ kind: "revoked", keyId, name: "Reviews" });
  expect(await findShopOfKey(database.db, hashApiKey(key))).toBeNull();
  expect(await change(revoke)).toEqual(unknown);
});

test("records both in the access log, without the key", async () => {
  const { key, keyId } = await create();
  await change({ kind: "revoke", keyId });
  const entries = await database.db.auditEntry.findMany({ orderBy: { auditId: "asc" } });
  expect(entries.map(({ action }) => action)).toEqual(["api_key_created", "api_key_revoked"]);
  expect(JSON.stringify(entries.map(({ detail }) => detail))).not.toContain(key.slice(-4));
});

test("refuses a key without a name, too many keys, and an unreadable request", async () => {
  expect(await change({ kind: "create", name: " " })).toMatchObject({ reason: "name" });
  expect(await change({ kind: "create", name: "x".repeat(61) })).toMatchObject({ reason: "name" });
  expect(await change(undefined)).toMatchObject({ reason: "unreadable" });
  for (let i = 0; i < MAX_KEYS; i += 1) await create();
  expect(await change({ kind: "create", name: "One more" })).toMatchObject({ reason: "too_many" });
});
