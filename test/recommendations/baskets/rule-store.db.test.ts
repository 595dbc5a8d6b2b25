import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { encodeRules } from "~/recommendations/baskets/encode-rules";
import type { ProductRules } from "~/recommendations/baskets/product-rule";
import { findProductRules, saveProductRules } from "~/recommendations/baskets/rule-store.server";
import { loadBoughtTogether } from "~/pages/recommendations/bought-together.server";
import { emailBuyers } from "~/pages/recommendations/email-buyers.server";
import { createShop, NOW, OTHER_SHOP, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
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

const rule = (from: string, to: string, orders: number, antecedentOrders: number) => ({
  antecedentIds: [from],
  consequentId: to,
  orders,
  antecedentOrders,
  consequentOrders: 20,
  customers: 3,
});
const MINED: ProductRules = {
  minedAt: NOW,
  orders: 100,
  minOrders: 3,
  rules: [rule("kettle", "tray", 5, 10), rule("tray", "kettle", 5, 6), rule("mug", "pot", 9, 30)],
};

const save = (mined: ProductRules) =>
  database.db.$transaction((tx) =>
    saveProductRules(
      tx,
      SHOP,
      { bytes: encodeRules(mined), counts: { orders: mined.orders, rules: mined.rules.length } },
      NOW,
    ),
  );

test("new rules replace the previous ones, which rest on orders that may be erased", async () => {
  await save(MINED);
  const fewer = { ...MINED, rules: [] };
  await save(fewer);
  expect(await findProductRules(database.db, SHOP)).toEqual({ version: 2, mined: fewer });
  expect(await database.db.model.count()).toBe(1);
  expect(await findProductRules(database.db, OTHER_SHOP)).toBeNull();
});

test("rules that another process stored are read, also with the same version", async () => {
  await save(MINED);
  expect((await findProductRules(database.db, SHOP))?.mined).toEqual(MINED);
  // A shop that was erased begins again with version 1.
  await database.db.model.deleteMany();
  expect(await findProductRules(database.db, SHOP)).toBeNull();
  await save(MINED);
  expect(await findProductRules(database.db, SHOP)).toEqual({ version: 1, mined: MINED });
  const other = { ...MINED, orders: 50 };
  await database.db.model.updateMany({ data: { bytes: encodeRules(other) } });
  expect(await findProductRules(database.db, SHOP)).toEqual({ version: 1, mined: other });
});

const load = (query: { order?: "evidence" | "orders" | "confidence"; productId?: string }) =>
  loadBoughtTogether(
    database.db,
    SHOP,
    { order: "evidence", productId: null, showsSimilar: false, page: 1, ...query },
    NOW,
  );

test("the page sorts and filters the rules", async () => {
  await save(MINED);
  const countsOf = async (...of: Parameters<typeof load>) =>
    (await load(...of)).rules.map(({ consequent, orders }) => [consequent.productId, orders]);
  expect(await countsOf({})).toEqual([
    ["tray", 5],
    ["kettle", 5],
    ["pot", 9],
  ]);
  expect((await countsOf({ order: "orders" }))[0]).toEqual(["pot", 9]);
  expect((await countsOf({ order: "confidence" }))[0]).toEqual(["kettle", 5]);
  expect(await countsOf({ productId: "mug" })).toEqual([["pot", 9]]);
});

test("the page says that a shop was not trained yet", async () => {
  expect(await load({})).toMatchObject({ mined: null, rules: [], bundles: [] });
});

test("an email to the buyers of a product is a draft for those who have not bought the other", async () => {
  const deps = { ...createTestDeps(), db: database.db };
  const product = { handle: "p", title: "P", vendor: "V", productType: "", tags: [] };
  for (const productId of ["kettle", "tray"]) {
    const dates = { createdAt: NOW, sourceUpdatedAt: NOW };
    await database.db.product.create({
      data: { shopId: SHOP, productId, status: "active", ...product, ...dates },
    });
  }
  const names = { segmentName: "Bought P", campaignName: "Bought P" };
  const request = { boughtId: "kettle", missingId: "tray", ...names };
  const campaignId = await emailBuyers(SHOP, request, deps);
  const campaign = await database.db.campaign.findFirstOrThrow({ where: { shopId: SHOP } });
  expect(campaign.campaignId).toBe(campaignId);
  const version = await database.db.segmentVersion.findFirstOrThrow({ where: { shopId: SHOP } });
  expect(JSON.stringify(version)).toContain("kettle");
  expect(JSON.stringify(campaign)).toContain(version.segmentId);
});
