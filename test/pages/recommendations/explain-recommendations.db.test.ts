import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { createLog } from "~/lib/log.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { explainRecommendations } from "~/pages/recommendations/explain-recommendations.server";
import type { ExplainedSubject } from "~/pages/recommendations/explanation";
import { fitModelsJob } from "~/recommendations/models/fit-models.job.server";
import { createRecommendationSource } from "~/recommendations/lists/recommendation-source.server";
import { previewRules } from "~/pages/recommendations/preview-rules.server";
import type { Rule } from "~/recommendations/rules/rule";
import { saveRules } from "~/recommendations/rules/rules-store.server";
import { createShop, daysAgo, NOW, OTHER_SHOP, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { storeOrder, storeProduct } from "../../recommendations/stored-purchases";

let database: Database;
const source = () => createRecommendationSource({ log: createLog("silent") });
const deps = () => ({ recommendations: source(), now: () => NOW });

beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  for (const shopId of [SHOP, OTHER_SHOP]) {
    await createShop(db, shopId);
    for (const id of ["kettle", "descaler", "filter", "mug"]) await storeProduct(db, shopId, id);
    for (let n = 0; n < 6; n++) await storeCustomer(shopId, `c${n}`);
  }
  await storeOrder(db, OTHER_SHOP, { profileId: "c0", days: 3, productIds: ["mug"] });
  const job = { db, now: () => NOW, log: createLog("silent") };
  await fitModelsJob.run(SHOP, job, new AbortController().signal);
});
afterAll(() => database.close());
afterEach(async () => {
  await database.db.settings.deleteMany();
  await database.db.placement.deleteMany();
  await setStock(null);
});

async function storeCustomer(shopId: ShopId, profileId: string): Promise<void> {
  const { db } = database;
  await db.profile.create({
    data: { shopId, profileId, createdAt: daysAgo(90), lastOrderAt: daysAgo(20) },
  });
  await storeOrder(db, shopId, { profileId, days: 60, productIds: ["kettle", "filter"] });
  await storeOrder(db, shopId, { profileId, days: 20, productIds: ["descaler", "filter"] });
}

const setStock = (units: number | null) =>
  database.db.variant.updateMany({
    where: { shopId: SHOP, productId: "descaler" },
    data: { inventoryQuantity: units },
  });

const explain = (subject: ExplainedSubject, shopId = SHOP) =>
  explainRecommendations(database.db, shopId, subject, deps());

describe("explainRecommendations", () => {
  test("explains the four lists of a customer in parts", async () => {
    const { lists } = await explain({ profileId: "c0" });
    expect(lists.map(({ list }) => list)).toEqual([
      "buy_again",
      "new_for_you",
      "next_basket",
      "goes_with",
    ]);
    const [again] = lists;
    expect(again).toMatchObject({ source: "buy_again" });
    expect(again!.picks[0]).toMatchObject({
      productId: "filter",
      title: "The filter",
      priceMinor: 1200,
      reason: { kind: "bought_before", orders: 2 },
    });
    expect(again!.picks.map(({ productId }) => productId)).not.toContain("mug");
    for (const { picks } of lists) {
      for (const { score, parts } of picks) {
        expect(parts.reduce((sum, part) => sum + part.score, 0)).toBeCloseTo(score, 9);
      }
    }
  });

  test("finds related products for a product and for a cart", async () => {
    const beside = await explain({ productId: "kettle" });
    expect(beside.lists[0]).toMatchObject({ list: "goes_with", source: "goes_with" });
    expect(beside.lists[0]!.picks[0]!.reason).toMatchObject({
      kind: "goes_with",
      title: "The kettle",
      sharedBuyers: 6,
    });
    const cart = await explain({ cartProductIds: ["kettle", "filter"] });
    const ids = cart.lists[0]!.picks.map(({ productId }) => productId);
    expect(ids.toSorted()).toEqual(["descaler", "mug"]);
  });

  test("explains how the rankings were chosen and measured", async () => {
    const { models, coverage } = await explain({ profileId: "c0" });
    expect(models).toMatchObject({ version: 1, trainedAt: NOW, customers: 6, products: 4 });
    expect(models!.choices[0]).toMatchObject({ customers: 0, windowDays: 30 });
    expect(coverage).toEqual({ offerable: 4, reachable: 4 });
  });

  test("offers the newest products before the first fit, and says so", async () => {
    const { lists, models, coverage } = await explain({ profileId: "c1" }, OTHER_SHOP);
    expect(models).toBeNull();
    expect(lists[1]).toMatchObject({ source: "newest" });
    expect(coverage).toEqual({ offerable: 4, reachable: 0 });
  });

  test("returns nothing for an unknown customer", async () => {
    const { lists } = await explain({ profileId: "cnone" });
    expect(lists.map((it) => it.source)).not.toContain("buy_again");
  });
});

