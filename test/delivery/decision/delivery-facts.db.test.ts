import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { loadDeliveryFacts } from "~/delivery/decision/delivery-facts.server";
import { loadSendingSetup } from "~/delivery/decision/sending-setup.server";
import { ProfileId } from "~/lib/profile-id";
import { MessageIntent } from "~/messages/message";
import { daysAgo, NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import { storeSendingShop } from "../../support/outbox-stage";
import { emptyTables, storeMessage, storeProfile } from "../../support/stored-rows";

let database: Database;
const deps = createTestDeps();
beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(async () => {
  await emptyTables(database.db);
  await storeSendingShop(database.db);
});
afterAll(() => database.close());

test("gives no message the facts of another when one is no longer stored", async () => {
  const { db } = database;
  const planned = { state: "planned", sentAt: null, nextRunAt: NOW, expiresAt: daysAgo(-9) };
  const refs = [];
  for (const [messageId, countryCode] of [
    ["m-gone", "FR"],
    ["m-british", "GB"],
    ["m-german", "DE"],
  ] as const) {
    const profileId = ProfileId.parse(
      await storeProfile(db, deps.keyring, messageId, { countryCode }),
    );
    await storeMessage(db, profileId, { messageId, ...planned });
    const row = await db.messageStatus.findFirstOrThrow({ where: { messageId } });
    const intent = MessageIntent.parse(row.intent);
    refs.push({ messageId, profileId, expiresAt: row.expiresAt, intent });
  }
  await db.message.deleteMany({ where: { messageId: "m-gone" } });

  const setup = await loadSendingSetup(db, SHOP, deps);
  const known = await loadDeliveryFacts(db, SHOP, refs, setup, NOW);
  expect(known.map(({ messageId, facts }) => [messageId, facts.countryCode])).toEqual([
    ["m-british", "GB"],
    ["m-german", "DE"],
  ]);
});
