import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { isInShopHoldout } from "~/experiments/draw-holdout";
import { copyPlan } from "~/campaigns/copy-campaign";
import type { Database } from "~/db.server";
import { profileIdOfCustomer } from "~/lib/profile-id";
import { eraseCustomer } from "~/privacy/erase-customer.server";
import { daysAgo, hoursAgo, NOW, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { storeOrder } from "../support/stored-checkout";
import { storeMessage } from "../support/stored-rows";
import { openCampaignBench, type CampaignBench } from "./campaign-bench";

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

describe("a campaign to everyone", () => {
  test("reaches each subscriber once with its content and an unsubscribe link", async () => {
    await bench.store("1", { contact: { firstName: "Ada" } });
    await bench.store("2", { marketingState: "not_subscribed" });
    const campaignId = await bench.create();
    await bench.start(campaignId);
    await bench.settle();
    expect(bench.takenTo()).toEqual(["customer-1@example.com"]);
    const [email] = bench.mailer.taken;
    expect(email).toMatchObject({ subject: "Autumn teas are here" });
    expect(email?.text).toContain("Hi Ada,");
    expect(email?.headers["List-Unsubscribe"]).toMatch(/^<https:/);
    expect(email?.html).toContain("https://mail.kettle.example/c/");
  });

  test("is marked as sent once no message is pending, and accounts for each member", async () => {
    await bench.store("1");
    await bench.store("2", { marketingState: "unsubscribed" });
    await bench.store("3", { deletedAt: daysAgo(1) });
    const campaignId = await bench.create();
    await bench.start(campaignId);
    await bench.settle();
    expect((await bench.find(campaignId)).status).toBe("sending");
    await bench.pass(1);
    const { status, audienceCounts, endedAt } = await bench.find(campaignId);
    expect(status).toBe("sent");
    expect(endedAt).not.toBeNull();
    expect(audienceCounts).toMatchObject({ members: 2, noConsent: 1, planned: 1 });
  });

  test("withholds it from the shop-wide holdout and counts those members as holdout", async () => {
    const ids = Array.from({ length: 200 }, (_, i) => String(100 + i));
    const isOut = (id: string) => isInShopHoldout(SHOP, profileIdOfCustomer(id), 0.1);
    await bench.store(ids.find(isOut)!);
    await bench.store(ids.find((id) => !isOut(id))!);
    const sending = { senderAddress: "hello@kettle.example", holdoutRate: 0, shopHoldoutRate: 0.1 };
    await bench.db.settings.update({ where: { shopId: SHOP }, data: { sending } });
    const campaignId = await bench.create();
    await bench.start(campaignId);
    await bench.settle();
    expect(await bench.states(campaignId)).toMatchObject([
      { state: "sent", _count: 1 },
      { state: "withheld", reason: "shop_holdout", _count: 1 },
    ]);
    expect((await bench.find(campaignId)).audienceCounts).toMatchObject({ planned: 1, holdout: 1 });
  });

  test("starts once, with the version that the merchant reviewed", async () => {
    const campaignId = await bench.create();
    expect(await bench.start(campaignId)).toEqual({ kind: "changed", status: "scheduled" });
    expect(await bench.start(campaignId)).toEqual({ kind: "refused", reason: "not_allowed" });
  });

  test("skips recipients who unsubscribed, were erased or were suppressed after planning", async () => {
    await bench.storeMany(4);
    const campaignId = await bench.create({
      timing: { kind: "recipient_time", date: "2026-11-25", time: "09:00" },
    });
    bench.at(new Date("2026-11-24T12:00:00Z"));
    await bench.start(campaignId);
    // Planned when the hour begins in the zone furthest ahead, fourteen hours before London.
    await bench.pass(8);
    expect(bench.takenTo()).toEqual([]);
    const { db, keyring } = bench;
    await db.profile.update({
      where: { shopId_profileId: { shopId: SHOP, profileId: "c100" } },
      data: { marketingState: "unsubscribed" },
    });
    const request = { requestKey: "r1", customerId: "101", email: null, orderIds: [] };
    await eraseCustomer(SHOP, request, bench);
    await db.suppression.create({
      data: {
        shopId: SHOP,
        emailIndex: keyring.blindIndex(SHOP, "customer-102@example.com"),
        reason: "complaint",
        createdAt: NOW,
      },
    });
    await bench.pass(30);
    expect(bench.takenTo()).toEqual(["customer-103@example.com"]);
    expect((await bench.states(campaignId)).map(({ state, reason }) => [state, reason])).toEqual([
      ["sent", null],
      ["skipped", "erased"],
      ["skipped", "suppressed"],
      ["skipped", "unsubscribed"],
    ]);
  });

  test("skips recipients who ordered since the start when the merchant chose that", async () => {
    await bench.storeMany(2);
    const at = { kind: "shop_time", date: "2026-11-25", time: "10:00" } as const;
    bench.at(new Date("2026-11-24T12:00:00Z"));
    const strict = await bench.create({ timing: at, skipsBuyers: true });
    await bench.start(strict);
    await storeOrder(bench.db, "c100", { placedAt: new Date("2026-11-24T18:00:00Z") });
    await bench.pass(24);
    expect(bench.takenTo()).toEqual(["customer-101@example.com"]);
    expect(await bench.states(strict)).toMatchObject([
      { state: "sent", _count: 1 },
      { state: "skipped", reason: "order_placed", _count: 1 },
    ]);
  });

  test("skips recipients at their frequency cap instead of sending days later", async () => {
    await bench.storeMany(2);
    await storeMessage(bench.db, "c100", { messageId: "before", sentAt: hoursAgo(2) });
    const campaignId = await bench.create();
    await bench.start(campaignId);
    await bench.pass(48, 6);
    expect(bench.takenTo()).toEqual(["customer-101@example.com"]);
    expect(await bench.states(campaignId)).toMatchObject([
      { state: "sent" },
      { state: "skipped", reason: "frequency_cap" },
    ]);
  });
});

test.each([
  ["on an ordinary day", "2026-11-26"],
  ["where clocks are put forward in the night before", "2027-03-28"],
  ["where clocks are put back in the night before", "2026-10-25"],
])("sends at the recipient's local hour, %s", async (_what, date) => {
  const zones = { GB: "Europe/London", JP: "Asia/Tokyo", DE: "Europe/Berlin" };
  for (const [n, countryCode] of Object.keys(zones).entries())
    await bench.store(String(n), { countryCode });
  const campaignId = await bench.create({
    timing: { kind: "recipient_time", date, time: "10:00" },
  });
  bench.at(new Date(Date.parse(`${date}T12:00:00Z`) - 48 * 3_600_000));
  await bench.start(campaignId);
  await bench.pass(72);
  const rows = await bench.db.messageStatus.findMany({
    where: { campaignId },
    include: { profile: { select: { countryCode: true } } },
  });
  const shown = rows.map(({ sentAt, profile: { countryCode } }) =>
    sentAt?.toLocaleString("sv-SE", {
      timeZone: zones[countryCode as keyof typeof zones],
      dateStyle: "short",
      timeStyle: "short",
    }),
  );
  expect(shown).toEqual(Array.from(shown, () => `${date} 10:00`));
  expect(shown).toHaveLength(3);
});

test("sends at each customer's best hour, or at the merchant's time when it is unknown", async () => {
  for (const customerId of ["1", "2", "3"]) await bench.store(customerId, { countryCode: "JP" });
  const unknown = { shopId: SHOP, computedAt: NOW, modelVersions: {}, grade: "B", detail: {} };
  await bench.db.prediction.createMany({
    data: [
      { ...unknown, profileId: "c1", bestHour: 8 },
      { ...unknown, profileId: "c2", bestHour: 20 },
    ],
  });
  await bench.db.settings.update({
    where: { shopId: SHOP },
    data: {
      sending: {
        senderAddress: "hello@kettle.example",
        holdoutRate: 0,
        quietHours: { startHour: 0, endHour: 0 },
      },
    },
  });
  // Clocks in London go forward in the preceding night.
  const day = "2027-03-28";
  bench.at(new Date("2027-03-27T12:00:00Z"));
  const campaignId = await bench.create({
    timing: { kind: "best_hour", date: day, time: "12:30" },
  });
  await bench.start(campaignId);
  await bench.pass(40, 0.5);
  const rows = await bench.db.messageStatus.findMany({
    where: { campaignId },
    orderBy: { profileId: "asc" },
  });
  expect(rows.map(({ sentAt }) => sentAt?.toISOString())).toEqual(
    ["07:00", "19:00", "11:30"].map((utc) => `${day}T${utc}:00.000Z`),
  );
});

describe("a paused campaign", () => {
  test("keeps its messages until it is resumed, however long that takes", async () => {
    await bench.storeMany(3);
    const campaignId = await bench.create();
    await bench.start(campaignId);
    await bench.planOnce();
    expect(await bench.command(campaignId, "pause")).toEqual({ kind: "changed", status: "paused" });
    await bench.pass(24 * 10, 24);
    expect(bench.takenTo()).toEqual([]);
    await bench.command(campaignId, "resume");
    await bench.settle();
    expect(bench.takenTo()).toHaveLength(3);
  });

  test("can be canceled: its remaining messages are counted as canceled and never sent", async () => {
    await bench.storeMany(3);
    const campaignId = await bench.create();
    await bench.start(campaignId);
    await bench.planOnce();
    await bench.command(campaignId, "cancel");
    await bench.pass(48, 12);
    expect(bench.takenTo()).toEqual([]);
    expect(await bench.states(campaignId)).toMatchObject([
      { state: "skipped", reason: "campaign_canceled", _count: 3 },
    ]);
    expect(await bench.command(campaignId, "resume")).toMatchObject({ kind: "refused" });
  });
});

test("resends only to recipients who did not click in the first campaign", async () => {
  await bench.storeMany(3);
  const campaignId = await bench.create();
  await bench.start(campaignId);
  await bench.settle();
  const first = await bench.db.messageStatus.findFirstOrThrow({
    where: { campaignId, profileId: "c101" },
  });
  await bench.db.engagementEvent.create({
    data: {
      shopId: SHOP,
      eventId: "hit-1",
      messageId: first.messageId,
      linkIndex: 0,
      occurredAt: NOW,
      classification: "human",
    },
  });
  await bench.pass(20, 20);
  await bench.store("900");
  const again = await bench.create(copyPlan(await bench.find(campaignId), "not_clicked"));
  await bench.start(again);
  await bench.settle();
  expect(bench.takenTo().slice().sort()).toEqual(
    ["100", "100", "101", "102", "102"].map((it) => `customer-${it}@example.com`),
  );
});
