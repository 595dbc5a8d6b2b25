import { afterAll, beforeAll, expect, test } from "vitest";
import { inShop } from "~/db-scope.server";
import type { Database } from "~/db.server";
import { isShopDue } from "~/jobs/due-shops.server";
import { ShopId } from "~/lib/shop-id";
import { setRecordedSwitch } from "~/pages/predictions/answer-switch.server";
import { getSharingCard } from "~/pages/predictions/sharing-card.server";
import { readShopHistory } from "~/predictions/history/history-store.server";
import { countReturns } from "~/predictions/models/return-counts";
import {
  findSharedCounts,
  saveNoisyCounts,
  selectShopsDueToShare,
} from "~/predictions/shared-priors/shared-count-store.server";
import { shareCountsJob } from "~/predictions/shared-priors/share-counts.job.server";
import { createShop, daysAgo, NOW, OTHER_SHOP, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import { ordersOf, storeOrders } from "../builders";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
  await createShop(database.db, SHOP);
  await createShop(database.db, OTHER_SHOP);
  await storeOrders(database.db, ordersOf(60));
});
afterAll(() => database.close());

const deps = () => ({ db: database.db, ...createTestDeps() });
const share = () => shareCountsJob.run(SHOP, deps(), new AbortController().signal);
const isDue = () => isShopDue(database.db, SHOP, selectShopsDueToShare(NOW));
const installedOn = (installedAt: Date) =>
  database.db.shop.update({ where: { shopId: SHOP }, data: { installedAt } });

test("is off at first, and shares nothing then", async () => {
  const { db } = database;
  await installedOn(daysAgo(400));
  expect(await isDue()).toBe(false);
  await share();
  expect(await db.sharedCount.count()).toBe(0);
  expect(await getSharingCard(db, SHOP, NOW)).toMatchObject({ isOn: false, spent: 0 });
});

test("shares noisy counts once a year, however often it is turned off and on", async () => {
  const { db } = database;
  await setRecordedSwitch(SHOP, "sharing", true, deps());
  expect(await isDue()).toBe(true);
  await installedOn(daysAgo(100));
  expect(await isDue()).toBe(false);
  await installedOn(daysAgo(400));

  await share();
  const stored = await db.sharedCount.findUniqueOrThrow({ where: { shopId: SHOP } });
  const { purchases, endDay } = await readShopHistory(db, SHOP, NOW, new AbortController().signal);
  const noise = countReturns(purchases, endDay).map((count, n) => stored.counts[n]! - count);
  expect(noise.some((it) => it !== 0)).toBe(true);
  // Noise of 100 or more has a probability of e^−50.
  expect(noise.every((it) => Math.abs(it) < 100)).toBe(true);

  await share();
  expect(await db.sharedCount.findUniqueOrThrow({ where: { shopId: SHOP } })).toEqual(stored);
  await setRecordedSwitch(SHOP, "sharing", false, deps());
  expect(await db.sharedCount.count()).toBe(0);
  await setRecordedSwitch(SHOP, "sharing", true, deps());
  await share();
  expect(await isDue()).toBe(false);
  expect(await db.sharedCount.count()).toBe(0);
  expect(await getSharingCard(db, SHOP, NOW)).toMatchObject({
    isOn: true,
    spent: 1,
    lastSharedAt: NOW.toISOString(),
  });
  const actions = await db.auditEntry.findMany({
    where: { shopId: SHOP },
    orderBy: { auditId: "asc" },
  });
  expect(actions.map(({ action }) => action)).toEqual([
    "sharing_on",
    "counts_shared",
    "sharing_off",
    "sharing_on",
  ]);
});

test("sums the counts of twenty other installed shops, only for a shop that shares", async () => {
  const { db } = database;
  const counts = new Int32Array(120).fill(3);
  const shops = Array.from({ length: 20 }, (_, n) => ShopId.parse(`shop${n}.myshopify.com`));
  const find = (shopId: ShopId) => inShop(shopId, () => findSharedCounts(db, shopId));
  for (const shopId of shops) {
    expect(await find(SHOP)).toBeNull();
    await createShop(db, shopId);
    await saveNoisyCounts(db, shopId, counts, { epsilon: 1, at: NOW });
  }
  const sum = await find(SHOP);
  expect(sum?.counts).toEqual([...counts].map((count) => 20 * count));
  expect(sum?.noiseVariance).toBeCloseTo(20 * 7.8353, 2);
  expect(await find(OTHER_SHOP)).toBeNull();
  await db.shop.update({ where: { shopId: shops[0]! }, data: { uninstalledAt: NOW } });
  expect(await find(SHOP)).toBeNull();
});
