import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { queueTraining } from "~/jobs/training/training-store.server";
import { createSimilarCustomerSource } from "~/predictions/similar-customers/similar-customer-source.server";
import { FOUND_BY_TASTE } from "~/predictions/similar-customers/find-similar-customers";
import { Traits } from "~/profiles/profile";
import { scoreProfilesJob } from "~/predictions/scores/score-profiles.job.server";
import { trainPredictionsJob } from "~/predictions/training/train-predictions.job.server";
import { eraseCustomer } from "~/privacy/erase-customer.server";
import { listSimilarCustomers } from "~/pages/customers/similar-customers.server";
import { createRecommendationSource } from "~/recommendations/lists/recommendation-source.server";
import { createShop, NOW, OTHER_SHOP, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps, type TestDeps } from "../../support/deps";
import { storeRows } from "../../support/store-rows";
import { ordersOf, storeOrders } from "../builders";

const { signal } = new AbortController();
let database: Database;
let restore: () => Promise<void>;
let deps: TestDeps;

/** Trained and scored customers. 0, 3, 6 … order often; of those 0 and 18 buy teapots. */
beforeAll(async () => {
  database = await openTestDatabase();
  deps = createTestDeps();
  const { db } = database;
  for (const shopId of [SHOP, OTHER_SHOP]) await createShop(db, shopId);
  await storeOrders(db, ordersOf(90));
  for (let n = 0; n < 90; n++) {
    const productType = n === 0 || n === 18 ? "Teapots" : "Mugs";
    const traits = { purchaseDays: 1, affinities: [{ productType, share: 1 }] };
    await db.profile.update({
      where: { shopId_profileId: { shopId: SHOP, profileId: `c${n}` } },
      data: { traits },
    });
  }
  const request = { requestedBy: "merchant", at: NOW } as const;
  await queueTraining(db, SHOP, "predictions", request);
  await trainPredictionsJob.run(SHOP, { db, ...deps }, signal);
  while ((await scoreProfilesJob.run(SHOP, { db, ...deps }, signal)).more);
  restore = await storeRows(database.db);
});
afterAll(() => database.close());
beforeEach(() => restore());

async function groupOf(profileId: string): Promise<string | null | undefined> {
  const row = await database.db.prediction.findUnique({
    where: { shopId_profileId: { shopId: SHOP, profileId } },
  });
  return row?.groupKey;
}

