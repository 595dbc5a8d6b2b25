import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startCampaign, undoStart } from "~/campaigns/planning/change-campaign.server";
import { planCampaignsJob } from "~/campaigns/planning/plan-campaigns.job.server";
import { undoMsLeft, getUndoUntil } from "~/campaigns/undo-window";
import type { Database } from "~/db.server";
import { NOW, SHOP } from "../support/builders";
import { readDueShops } from "../support/due-shops";
import { openTestDatabase } from "../support/database";
import { openCampaignBench, type CampaignBench } from "./campaign-bench";

let database: Database;
let bench: CampaignBench;
let campaignId: string;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  bench = openCampaignBench(database);
  await bench.begin();
  await bench.storeMany(3);
  campaignId = await bench.create();
});

const after = (ms: number) => new Date(NOW.getTime() + ms);
const start = (version = 1) =>
  startCampaign(
    SHOP,
    { campaignId, version, foreseenEmails: 3, undoUntil: getUndoUntil(bench.today()) },
    "merchant",
    bench,
  );
const undo = () => undoStart(SHOP, campaignId, "merchant", bench);
const dueSince = (from: number, to: number) =>
  readDueShops(
    bench.db,
    planCampaignsJob.selectShopsDueSince!({ after: after(from), upTo: after(to) }),
  );

describe("a confirmed start", () => {
  test("sends nothing for thirty seconds, then sends everything", async () => {
    await start();
    for (const ms of [0, 1, 15_000, 29_999]) {
      bench.at(after(ms));
      await bench.settle();
      expect(await bench.db.messageStatus.count()).toBe(0);
      expect(bench.mailer.calls).toEqual([]);
    }
    bench.at(after(30_000));
    await bench.settle();
    expect(bench.takenTo()).toHaveLength(3);
  });

  test("is picked up when its thirty seconds are over, before the next sweep", async () => {
    await start();
    expect(await dueSince(0, 29_999)).toEqual([]);
    expect(await dueSince(29_999, 30_000)).toEqual([SHOP]);
  });

  test("keeps a later scheduled time", async () => {
    campaignId = await bench.create({
      timing: { kind: "shop_time", date: "2026-12-24", time: "10:00" },
    });
    await start();
    expect((await bench.find(campaignId)).startsAt).toEqual(new Date("2026-12-24T10:00:00Z"));
  });

  test("happens once for concurrent requests", async () => {
    const outcomes = await Promise.all([start(), start(), start()]);
    expect(outcomes.filter(({ kind }) => kind === "changed")).toHaveLength(1);
    expect(outcomes.filter((it) => it.kind === "refused" && it.reason === "started")).toHaveLength(
      2,
    );
    bench.at(after(30_000));
    await bench.settle();
    expect(bench.takenTo()).toHaveLength(3);
  });
});

describe("an undone start", () => {
  test("becomes a draft again and sends nothing", async () => {
    await start();
    bench.at(after(29_999));
    expect(await undo()).toEqual({ kind: "changed", status: "draft" });
    await bench.pass(72, 24);
    expect(await bench.db.messageStatus.count()).toBe(0);
    expect(bench.mailer.calls).toEqual([]);
    expect(await bench.find(campaignId)).toMatchObject({
      ...{ status: "draft", version: 2, startedAt: null, startsAt: null, foreseenEmails: null },
    });
    const [entry] = await bench.db.auditEntry.findMany({ orderBy: { auditId: "desc" }, take: 1 });
    expect(entry?.detail).toMatchObject({ from: "scheduled", to: "draft" });
  });

  test("ignores a late confirmation of the old version and accepts a new one", async () => {
    await start();
    await undo();
    expect(await start(1)).toMatchObject({ kind: "refused", reason: "not_allowed" });
    expect((await bench.find(campaignId)).status).toBe("draft");
    expect(await start(2)).toMatchObject({ kind: "changed" });
    bench.at(after(30_000));
    await bench.settle();
    expect(bench.takenTo()).toHaveLength(3);
  });

  test.each([
    ["after its time", () => bench.at(after(30_000))],
    ["of a campaign that is held", () => bench.command(campaignId, "pause")],
    ["of one that was canceled", () => bench.command(campaignId, "cancel")],
  ])("is rejected %s", async (_when, change) => {
    await start();
    await change();
    const { status } = await bench.find(campaignId);
    expect(await undo()).toMatchObject({ kind: "refused", reason: "not_allowed" });
    expect((await bench.find(campaignId)).status).toBe(status);
  });

  test("either sends nothing or rejects the undo when the undo races with the start", async () => {
    await start();
    // Another process's clock is a second ahead, so the undo window is over there.
    const ahead = { ...bench, now: () => after(30_000) };
    bench.at(after(29_000));
    const { signal } = new AbortController();
    const [undone] = await Promise.all([undo(), planCampaignsJob.run(SHOP, ahead, signal)]);
    const planned = await bench.db.messageStatus.count();
    expect(planned).toBe(undone.kind === "changed" ? 0 : 3);
  });

  test("is rejected for another shop", async () => {
    await start();
    const other = "other.myshopify.com" as typeof SHOP;
    expect(await undoStart(other, campaignId, "merchant", bench)).toMatchObject({
      kind: "refused",
      reason: "not_found",
    });
    expect((await bench.find(campaignId)).status).toBe("scheduled");
  });
});

test("undoMsLeft counts down for scheduled campaigns only", () => {
  const undoUntil = getUndoUntil(NOW);
  expect(undoMsLeft({ status: "scheduled", undoUntil }, NOW)).toBe(30_000);
  expect(undoMsLeft({ status: "scheduled", undoUntil }, after(29_999))).toBe(1);
  expect(undoMsLeft({ status: "scheduled", undoUntil }, after(30_000))).toBe(0);
  expect(undoMsLeft({ status: "sending", undoUntil }, NOW)).toBe(0);
  expect(undoMsLeft({ status: "scheduled", undoUntil: null }, NOW)).toBe(0);
});
