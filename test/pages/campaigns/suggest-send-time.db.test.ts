import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { newCampaignDraft } from "~/campaigns/campaign";
import { createCampaign } from "~/campaigns/campaign-store.server";
import type { Database } from "~/db.server";
import { findCampaignPage } from "~/pages/campaigns/campaign-page.server";
import { suggestSendTime } from "~/pages/campaigns/suggest-send-time.server";
import { openCampaignBench, type CampaignBench } from "../../campaigns/campaign-bench";
import { daysAgo, NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { storeOrder } from "../../support/stored-checkout";
import { storeCredit, storeMessage } from "../../support/stored-rows";

let database: Database;
let bench: CampaignBench;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  bench = openCampaignBench(database);
  await bench.begin();
  await bench.db.shop.update({ where: { shopId: SHOP }, data: { timeZone: "Europe/Berlin" } });
});

/** Orders of one customer at 13:30 UTC, which is 14:30 in Berlin in winter. */
async function order(count: number, more: Parameters<typeof storeOrder>[2] = {}) {
  const profileId = await bench.store("1");
  for (let n = 0; n < count; n++) {
    const placedAt = daysAgo(n + 1);
    placedAt.setUTCHours(13, 30);
    await storeOrder(bench.db, profileId, { placedAt, orderId: `o${n}`, ...more });
  }
  return profileId;
}

const suggested = () => suggestSendTime(bench.db, SHOP, NOW);

test("suggests the local hour of the orders in the online store", async () => {
  await order(20);
  expect(await suggested()).toEqual({ time: "14:00", orders: 20 });
});

test("does not count orders elsewhere, and those that an email led to", async () => {
  const profileId = await order(20);
  await bench.db.order.update({
    where: { shopId_orderId: { shopId: SHOP, orderId: "o1" } },
    data: { sourceName: "pos" },
  });
  expect(await suggested()).toBeNull();
  await bench.db.order.updateMany({ data: { sourceName: null } });
  expect(await suggested()).toMatchObject({ orders: 20 });
  const messageId = await storeMessage(bench.db, profileId);
  await storeCredit(bench.db, messageId, profileId, { orderId: "o1" });
  expect(await suggested()).toBeNull();
});

test("keeps to the hours in which the store emails", async () => {
  await order(20);
  const sending = { quietHours: { startHour: 12, endHour: 17 } };
  await bench.db.settings.update({ where: { shopId: SHOP }, data: { sending } });
  expect(await suggested()).toMatchObject({ time: "17:00" });
});

test("a draft shows it, and a campaign that was started doesn't", async () => {
  await order(20);
  const { db, keyring } = bench;
  const draft = newCampaignDraft("News", null, "2026-12-24", "14:00");
  expect(draft.plan.timing).toEqual({ kind: "shop_time", date: "2026-12-24", time: "14:00" });
  const campaignId = await createCampaign(db, SHOP, draft, NOW);
  const shown = async () =>
    (await findCampaignPage(db, SHOP, campaignId, { keyring, now: NOW }))?.suggestedTime;
  expect(await shown()).toEqual({ time: "14:00", orders: 20 });
  await db.campaign.updateMany({ data: { status: "scheduled" } });
  expect(await shown()).toBeNull();
});
