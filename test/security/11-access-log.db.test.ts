import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { exportAccessLog, getAccessLogPage } from "~/pages/access-log/access-log.server";
import { WHOLE_LOG } from "~/privacy/access-log-filter";
import { recordAudit } from "~/privacy/audit-store.server";
import { eraseShop } from "~/privacy/erase-shop.server";
import { purgeAccessLogJob } from "~/privacy/purge-access-log.job.server";
import { recordDownload } from "~/privacy/record-download.server";
import { recordView } from "~/privacy/record-view.server";
import { runAsRequest, setRequestStaff } from "~/privacy/request-staff.server";
import { anId, createShop, daysAgo, hoursAgo, NOW, OTHER_SHOP, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { dueShopsOf } from "../support/due-shops";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
  await createShop(database.db);
  await createShop(database.db, OTHER_SHOP);
  const at = { createdAt: NOW, updatedAt: NOW };
  for (const [shopId, name] of [
    [SHOP, "VIP customers"],
    [OTHER_SHOP, "Not theirs"],
  ] as const) {
    await database.db.segment.create({ data: { shopId, segmentId: "vips", name, ...at } });
  }
});
beforeEach(async () => {
  await database.db.auditEntry.deleteMany();
});
afterAll(() => database.close());

const MAYA = "548380009";
const OWEN = "548380010";

/** Runs work in the request of a staff member. */
const actAs = <T>(staffId: string, work: () => Promise<T>) =>
  runAsRequest(async () => {
    setRequestStaff(staffId);
    return work();
  });
const view = (customerId: string, at: Date) =>
  recordView(database.db, SHOP, { what: "customer", customerId }, at);
const download = (at: Date) =>
  recordDownload(database.db, SHOP, { action: "segment_exported", segmentId: "vips" }, at);
const erase = (at: Date) =>
  recordAudit(database.db, SHOP, {
    ...{ auditId: anId(), at, actor: "shopify", action: "customer_erased" },
    detail: { profileIds: ["c1"] },
  });
const show = (filter = {}, page = 1) =>
  getAccessLogPage(database.db, SHOP, { ...WHOLE_LOG, ...filter }, page);
const rowsOf = async (filter = {}) =>
  (await show(filter)).entries.map(({ person, action }) => `${person} ${action}`);

test("entries name the staff member of the request, and the system as such", async () => {
  await actAs(MAYA, () => view("201", hoursAgo(3)));
  await actAs(OWEN, () => download(hoursAgo(2)));
  await actAs(MAYA, () => erase(hoursAgo(1)));
  await download(NOW);

  const { entries, people } = await show();
  expect(entries).toMatchObject([
    { person: "merchant", action: "segment_exported" },
    { person: "shopify", action: "customer_erased", object: null },
    {
      ...{ person: OWEN, action: "segment_exported", name: "VIP customers" },
      object: { kind: "segment", id: "vips" },
    },
    { person: MAYA, action: "customer_viewed", object: { kind: "customer", id: "201" } },
  ]);
  expect(people).toEqual([MAYA, OWEN, "merchant", "shopify"]);
});

test("concurrent requests keep their staff members apart", async () => {
  const meet = Promise.withResolvers<null>();
  const late = actAs(MAYA, async () => {
    await meet.promise;
    await download(hoursAgo(1));
  });
  await actAs(OWEN, () => download(NOW));
  meet.resolve(null);
  await late;
  expect(await rowsOf()).toEqual([`${OWEN} segment_exported`, `${MAYA} segment_exported`]);
});

test("logs each staff member who views a customer, once an hour", async () => {
  for (const staffId of [MAYA, MAYA, OWEN]) await actAs(staffId, () => view("201", NOW));
  expect((await rowsOf()).sort()).toEqual([`${MAYA} customer_viewed`, `${OWEN} customer_viewed`]);
});

