import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newCampaignDraft, type CampaignPlan } from "~/campaigns/campaign";
import type { Database } from "~/db.server";
import { saveCampaign } from "~/campaigns/campaign-store.server";
import {
  countDueAudiences,
  loadCampaignCalendar,
} from "~/pages/campaigns/campaign-calendar.server";
import { openCampaignBench, type CampaignBench } from "../../campaigns/campaign-bench";
import { NOW, OTHER_SHOP, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { storeShopWithFlows } from "../../support/stored-rows";

let database: Database;
let bench: CampaignBench;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  bench = openCampaignBench(database);
  await bench.begin();
});

const TODAY = NOW.toISOString().slice(0, 10);
const MONTH = TODAY.slice(0, 7);

const calendar = (month: string | null = MONTH, shopId = SHOP) =>
  loadCampaignCalendar(bench.db, shopId, { month, firstWeekday: 1 }, bench.today());
const count = (at = bench.today()) => countDueAudiences(bench.db, SHOP, MONTH, at);
const setTimeZone = (timeZone: string) =>
  bench.db.shop.update({ where: { shopId: SHOP }, data: { timeZone } });
const planFor = (date: string, kind: "shop_time" | "recipient_time" = "shop_time") =>
  ({ timing: { kind, date, time: "09:30" } }) satisfies Partial<CampaignPlan>;

describe("the campaign calendar", () => {
  test("shows the current month unless another one is asked for", async () => {
    expect((await calendar(null)).month).toBe(MONTH);
    expect((await calendar("2026-13")).month).toBe(MONTH);
    expect((await calendar("1026-12")).month).toBe(MONTH);
    expect((await calendar("2027-02")).weeks.flat()).toContain("2027-02-28");
  });

  test("shows a draft on the day that it is planned for, with the customers that were counted", async () => {
    await bench.storeMany(2);
    await bench.store("9", { marketingState: "not_subscribed" });
    const campaignId = await bench.create(planFor(`${MONTH}-28`));
    await bench.create();
    const shown = {
      campaignId,
      name: "Autumn",
      status: "draft",
      day: `${MONTH}-28`,
      time: "09:30",
    };
    const before = await calendar();
    expect(before.campaigns).toEqual([{ ...shown, count: { of: "now", number: null } }]);
    expect(before.isCountDue).toBe(true);
    await count();
    const after = await calendar();
    expect(after.campaigns).toEqual([{ ...shown, count: { of: "now", number: 2 } }]);
    expect(after.isCountDue).toBe(false);
    expect((await calendar("2020-01")).campaigns).toEqual([]);
  });

  test("counts a draft's audience again after an hour, or once the draft was changed", async () => {
    const campaignId = await bench.create(planFor(`${MONTH}-28`));
    await count();
    await bench.storeMany(2);
    await count();
    expect((await calendar()).campaigns[0]?.count.number).toBe(0);
    await count(new Date(bench.today().getTime() + 3_600_000));
    expect((await calendar()).campaigns[0]?.count.number).toBe(2);
    const { version, name, plan } = await bench.find(campaignId);
    await saveCampaign(bench.db, SHOP, { campaignId, version, name, plan }, bench.today());
    expect((await calendar()).isCountDue).toBe(true);
  });

  test("shows a sent campaign on the day that it started in the store's time zone", async () => {
    await bench.storeMany(3);
    const campaignId = await bench.create();
    await bench.start(campaignId);
    await bench.settle();
    for (const timeZone of ["Pacific/Kiritimati", "Pacific/Pago_Pago"]) {
      await setTimeZone(timeZone);
      const local = NOW.toLocaleString("sv-SE", { timeZone });
      const { campaigns, today } = await calendar(local.slice(0, 7));
      expect(today).toBe(local.slice(0, 10));
      expect(campaigns).toMatchObject([
        {
          ...{ day: local.slice(0, 10), time: local.slice(11, 16) },
          count: { of: "sent", number: 3 },
        },
      ]);
    }
  });

  test("shows a campaign in each customer's time zone on its date, though it starts the day before", async () => {
    const campaignId = await bench.create(planFor(`${MONTH}-28`, "recipient_time"));
    await bench.start(campaignId);
    const { startsAt } = await bench.find(campaignId);
    expect(startsAt!.toISOString().slice(0, 10)).toBe(`${MONTH}-27`);
    expect((await calendar()).campaigns).toMatchObject([
      { status: "scheduled", day: `${MONTH}-28`, time: "09:30" },
    ]);
  });

  test("leaves out a campaign that was canceled before it sent anything", async () => {
    const campaignId = await bench.create(planFor(`${MONTH}-28`));
    await bench.start(campaignId);
    await bench.command(campaignId, "cancel");
    expect((await calendar()).campaigns).toEqual([]);
  });

  test("shows nothing of another store", async () => {
    await storeShopWithFlows(bench.db, OTHER_SHOP);
    await bench.create(planFor(`${MONTH}-28`));
    expect((await calendar(MONTH, OTHER_SHOP)).campaigns).toEqual([]);
  });
});

test("a campaign for a day is planned for the morning, and any other text for no day", () => {
  expect(newCampaignDraft("News", null, "2026-12-24").plan.timing).toEqual({
    ...{ kind: "shop_time", date: "2026-12-24", time: "10:00" },
  });
  for (const date of [null, "", "2026-02-30", "soon"]) {
    expect(newCampaignDraft("News", null, date).plan.timing).toEqual({ kind: "now" });
  }
});