describe("similar customers", () => {
  test("come from the same customer group, nearest first, without the customer", async () => {
    const found = await createSimilarCustomerSource().find(database.db, SHOP, "c0");
    expect(found).toHaveLength(4);
    for (const { profileId } of found) expect(await groupOf(profileId)).toBe(await groupOf("c0"));
    expect(found.map(({ profileId }) => profileId)).not.toContain("c0");
    const distances = found.map(({ distance }) => distance);
    expect(distances).toEqual(distances.toSorted((a, b) => a - b));
  });

  test("are grouped by their purchases, with that reason", async () => {
    expect(await groupOf("c18")).toBe(await groupOf("c0"));
    const [first] = await createSimilarCustomerSource().find(database.db, SHOP, "c0");
    expect(first?.profileId).toBe("c18");
    expect(first?.shared.map(({ trait }) => trait)).toContainEqual({
      kind: "product_type",
      productType: "Teapots",
    });
  });

  test("are listed with products that this customer lacks, and returned ones separately", async () => {
    const { db } = database;
    const [order] = await db.order.findMany({ where: { shopId: SHOP, profileId: "c0" }, take: 1 });
    const [kept, other] = await db.order.findMany({
      where: { shopId: SHOP, profileId: "c18" },
      orderBy: { placedAt: "asc" },
      take: 2,
    });
    await db.order.update({
      where: { shopId_orderId: { shopId: SHOP, orderId: other?.orderId ?? "" } },
      data: { cancelledAt: NOW },
    });
    const line = { shopId: SHOP, title: "", quantity: 1, netMinor: 1n };
    await db.orderLine.createMany({
      data: [
        { ...line, orderId: order?.orderId ?? "", lineId: "1", productId: "501" },
        { ...line, orderId: kept?.orderId ?? "", lineId: "1", productId: "501" },
        { ...line, orderId: kept?.orderId ?? "", lineId: "2", productId: "502" },
        { ...line, orderId: other?.orderId ?? "", lineId: "1", productId: "503" },
      ],
    });
    for (const productId of ["501", "502", "503"]) {
      await db.product.create({
        data: {
          shopId: SHOP,
          productId,
          title: `Product ${productId}`,
          handle: productId,
          vendor: "",
          productType: "",
          status: "active",
          createdAt: NOW,
          sourceUpdatedAt: NOW,
        },
      });
    }
    const similarCustomers = createSimilarCustomerSource();
    const [first] = await listSimilarCustomers(
      db,
      SHOP,
      { profileId: "c0", picks: [] },
      { ...deps, similarCustomers, recommendations: createRecommendationSource(deps) },
    );
    expect(first).toMatchObject({ customerId: "18", bought: ["Product 502"], boughtCount: 1 });
    expect(first?.shared).toContainEqual(
      expect.objectContaining({
        trait: { kind: "product_type", productType: "Teapots" },
        side: "above",
      }),
    );
  });

  test("are empty without scores", async () => {
    const similarCustomers = createSimilarCustomerSource();
    expect(await similarCustomers.find(database.db, OTHER_SHOP, "c0")).toEqual([]);
    expect(await similarCustomers.find(database.db, SHOP, "cnone")).toEqual([]);
    expect(
      await listSimilarCustomers(
        database.db,
        SHOP,
        { profileId: "cnone", picks: [] },
        { ...deps, similarCustomers, recommendations: createRecommendationSource(deps) },
      ),
    ).toEqual([]);
  });

  test("of the whole shop are found for few orders, or by what a newcomer looked at", async () => {
    const source = createSimilarCustomerSource();
    const looked = Traits.parse({
      purchaseDays: 1,
      averageOrderMinor: 20_00,
      affinities: [{ productType: "Teapots", share: 1 }],
    });
    const newcomer = {
      profileId: "cnew",
      firstLook: { profileId: "cnew", lastOrderAt: NOW, netSpendMinor: 20_00, traits: looked },
    } as const;
    const unknown = { profileId: "cunknown", firstLook: null } as const;
    const few = { profileId: "c1", firstLook: null } as const;
    const found = await source.findByTaste(database.db, SHOP, [newcomer, unknown, few], NOW);
    expect([...found.keys()]).toEqual(["cnew", "c1"]);
    expect(
      found
        .get("cnew")
        ?.slice(0, 2)
        .map(({ profileId }) => profileId)
        .sort(),
    ).toEqual(["c0", "c18"]);
    const others = found.get("c1") ?? [];
    expect(others).toHaveLength(FOUND_BY_TASTE);
    expect(others.map(({ profileId }) => profileId)).not.toContain("c1");
    expect(await source.findByTaste(database.db, OTHER_SHOP, [newcomer], NOW)).toEqual(
      new Map([["cnew", []]]),
    );
  });

  test("never include an erased customer, even from cached vectors", async () => {
    const { db } = database;
    const similarCustomers = createSimilarCustomerSource();
    const [first] = await similarCustomers.find(db, SHOP, "c0");
    await eraseCustomer(
      SHOP,
      { requestKey: "w1", customerId: first!.profileId.slice(1), email: null, orderIds: [] },
      { db, ...deps },
    );
    const found = await similarCustomers.find(db, SHOP, "c0");
    expect(found).toHaveLength(4);
    expect(found.map(({ profileId }) => profileId)).not.toContain(first?.profileId);
    expect(
      await db.customerVector.count({ where: { shopId: SHOP, profileId: first!.profileId } }),
    ).toBe(0);
  });
});
