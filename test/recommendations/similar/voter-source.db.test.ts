import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { customerIdOf, profileIdOfCustomer, type ProfileId } from "~/lib/profile-id";
import { listSimilarCustomers } from "~/pages/customers/similar-customers.server";
import { listCustomerPicks } from "~/pages/customers/customer-picks.server";
import { explainRecommendations } from "~/pages/recommendations/explain-recommendations.server";
import { createSimilarCustomerSource } from "~/predictions/similar-customers/similar-customer-source.server";
import { createRecommendationSource } from "~/recommendations/lists/recommendation-source.server";
import { fitModelsJob } from "~/recommendations/models/fit-models.job.server";
import { createStorefront } from "~/recommendations/storefront/storefront-picks.server";
import { createShop, NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import { storeOrder, storeProduct } from "../stored-purchases";

const deps = createTestDeps();
const CHEAP = 10;
const EXPENSIVE = 90;
let database: Database;

/** Frugal customers bought the tray, the others, who are many, the whisk. `cfew` is frugal and has one order. */
beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  await createShop(db, SHOP);
  for (const id of ["tray", "whisk", "mug"]) await storeProduct(db, SHOP, id);
  const store = async (profileId: ProfileId, taste: number, productId: string) => {
    await db.profile.create({
      data: { shopId: SHOP, profileId, customerId: customerIdOf(profileId), createdAt: NOW },
    });
    await storeOrder(db, SHOP, { profileId, days: 30, productIds: [productId] });
    const scored = { computedAt: NOW, modelVersions: {}, grade: "D", detail: {} };
    await db.prediction.create({ data: { shopId: SHOP, profileId, ...scored } });
    const numbers = new Uint8Array(Float32Array.of(3, 1, taste, taste, 0, 0).buffer);
    const vector = { shopId: SHOP, profileId, version: 0, cluster: "regular", numbers };
    await db.customerVector.create({ data: vector });
  };
  for (let n = 0; n < 30; n++)
    await store(profileIdOfCustomer(`frugal${n}`), CHEAP + n / 100, "tray");
  for (let n = 0; n < 60; n++)
    await store(profileIdOfCustomer(`rich${n}`), EXPENSIVE + n / 100, "whisk");
  await store("cfew", CHEAP, "mug");
  await fitModelsJob.run(SHOP, { ...deps, db }, new AbortController().signal);
});
afterAll(() => database.close());

/** As if the shop's evaluation had found this share. */
async function setShare(share: number): Promise<void> {
  const row = await database.db.model.findFirstOrThrow({
    where: { shopId: SHOP, kind: "recommendations" },
  });
  const quality = row.quality as { lists: { new_for_you: object } };
  const similar = { share, customers: 100, gain: { mean: 0.1, error: 0.01 } };
  const lists = { ...quality.lists, new_for_you: { ...quality.lists.new_for_you, similar } };
  await database.db.model.update({
    where: {
      shopId_kind_version: { shopId: SHOP, kind: "recommendations", version: row.version },
    },
    data: { quality: { ...quality, lists } },
  });
}

/** A new process, without cached models. */
function aProcess() {
  const similarCustomers = createSimilarCustomerSource();
  const recommendations = createRecommendationSource({ ...deps, similarCustomers });
  return { ...deps, db: database.db, similarCustomers, recommendations };
}

describe("customers with few orders", () => {
  test("get what customers of similar taste bought, in emails, on pages and on the storefront", async () => {
    await setShare(5);
    const app = aProcess();
    const picks = await listCustomerPicks(app.db, SHOP, "cfew", app);
    expect(picks[0]).toMatchObject({ productId: "tray", hasVotes: true });

    const query = {
      list: "new_for_you",
      productId: null,
      triggerProductIds: [],
      limit: 2,
    } as const;
    const shown = await createStorefront(app).pick(SHOP, "few", { ...query, browserId: null });
    expect(shown.products[0]?.id).toBe("tray");
    expect(shown.products[0]?.reason).toEqual({ kind: "similar", about: "The mug" });
    expect(JSON.stringify(shown)).not.toContain("frugal");

    const { lists } = await explainRecommendations(app.db, SHOP, { profileId: "cfew" }, app);
    const forNew = lists.find(({ list }) => list === "new_for_you");
    expect(forNew?.picks[0]?.parts).toContainEqual({ source: "similar_customers", score: 5 });
  });

  test("are shown to the merchant with the customers whose purchases count", async () => {
    await setShare(5);
    const app = aProcess();
    const picks = await listCustomerPicks(app.db, SHOP, "cfew", app);
    const cards = await listSimilarCustomers(app.db, SHOP, { profileId: "cfew", picks }, app);
    expect(cards).toHaveLength(4);
    for (const { customerId, countedFor } of cards) {
      expect(customerId).toMatch(/^frugal/);
      expect(countedFor).toEqual(["The tray"]);
    }
  });

  test("get the same as before where the evaluation found no use in it", async () => {
    await setShare(0);
    const app = aProcess();
    const picks = await listCustomerPicks(app.db, SHOP, "cfew", app);
    expect(picks[0]?.productId).toBe("whisk");
    expect(picks.map(({ hasVotes }) => hasVotes)).not.toContain(true);
  });

  test("have no voter who has opted out or was erased since", async () => {
    await setShare(5);
    const app = aProcess();
    const recommender = await app.recommendations.prepare(app.db, SHOP, NOW);
    const profile = { profileId: "cfew", history: [], interests: new Map() } as const;
    const votersOf = async () => {
      const found = await app.recommendations.listVoters(app.db, SHOP, [profile], recommender, NOW);
      return found.get("cfew")?.map(({ profileId }) => profileId) ?? [];
    };
    const [first] = await votersOf();
    await app.db.customerVector.deleteMany({ where: { profileId: first! } });
    const later = await votersOf();
    expect(later).toHaveLength(30);
    expect(later).not.toContain(first);
  });
});
