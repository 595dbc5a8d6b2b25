import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { INTERACTION_WEIGHTS, interestsAt } from "~/recommendations/interests/interest";
import { listInterests } from "~/recommendations/interests/interest-store.server";
import { createShop, daysAgo, NOW, OTHER_SHOP, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { emptyTables } from "../../support/stored-rows";

let database: Database;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await emptyTables(database.db);
  for (const shopId of [SHOP, OTHER_SHOP]) {
    await createShop(database.db, shopId);
    for (const id of ["1", "2"]) {
      await database.db.profile.create({
        data: { shopId, profileId: `c${id}`, customerId: id, createdAt: daysAgo(99) },
      });
    }
  }
});

const weightsOf = async (profileId: ProfileId, shopId: ShopId = SHOP) => {
  const interests = await listInterests(database.db, shopId, [profileId], NOW);
  return interestsAt(interests.get(profileId) ?? new Map(), NOW).map(
    ({ productId, weight }) => [productId, Number(weight.toFixed(6))] as const,
  );
};

/** A visit of the first customer: a viewed mug and a carted tray. */
const storeVisit = () =>
  database.db.visit.create({
    data: {
      shopId: SHOP,
      visitorId: "v1",
      startedAt: NOW,
      endedAt: NOW,
      profileId: "c1",
      pageCount: 2,
      dwellSeconds: 9,
      path: [],
      searches: [],
      viewed: [
        { productId: "mug", views: 2, dwellSeconds: 9, added: 0 },
        { productId: "tray", views: 1, dwellSeconds: 1, added: 1 },
      ],
    },
  });

test("counts views, cart additions, checkouts and clicks, in this shop only", async () => {
  const { db } = database;
  await storeVisit();
  await db.checkout.create({
    data: {
      shopId: SHOP,
      token: "ck",
      profileId: "c1",
      startedAt: NOW,
      currency: "GBP",
      totalMinor: 1,
      lines: [{ productId: "kettle" }, { productId: null }],
      sourceUpdatedAt: NOW,
    },
  });
  const click = {
    shopId: SHOP,
    source: "kindred",
    kind: "email_clicked",
    customerId: "1",
    occurredAt: NOW,
    recordedAt: NOW,
  };
  await db.event.createMany({
    data: [
      { ...click, sourceId: "h1", payload: { classification: "human", productId: "scarf" } },
      { ...click, sourceId: "h2", payload: { classification: "machine", productId: "gloves" } },
      { ...click, sourceId: "h3", payload: { classification: "human", productId: null } },
    ],
  });

  const { viewed, clicked, put_in_cart, taken_to_checkout } = INTERACTION_WEIGHTS;
  expect(await weightsOf("c1")).toEqual([
    ["kettle", taken_to_checkout],
    ["mug", viewed],
    ["scarf", clicked],
    ["tray", viewed + put_in_cart],
  ]);
  expect(await weightsOf("c2")).toEqual([]);
  expect(await weightsOf("c1", OTHER_SHOP)).toEqual([]);
});

test("moves a visit to its identified customer", async () => {
  await storeVisit();
  await database.db.visit.updateMany({ where: { shopId: SHOP }, data: { profileId: "c2" } });
  expect((await weightsOf("c2")).map(([productId]) => productId)).toEqual(["mug", "tray"]);
});

test("counts clicks of merged customers", async () => {
  const { db } = database;
  await db.event.create({
    data: {
      shopId: SHOP,
      source: "kindred",
      sourceId: "h4",
      kind: "email_clicked",
      customerId: "3",
      occurredAt: NOW,
      recordedAt: NOW,
      payload: { classification: "human", productId: "vase" },
    },
  });
  const clicked = async () => (await weightsOf("c2")).map(([productId]) => productId);
  expect(await clicked()).not.toContain("vase");
  await db.customerMerge.createMany({
    data: [
      { shopId: SHOP, customerId: "3", intoCustomerId: "4", mergedAt: NOW },
      { shopId: SHOP, customerId: "4", intoCustomerId: "2", mergedAt: NOW },
    ],
  });
  expect(await clicked()).toContain("vase");
});
