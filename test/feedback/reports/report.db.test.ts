import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { ALL_EMAILS } from "~/pages/outbox/outbox-filter";
import { listEmailIds } from "~/pages/outbox/list-email-ids.server";
import { countEmailsJob } from "~/feedback/counts/count-emails.job.server";
import { markDaysForRecount } from "~/feedback/counts/count-store.server";
import { getReport } from "~/feedback/reports/report.server";
import { writeRowLabel } from "~/feedback/reports/row-label";
import { textIn } from "~/i18n/text-in.server";
import type { ReportGroup } from "~/feedback/reports/report-range";
import { createShop, daysAgo, NOW, OTHER_SHOP, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import {
  storeCredit,
  storeEngagementEvent,
  storeMessage,
  storeProfile,
  storeShopWithFlows,
} from "../../support/stored-rows";

const text = textIn("en", "measures");
let database: Database;
const deps = createTestDeps();

beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  await storeShopWithFlows(db);
  await createShop(db, OTHER_SHOP);
  const profileId = await storeProfile(db, deps.keyring, "1");
  const ids = [
    await storeMessage(db, profileId, { sentAt: daysAgo(2) }),
    await storeMessage(db, profileId, { sentAt: daysAgo(3), stepId: "email-2" }),
    await storeMessage(db, profileId, { sentAt: daysAgo(9), picks: ["1"] }),
  ];
  await storeCampaignEmails();
  await storeEngagementEvent(db, ids[0]!);
  await storeCredit(db, ids[0]!, profileId, { refundedMinor: 10_00n });
  await db.$transaction((tx) => markDaysForRecount(tx, SHOP, [...ids, "news-1", "news-2"]));
  while ((await countEmailsJob.run(SHOP, { db }, new AbortController().signal)).more);
});
afterAll(() => database.close());

/** Two emails of a campaign; between them its template was published again. Only the first recipient is in a segment. */
async function storeCampaignEmails() {
  const { db } = database;
  const at = { createdAt: daysAgo(20), updatedAt: daysAgo(20) };
  const campaign = { campaignId: "spring", name: "Spring", status: "sent", plan: {} };
  await db.campaign.create({ data: { shopId: SHOP, ...campaign, ...at } });
  const template = { templateId: "news", name: "Own news", publishedVersion: 2 };
  await db.template.create({ data: { shopId: SHOP, ...template, updatedAt: daysAgo(16) } });
  for (const [version, publishedAt] of [
    [1, daysAgo(20)],
    [2, daysAgo(16)],
  ] as const) {
    const row = {
      shopId: SHOP,
      templateId: "news",
      version,
      document: {},
      sha256: "",
      publishedAt,
    };
    await db.templateVersion.create({ data: row });
  }
  const segment = { segmentId: "regulars", name: "Regulars", memberCount: 1 };
  await db.segment.create({ data: { shopId: SHOP, ...segment, ...at } });
  await db.segmentMember.create({
    data: { shopId: SHOP, segmentId: "regulars", profileId: "c1", joinedAt: daysAgo(1) },
  });
  const email = { flowId: null, flowVersion: null, stepId: null, campaignId: "spring" };
  const intent = { templateId: "news" };
  for (const [messageId, sentAt] of [
    ["news-1", daysAgo(18)],
    ["news-2", daysAgo(14)],
  ] as const) {
    const profileId = await storeProfile(db, deps.keyring, `reader-${messageId}`);
    await storeMessage(db, profileId, { ...email, intent, messageId, sentAt });
  }
}

const report = (group: ReportGroup, days: 7 | 30 = 7) =>
  getReport(database.db, SHOP, { period: { kind: "last", days }, group }, NOW);

test("a report covers the emails of its period and of the comparison period", async () => {
  const { totals, before, rows, stretches } = await report("flow");
  expect(totals).toMatchObject({ sent: 2, clickedByPeople: 1, orders: 1, grossMinor: 40_00 });
  expect(before.totals).toMatchObject({ sent: 1, orders: 0 });
  expect(rows).toMatchObject([{ name: { name: "Abandoned checkout" }, counts: { sent: 2 } }]);
  expect(stretches).toHaveLength(7);
});

test("rows have the merchant's names", async () => {
  const names = async (group: ReportGroup) =>
    (await report(group)).rows.map(({ name }) => writeRowLabel(name, text));
  expect(await names("email")).toEqual([
    "Abandoned checkout, email 1",
    "Abandoned checkout, email 2",
  ]);
  expect(await names("version")).toContain("Abandoned checkout, email 1, version 1");
  expect((await report("place", 30)).places).toMatchObject([
    {
      name: { kind: "email", name: "Abandoned checkout", number: 1 },
      slot: 1,
      shown: 1,
    },
  ]);
});

test("chosen days include only their own emails", async () => {
  const [first, last] = [daysAgo(9), daysAgo(3)].map((at) => at.toISOString().slice(0, 10));
  const period = { kind: "between", from: first ?? "", to: last ?? "" } as const;
  const { totals, from, to } = await getReport(database.db, SHOP, { period, group: "flow" }, NOW);
  expect({ sent: totals.sent, from, to }).toEqual({ sent: 2, from: first, to: last });
});

test("names campaigns, template versions and segments", async () => {
  const rows = async (group: ReportGroup) =>
    (await report(group, 30)).rows.map(({ name, counts }) => [
      writeRowLabel(name, text),
      counts.sent,
    ]);
  expect(await rows("campaign")).toEqual([
    ["Emails of flows", 3],
    ["Spring", 2],
  ]);
  expect(await rows("template")).toEqual([
    ["Abandoned checkout 1, default", 3],
    ["Own news, version 1", 1],
    ["Own news, version 2", 1],
  ]);
  expect(await rows("segment")).toEqual([["Regulars", 3]]);
});

test("each row of a template version links to its emails", async () => {
  const filter = { ...ALL_EMAILS, templateId: "news", templateVersion: 2 };
  expect(await listEmailIds(database.db, SHOP, filter, { skip: 0, take: 9 })).toEqual(["news-2"]);
  const toMembers = { ...ALL_EMAILS, segmentId: "regulars" };
  expect(await listEmailIds(database.db, SHOP, toMembers, { skip: 0, take: 9 })).toHaveLength(3);
});

test("another shop is not included", async () => {
  const filter = { period: { kind: "last", days: 30 }, group: "segment" } as const;
  const { totals, rows } = await getReport(database.db, OTHER_SHOP, filter, NOW);
  expect(totals.sent).toBe(0);
  expect(rows).toEqual([]);
});
