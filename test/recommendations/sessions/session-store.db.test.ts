import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { ProfileId } from "~/lib/profile-id";
import {
  findSessionModel,
  listLastVisits,
  listTrainingVisits,
  saveSessionModel,
} from "~/recommendations/sessions/session-store.server";
import { encodeSessions } from "~/recommendations/sessions/encode-sessions";
import { selectLongVisits, type VisitColumns } from "~/recommendations/sessions/visit-columns";
import { collectVisits } from "~/recommendations/sessions/past-visits";
import { trainSessions } from "~/recommendations/sessions/train-sessions";
import { createShop, hoursAgo, NOW, OTHER_SHOP, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { emptyTables } from "../../support/stored-rows";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await emptyTables(database.db);
  for (const shopId of [SHOP, OTHER_SHOP]) await createShop(database.db, shopId);
});

const storeVisit = (profileId: string, hours: number, ids: readonly string[], shopId = SHOP) =>
  database.db.visit.create({
    data: {
      shopId,
      visitorId: `browser of ${profileId}`,
      startedAt: hoursAgo(hours),
      endedAt: hoursAgo(hours),
      profileId,
      pageCount: 2,
      dwellSeconds: 9,
      path: [],
      searches: [],
      viewed: ids.map((productId) => ({ productId, views: 1, dwellSeconds: 9, added: 0 })),
    },
  });

/** A customer with this mailbox, who may have preferences. */
async function storeCustomer(id: string, preference?: object) {
  const emailIndex = Buffer.from(id);
  const { db } = database;
  await db.profile.create({
    data: { shopId: SHOP, profileId: `c${id}`, customerId: id, emailIndex, createdAt: NOW },
  });
  if (!preference) return;
  await db.emailPreference.create({
    data: { shopId: SHOP, emailIndex, updatedAt: NOW, ...preference },
  });
}

const idsOf = ({
  productIds,
  offsets,
  productOf,
}: Pick<VisitColumns, "productIds" | "offsets" | "productOf">) =>
  Array.from({ length: offsets.length - 1 }, (_, n) =>
    [...productOf.subarray(offsets[n], offsets[n + 1])].map((product) => productIds[product]),
  );
const list = async (max?: number) => idsOf(await listTrainingVisits(database.db, SHOP, max));

describe("the visits to learn from", () => {
  test("are this shop's with a product, oldest first, in the order of the views", async () => {
    await storeVisit("v1", 1, ["tray", "mug"]);
    await storeVisit("v2", 3, ["mug", "kettle", "tray"]);
    await storeVisit("v3", 2, ["mug"]);
    await storeVisit("v4", 2, ["kettle", "mug"], OTHER_SHOP);
    await storeVisit("v5", 1, []);
    expect(await list()).toEqual([["mug", "kettle", "tray"], ["mug"], ["tray", "mug"]]);
  });

  test("have their profile, their times and what was put in the cart", async () => {
    await storeVisit("v1", 1, ["tray", "mug"]);
    await database.db.visit.updateMany({
      data: {
        endedAt: hoursAgo(0.5),
        viewed: [
          { productId: "tray", views: 1, dwellSeconds: 9, added: 0 },
          { productId: "mug", views: 1, dwellSeconds: 9, added: 2 },
        ],
      },
    });
    const visits = await listTrainingVisits(database.db, SHOP);
    expect(visits.profileIds).toEqual(["v1"]);
    expect([...visits.startedAt]).toEqual([+hoursAgo(1)]);
    expect([...visits.endedAt]).toEqual([+hoursAgo(0.5)]);
    expect([...visits.carted]).toEqual([0, 1]);
  });

  test("reach the session model only with two products or more, and without their visitors", async () => {
    await storeVisit("v1", 1, ["tray", "mug"]);
    await storeVisit("v2", 3, ["mug", "kettle", "tray"]);
    await storeVisit("v3", 2, ["mug"]);
    const visits = await listTrainingVisits(database.db, SHOP);
    expect(idsOf(selectLongVisits(visits, 9))).toEqual([
      ["mug", "kettle", "tray"],
      ["tray", "mug"],
    ]);
    expect(idsOf(selectLongVisits(visits, 1))).toEqual([["tray", "mug"]]);
    expect(Object.keys(selectLongVisits(visits, 9))).toEqual([
      "productIds",
      "offsets",
      "productOf",
    ]);
  });

  test("are the latest ones if there are too many", async () => {
    for (const hours of [1, 2, 3]) await storeVisit("v1", hours, ["mug", `product ${hours}`]);
    expect(await list(2)).toEqual([
      ["mug", "product 2"],
      ["mug", "product 1"],
    ]);
  });

  test("are not those of customers who refuse profiling or tracking", async () => {
    await storeCustomer("1", { profiling: false });
    await storeCustomer("2", { openTracking: false });
    await storeCustomer("3");
    await database.db.trackingRefusal.create({ data: { shopId: SHOP, customerId: "3" } });
    await storeCustomer("4", { frequency: "weekly" });
    for (const id of ["1", "2", "3", "4"]) await storeVisit(`c${id}`, 1, ["mug", `of ${id}`]);
    expect(await list()).toEqual([["mug", "of 4"]]);
  });
});

test("a profile's last visit is the latest with a product", async () => {
  await storeVisit("v1", 5, ["kettle", "mug"]);
  await storeVisit("v1", 2, ["tray", "mug"]);
  await storeVisit("v1", 1, []);
  await storeVisit("v2", 1, ["pot"], OTHER_SHOP);
  const [v1, v2] = [ProfileId.parse("v1"), ProfileId.parse("v2")];
  const visits = await listLastVisits(database.db, SHOP, [v1, v2, v1]);
  expect([...visits]).toEqual([["v1", ["tray", "mug"]]]);
});

test("a new model replaces the previous one, which rests on visits that may be erased", async () => {
  const visits = collectVisits();
  for (let n = 0; n < 60; n++) visits.add(["tray", "mug"]);
  const model = trainSessions(visits.finish(), NOW);
  if (!model) throw new Error("there are too few visits");
  const trained = { bytes: encodeSessions(model), counts: { visits: 60, products: 2 } };
  const save = (given: typeof trained | null) =>
    database.db.$transaction((tx) => saveSessionModel(tx, SHOP, given, NOW));
  await save(trained);
  await save(trained);
  expect(await findSessionModel(database.db, SHOP)).toEqual({ version: 2, model });
  expect(await database.db.model.count()).toBe(1);
  await save(null);
  expect(await findSessionModel(database.db, SHOP)).toBeNull();
});