describe("previewRules", () => {
  const exclude: Rule = {
    action: { kind: "exclude" },
    target: { kind: "product", productId: "mug" },
    lists: ["new_for_you", "goes_with"],
  };

  test("previews which lists would change, and stores nothing", async () => {
    const preview = await previewRules(database.db, SHOP, [exclude], deps());
    expect(preview).toMatchObject({ customers: 6, changed: 6 });
    // The store has nothing else that is new to these customers, so what they own takes its place.
    const [first, ...others] = preview.products;
    expect(first).toEqual({ productId: "mug", title: "The mug", before: 12, after: 0 });
    for (const { before, after } of others) expect(after).toBeGreaterThan(before);
    const [example] = preview.examples;
    expect(example).toMatchObject({ list: "new_for_you" });
    expect(example!.before[0]).toBe("mug");
    expect(example!.after).not.toContain("mug");
    expect(await database.db.settings.count()).toBe(0);
  });

  test("finds no change for rules already in effect", async () => {
    const recommendations = source();
    await saveRules(SHOP, { version: 0, rules: [exclude] }, { db: database.db, now: () => NOW });
    const again = { recommendations, now: () => NOW };
    const preview = await previewRules(database.db, SHOP, [exclude], again);
    expect(preview).toMatchObject({ changed: 0, products: [], examples: [] });
  });
});

describe("rules and stock", () => {
  const ask = (recommendations: ReturnType<typeof source>, profileId: ProfileId, drawKey: string) =>
    recommendations.recommend(
      database.db,
      SHOP,
      [
        {
          profileId,
          list: "goes_with",
          count: 2,
          triggerProductIds: ["kettle"],
          lastInteractedProductId: null,
          excludedProductIds: [],
          drawKey,
        },
      ],
      NOW,
    );
  const holdsDescaler = ([outcome]: Awaited<ReturnType<typeof ask>>) =>
    outcome?.kind === "recommended" &&
    outcome.recommendations.some(({ productId }) => productId === "descaler");

  test("a loaded source notices newly saved rules", async () => {
    const recommendations = source();
    expect(holdsDescaler(await ask(recommendations, "cnew", "m1"))).toBe(true);
    const rules: Rule[] = [
      {
        action: { kind: "exclude" },
        target: { kind: "product", productId: "descaler" },
        lists: ["goes_with"],
      },
    ];
    await saveRules(SHOP, { version: 0, rules }, { db: database.db, now: () => NOW });
    expect(holdsDescaler(await ask(recommendations, "cnew", "m2"))).toBe(false);
  });

  test("a product is placed in no more emails than it has units in stock", async () => {
    await setStock(3);
    const recommendations = source();
    const held: boolean[] = [];
    for (let n = 0; n < 5; n++)
      held.push(holdsDescaler(await ask(recommendations, "cnew", `m${n}`)));
    expect(held).toEqual([true, true, true, false, false]);
  });

  test("emails of other processes also count for a week", async () => {
    await setStock(2);
    const placements = ["m1", "m2"].map((messageId) => ({
      ...{ shopId: SHOP, messageId, placedAt: daysAgo(6) },
      productIds: ["descaler"],
    }));
    await database.db.placement.createMany({ data: placements });
    expect(holdsDescaler(await ask(source(), "cnew", "m3"))).toBe(false);
    await database.db.placement.updateMany({ data: { placedAt: daysAgo(8) } });
    expect(holdsDescaler(await ask(source(), "cnew", "m4"))).toBe(true);
  });
});