test("the log is filtered by person, action and the shop's calendar days", async () => {
  await actAs(MAYA, () => view("201", daysAgo(2)));
  await actAs(MAYA, () => download(daysAgo(1)));
  await actAs(OWEN, () => download(NOW));
  expect(await rowsOf({ person: MAYA })).toEqual([
    `${MAYA} segment_exported`,
    `${MAYA} customer_viewed`,
  ]);
  expect(await rowsOf({ action: "segment_exported", person: OWEN })).toEqual([
    `${OWEN} segment_exported`,
  ]);
  const dayOf = (at: Date) => at.toISOString().slice(0, 10);
  expect(await rowsOf({ from: dayOf(daysAgo(1)), to: dayOf(daysAgo(1)) })).toEqual([
    `${MAYA} segment_exported`,
  ]);
  expect(await rowsOf({ person: "nobody" })).toEqual([]);
});

test("pages and the file contain every entry once, and none of another shop", async () => {
  // Entries of one instant, ordered only by id.
  await database.db.auditEntry.createMany({
    data: Array.from({ length: 1_203 }, (_, i) => ({
      ...{ shopId: SHOP, auditId: `a${i}`, at: NOW, actor: "merchant", staffId: MAYA },
      ...{ action: "customer_viewed", detail: { customerId: String(i) } },
    })),
  });
  await recordDownload(database.db, OTHER_SHOP, { action: "suppressions_exported" }, NOW);

  const [first, second] = [await show({}, 1), await show({}, 2)];
  expect([first.hasNext, first.entries.length, second.entries.length]).toEqual([true, 50, 50]);
  expect(new Set([...first.entries, ...second.entries].map((it) => it.auditId)).size).toBe(100);
  expect(await show({}, 25)).toMatchObject({ hasNext: false, entries: { length: 3 } });

  const lines: string[] = [];
  for await (const line of exportAccessLog(database.db, SHOP, WHOLE_LOG)) lines.push(line);
  const ids = lines.slice(1).map((line) => line.trim().split(",").at(-1));
  expect([ids.length, new Set(ids).size]).toEqual([1_203, 1_203]);
  expect(lines[1]).toMatch(
    /^"2026-03-03T12:00:00.000Z","548380009","customer_viewed","customer","\d+"\r\n$/,
  );
});

test("views and downloads are kept for two years, changes as long as the shop exists", async () => {
  await view("201", daysAgo(731));
  await download(daysAgo(731));
  await erase(daysAgo(731));
  await download(daysAgo(729));
  const deps = { db: database.db, now: () => NOW };
  expect(await dueShopsOf(purgeAccessLogJob, database.db, NOW)).toContain(SHOP);
  await purgeAccessLogJob.run(SHOP, deps, new AbortController().signal);
  expect(await rowsOf()).toEqual(["merchant segment_exported", "shopify customer_erased"]);
  expect(await dueShopsOf(purgeAccessLogJob, database.db, NOW)).not.toContain(SHOP);
});

test("an erased shop leaves no staff member and no viewed customer", async () => {
  await actAs(MAYA, () => view("201", NOW));
  await actAs(MAYA, () =>
    recordAudit(database.db, OTHER_SHOP, {
      ...{ auditId: anId(), at: NOW, actor: "merchant", action: "settings_saved", detail: {} },
    }),
  );
  await database.db.shop.update({ where: { shopId: OTHER_SHOP }, data: { uninstalledAt: NOW } });
  await actAs(MAYA, () =>
    recordView(database.db, OTHER_SHOP, { what: "customer", customerId: "201" }, NOW),
  );
  await eraseShop(OTHER_SHOP, { requestKey: "w1" }, { db: database.db, now: () => NOW });
  const left = await database.db.auditEntry.findMany({ where: { shopId: OTHER_SHOP } });
  expect(left.map(({ action, staffId }) => [action, staffId]).sort()).toEqual([
    ["settings_saved", null],
    ["shop_erased", null],
  ]);
  expect(await rowsOf()).toEqual([`${MAYA} customer_viewed`]);
});
