import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { ShopId } from "~/lib/shop-id";
import { createLog } from "~/lib/log.server";
import { selectShopsDueForTraining } from "~/predictions/training/due-training.server";
import type { ProfileId } from "~/lib/profile-id";
import { DEFAULT_PREFERENCES } from "~/profiles/preferences/preferences";
import { savePreferences } from "~/profiles/preferences/preferences-store.server";
import { fitModelsJob } from "~/recommendations/models/fit-models.job.server";
import { findLatestVersion } from "~/recommendations/models/model-store.server";
import { listPurchases } from "~/recommendations/purchases/purchase-store.server";
import {
  createRecommendationSource,
  type ProfileRequest,
} from "~/recommendations/lists/recommendation-source.server";
import { createShop, daysAgo, NOW, OTHER_SHOP, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { readDueShops } from "../../support/due-shops";
import { storeRows } from "../../support/store-rows";
import { storeOrder, storeProduct } from "../stored-purchases";

const log = createLog("silent");
let database: Database;
let restore: () => Promise<void>;

beforeAll(async () => {
  database = await openTestDatabase();
  for (const shopId of [SHOP, OTHER_SHOP]) {
    await createShop(database.db, shopId);
    for (const productId of ["kettle", "descaler", "filter", "mug"]) {
      await storeProduct(database.db, shopId, productId);
    }
  }
  for (let n = 0; n < 6; n++) {
    await storeOrder(database.db, SHOP, { profileId: `c${n}`, days: 60, productIds: ["kettle"] });
    await storeOrder(database.db, SHOP, {
      profileId: `c${n}`,
      days: 20,
      productIds: ["descaler", "filter"],
    });
    await storeOrder(database.db, OTHER_SHOP, {
      profileId: `c${n}`,
      days: 5,
      productIds: ["kettle", "mug"],
    });
  }
  restore = await storeRows(database.db);
});
afterAll(() => database.close());
beforeEach(() => restore());

describe("listPurchases", () => {
  test("ignores canceled, returned, test and deleted orders, and those without customer or product", async () => {
    const before = await listPurchases(database.db, SHOP);
    const flaws = [
      { cancelledAt: NOW },
      { refundedMinor: 10_00n },
      { test: true },
      { deletedAt: NOW },
      { profileId: null },
      { productIds: [null] },
      { quantity: 0 },
    ];
    for (const flaw of flaws) {
      await storeOrder(database.db, SHOP, {
        profileId: "flawed",
        days: 1,
        productIds: ["mug"],
        ...flaw,
      });
    }
    expect(await listPurchases(database.db, SHOP)).toEqual(before);
    expect(before.at).toHaveLength(18);
  });
});

describe("fitModelsJob", () => {
  test("is due for a shop with orders until it has run, and again when its models are old", async () => {
    expect(await listDue(NOW)).toEqual([SHOP, OTHER_SHOP]);
    expect(await fit(SHOP)).toEqual({ more: false });
    await fit(OTHER_SHOP);
    expect(await listDue(NOW)).toEqual([]);
    const later = new Date(NOW.getTime() + 7 * 86_400_000);
    expect(await listDue(later)).toEqual([SHOP, OTHER_SHOP]);
  });

  test("waits for the back-fill and the projection of orders", async () => {
    const shop = await createShop(database.db, ShopId.parse("saucer.myshopify.com"));
    await storeOrder(database.db, shop, { profileId: "c0", days: 5, productIds: ["mug"] });
    const isDue = async () => (await listDue(NOW)).includes(shop);
    await database.db.backfill.create({
      data: { shopId: shop, resource: "orders", state: "importing", nextRunAt: NOW },
    });
    expect(await isDue()).toBe(false);

    await database.db.backfill.updateMany({
      where: { shopId: shop },
      data: { state: "done", completedAt: NOW },
    });
    const { seq } = await database.db.event.create({
      data: {
        shopId: shop,
        source: "shopify",
        sourceId: "order/1/placed",
        kind: "order_placed",
        occurredAt: NOW,
        recordedAt: NOW,
        payload: {},
      },
    });
    expect(await isDue()).toBe(false);

    await database.db.cursor.create({ data: { shopId: shop, consumer: "profiles", seq } });
    expect(await isDue()).toBe(true);
  });

  test("keeps the last three versions", async () => {
    for (let run = 0; run < 4; run++) await fit(SHOP);
    const versions = await database.db.model.findMany({
      where: { shopId: SHOP, kind: "recommendations" },
      select: { version: true },
      orderBy: { version: "asc" },
    });
    const latest = (await findLatestVersion(database.db, SHOP)) ?? 0;
    expect(versions.map(({ version }) => version)).toEqual([latest - 2, latest - 1, latest]);
  });
});

describe("createRecommendationSource", () => {
  let restoreFitted: () => Promise<void>;
  beforeAll(async () => {
    await restore();
    for (const shopId of [SHOP, OTHER_SHOP]) await fit(shopId);
    restoreFitted = await storeRows(database.db);
  });
  beforeEach(() => restoreFitted());

  test("recommends from the shop's own orders, also in a transaction", async () => {
    const source = createRecommendationSource({ log });
    const outcomes = await database.db.$transaction((tx) =>
      source.recommend(tx, SHOP, [aRequest("cnewcomer"), aRequest("c0")], NOW),
    );
    expect(outcomes[0]).toMatchObject({
      source: "chosen_next",
      recommendations: [
        {
          reason: {
            kind: "chosen_next",
            productId: "kettle",
            title: "The kettle",
            sharedBuyers: 6,
          },
        },
        { reason: { kind: "chosen_next" } },
      ],
    });
    // This customer has all three already, so only the mug remains.
    expect(outcomes[1]).toMatchObject({ recommendations: [{ productId: "mug" }] });

    const [other] = await source.recommend(database.db, OTHER_SHOP, [aRequest("cnewcomer")], NOW);
    expect(other).toMatchObject({ source: "goes_with", recommendations: [{ productId: "mug" }] });
  });

  test("never offers a canceled product again", async () => {
    const source = createRecommendationSource({ log });
    await storeOrder(database.db, SHOP, {
      profileId: "creturner",
      days: 1,
      productIds: ["filter"],
      cancelledAt: NOW,
    });
    const [outcome] = await source.recommend(database.db, SHOP, [aRequest("creturner")], NOW);
    expect(idsOf(outcome)).toEqual(["descaler"]);
  });

  test("uses only the product of the email for a customer who opted out of profiling", async () => {
    const { db } = database;
    const emailIndex = Buffer.from("refuses");
    await db.profile.create({
      data: { shopId: SHOP, profileId: "crefuses", emailIndex, createdAt: NOW },
    });
    const preferences = { ...DEFAULT_PREFERENCES, profiling: false };
    await db.$transaction((tx) => savePreferences(tx, SHOP, emailIndex, preferences, NOW));
    await storeOrder(db, SHOP, { profileId: "crefuses", days: 9, productIds: ["descaler"] });
    const source = createRecommendationSource({ log });
    const request = { ...aRequest("crefuses"), list: "new_for_you" } as const;
    const [withProduct, without] = await source.recommend(
      db,
      SHOP,
      [request, { ...request, triggerProductIds: [] }],
      NOW,
    );
    expect(withProduct).toMatchObject({ source: "goes_with" });
    expect(idsOf(withProduct).toSorted()).toEqual(["descaler", "filter"]);
    expect(without).toMatchObject({ source: "store_best_sellers" });
  });

  test("notices sold-out products and new models at once", async () => {
    const source = createRecommendationSource({ log });
    const ask = async () =>
      (await source.recommend(database.db, SHOP, [aRequest("cnewcomer")], NOW))[0];
    expect(idsOf(await ask()).toSorted()).toEqual(["descaler", "filter"]);

    await setAvailable("filter", false);
    expect(idsOf(await ask())).toEqual(["descaler"]);
    await setAvailable("filter", true);

    await fit(SHOP);
    expect(await ask()).toMatchObject({
      recommendations: [
        { modelVersion: await findLatestVersion(database.db, SHOP) },
        { productId: expect.any(String) as string },
      ],
    });
  });

  test("continues with the newest products when the model's bytes are damaged", async () => {
    await database.db.model.updateMany({
      where: { shopId: OTHER_SHOP },
      data: { bytes: new Uint8Array(100) },
    });
    const source = createRecommendationSource({ log });
    const [outcome] = await source.recommend(database.db, OTHER_SHOP, [aRequest("cnewcomer")], NOW);
    expect(outcome).toMatchObject({ source: "newest" });
  });
});

const listDue = (now: Date) =>
  readDueShops(
    database.db,
    selectShopsDueForTraining({
      kind: "recommendations",
      consumer: "profiles",
      now,
    }),
  );

/** Fits again, as if the existing models were old. */
async function fit(shopId: ShopId) {
  await database.db.trainingRun.updateMany({
    where: { shopId },
    data: { startedAt: daysAgo(8), endedAt: daysAgo(8) },
  });
  const deps = { db: database.db, now: () => NOW, log };
  return fitModelsJob.run(shopId, deps, new AbortController().signal);
}

const aRequest = (profileId: ProfileId): ProfileRequest => ({
  profileId,
  list: "chosen_next",
  count: 2,
  triggerProductIds: ["kettle"],
  lastInteractedProductId: null,
  excludedProductIds: [],
  drawKey: null,
});

type Outcome = Awaited<
  ReturnType<ReturnType<typeof createRecommendationSource>["recommend"]>
>[number];

function idsOf(outcome: Outcome | undefined): string[] {
  return outcome?.kind === "recommended"
    ? outcome.recommendations.map(({ productId }) => productId)
    : [];
}

async function setAvailable(productId: string, availableForSale: boolean): Promise<void> {
  await database.db.variant.updateMany({
    where: { shopId: SHOP, productId },
    data: { availableForSale },
  });
}
