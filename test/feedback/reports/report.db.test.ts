import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { countMailsJob } from "~/feedback/counts/count-mails.job.server";
import { markMails } from "~/feedback/counts/count-store.server";
import { getReport } from "~/feedback/reports/report.server";
import type { ReportGroup } from "~/feedback/reports/report-range";
import { createShop, daysAgo, NOW, OTHER_SHOP, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import {
  storeCredit,
  storeHit,
  storeMessage,
  storeProfile,
  storeShopWithFlows,
} from "../../support/stored-rows";

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
    await storeMessage(db, profileId, { sentAt: daysAgo(3), stepId: "mail-2" }),
    await storeMessage(db, profileId, { sentAt: daysAgo(9), picks: [{ productId: "1" }] }),
  ];
  await storeHit(db, ids[0]!);
  await storeCredit(db, ids[0]!, profileId, { refundedMinor: 10_00n });
  await db.$transaction((tx) => markMails(tx, SHOP, ids));
  while ((await countMailsJob.run(SHOP, { db }, new AbortController().signal)).more);
});
afterAll(() => database.close());

const report = (group: ReportGroup, days: 7 | 30 = 7) =>
  getReport(database.db, SHOP, { days, group }, NOW);

test("a report has its period's mails, and those of the time before to compare with", async () => {
  const { totals, before, rows, stretches } = await report("flow");
  expect(totals).toMatchObject({ sent: 2, clickedByPeople: 1, orders: 1, grossMinor: 40_00 });
  expect(before.totals).toMatchObject({ sent: 1, orders: 0 });
  expect(rows).toMatchObject([{ name: "Abandoned checkout", counts: { sent: 2 } }]);
  expect(stretches).toHaveLength(7);
});

test("its rows are named as the merchant names them", async () => {
  const names = async (group: ReportGroup) => (await report(group)).rows.map(({ name }) => name);
  expect(await names("mail")).toEqual(["Abandoned checkout, Mail 1", "Abandoned checkout, Mail 2"]);
  expect(await names("version")).toContain("Abandoned checkout, Mail 1, version 1");
  expect((await report("place", 30)).places).toMatchObject([
    { name: "Abandoned checkout, Mail 1", slot: 1, shown: 1 },
  ]);
});

test("another shop's report has none of it", async () => {
  const { totals, rows } = await getReport(
    database.db,
    OTHER_SHOP,
    { days: 30, group: "flow" },
    NOW,
  );
  expect(totals.sent).toBe(0);
  expect(rows).toEqual([]);
});
