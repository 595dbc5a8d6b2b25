import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { recreditWindowJob } from "~/feedback/window/recredit-window.job.server";
import { previewWindow } from "~/pages/settings/preview-window.server";
import { createShop, daysAgo, NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import { dueShopsOf } from "../../support/due-shops";
import { createOrderRow } from "../../support/rows";
import { storeEngagementEvent, storeMessage, storeProfile } from "../../support/stored-rows";

let database: Database;
const { keyring } = createTestDeps();
const { signal } = new AbortController();

beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  await createShop(db);
  await db.shop.update({ where: { shopId: SHOP }, data: { currency: "GBP" } });
  for (const [customerId, clickDays] of [
    ["1", 11],
    ["2", 13],
    ["3", 20],
  ] as const) {
    const profileId = await storeProfile(db, keyring, customerId);
    const messageId = await storeMessage(db, profileId, { sentAt: daysAgo(21) });
    await storeEngagementEvent(db, messageId, { occurredAt: daysAgo(clickDays) });
    await createOrderRow(db, { profileId, placedAt: daysAgo(10), orderId: `o${customerId}` });
  }
});
afterAll(() => database.close());

const run = () => recreditWindowJob.run(SHOP, { db: database.db }, signal);
const credited = async () => {
  const rows = await database.db.attribution.findMany({ orderBy: { orderId: "asc" } });
  return rows.map(({ orderId, windowHours }) => `${orderId} ${windowHours}`);
};
const save = (days: number) =>
  database.db.settings.upsert({
    where: { shopId: SHOP },
    create: { shopId: SHOP, sending: { attributionWindowHours: days * 24 }, updatedAt: NOW },
    update: { sending: { attributionWindowHours: days * 24 } },
  });
const due = () => dueShopsOf(recreditWindowJob, database.db, NOW);

test("attributes orders again for each saved window, as previewed", async () => {
  expect(await due()).toEqual([]);
  for (const [days, expected] of [
    [30, ["o1 720", "o2 720", "o3 720"]],
    [2, ["o1 48"]],
    [5, ["o1 120", "o2 120"]],
  ] as const) {
    const preview = await previewWindow(database.db, SHOP, days, NOW);
    await save(days);
    expect(await due()).toEqual([SHOP]);
    await run();
    expect(await credited()).toEqual(expected);
    expect(preview.then).toEqual({
      orders: expected.length,
      netMinor: expected.length * 24_00,
    });
    expect(await due()).toEqual([]);
  }
  // A repetition changes nothing.
  const before = await credited();
  await run();
  expect(await credited()).toEqual(before);
  // The days with changed counts are due.
  expect(await database.db.reportRollupQueue.count()).toBeGreaterThan(0);
});
