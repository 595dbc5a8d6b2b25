import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { recordEvents } from "~/events/event-store.server";
import { DEFAULT_PREFERENCES } from "~/profiles/preferences/preferences";
import { savePreferences } from "~/profiles/preferences/preferences-store.server";
import { recordLogin } from "~/events/pixel/record-login.server";
import { fitModelsJob } from "~/recommendations/models/fit-models.job.server";
import { createRecommendationSource } from "~/recommendations/lists/recommendation-source.server";
import type { PicksQuery } from "~/recommendations/storefront/picks-query";
import {
  createStorefront,
  type Storefront,
} from "~/recommendations/storefront/storefront-picks.server";
import { anId, createShop, hoursAgo, NOW, OTHER_SHOP, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import { storeOrder, storeProduct } from "../stored-purchases";

const deps = createTestDeps();
let database: Database;
let storefront: Storefront;

beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  for (const shopId of [SHOP, OTHER_SHOP]) await createShop(db, shopId);
  for (const id of ["1", "2", "3", "4", "5", "6"]) await storeProduct(db, SHOP, id);
  // Buyers of 1 have 2, buyers of 3 have 4; one person bought 5 three times.
  for (let n = 0; n < 8; n++) {
    await storeOrder(db, SHOP, { profileId: `c10${n}`, days: 30, productIds: ["1", "2"] });
    await storeOrder(db, SHOP, { profileId: `c20${n}`, days: 30, productIds: ["3", "4"] });
  }
  for (const days of [90, 60, 30]) {
    await storeOrder(db, SHOP, { profileId: "c999", days, productIds: ["5"] });
    await storeOrder(db, SHOP, { profileId: "c998", days, productIds: ["5"] });
  }
  await fitModelsJob.run(SHOP, { ...deps, db }, new AbortController().signal);
  const recommendations = createRecommendationSource(deps);
  storefront = createStorefront({ ...deps, db, recommendations });
});
afterAll(() => database.close());

const query = (overrides: Partial<PicksQuery> = {}): PicksQuery => ({
  list: "new_for_you",
  productId: null,
  triggerProductIds: [],
  browserId: null,
  limit: 2,
  ...overrides,
});
const pick = (overrides: Partial<PicksQuery> = {}, customerId: string | null = null) =>
  storefront.pick(SHOP, customerId, query(overrides));
const idsOf = ({ products }: Awaited<ReturnType<typeof pick>>) => products.map(({ id }) => id);

async function look(browserId: string, productId: string, occurredAt = NOW): Promise<void> {
  await database.db.$transaction((tx) =>
    recordEvents(
      tx,
      [
        {
          shopId: SHOP,
          source: "pixel",
          sourceId: anId(),
          kind: "product_viewed",
          customerId: null,
          visitorId: deps.keyring.pseudonym(SHOP, browserId),
          occurredAt,
          payload: { productId, variantId: null },
          personal: null,
        },
      ],
      deps,
    ),
  );
}

describe("related products", () => {
  test("list what owners of a product own, with the reason and its product's title", async () => {
    const { source, products } = await pick({
      list: "goes_with",
      productId: "1",
      triggerProductIds: ["1"],
    });
    expect(source).toBe("goes_with");
    expect(products[0]).toEqual({
      id: "2",
      title: "The descaler",
      url: "/products/2",
      image: "https://example.test/picture.png",
      priceMinor: 12_00,
      reason: { kind: "goes_with", about: "The kettle" },
    });
  });

  test("never include products in the cart", async () => {
    const found = await pick({ list: "goes_with", productId: "1", triggerProductIds: ["1", "2"] });
    expect(idsOf(found)).not.toContain("2");
  });

  test("exclude a product that just sold out", async () => {
    const { db } = database;
    const where = { shopId: SHOP, productId: "4" };
    const requested = { list: "goes_with", productId: "3", triggerProductIds: ["3"] } as const;
    await db.variant.updateMany({ where, data: { availableForSale: false } });
    const found = await pick(requested);
    await db.variant.updateMany({ where, data: { availableForSale: true } });
    expect(idsOf(found)).not.toContain("4");
  });
});

describe("new products for a browser", () => {
  test("reflect a product view at once, in any process", async () => {
    const before = await pick({ browserId: "browser-1" });
    await look("browser-1", "3");
    const after = await pick({ browserId: "browser-1" });
    expect(after).not.toEqual(before);
    expect(after.products[0]?.id).toBe("4");
    expect(after.products[0]?.reason).toEqual({
      kind: "because_you_looked_at",
      about: "The teapot",
    });
  });

  test("count a late page view even with more events than are read", async () => {
    for (let n = 0; n < 60; n++) await look("browser-6", "3", hoursAgo(n));
    const before = await pick({ browserId: "browser-6" });
    await look("browser-6", "1", hoursAgo(1.5));
    const after = await pick({ browserId: "browser-6" });
    expect(idsOf(before)).toContain("4");
    expect(after).not.toEqual(before);
    expect(idsOf(after)).toContain("2");
  });

  test("ignore page views of other browsers", async () => {
    await look("browser-2", "3");
    const found = await pick({ browserId: "browser-3" });
    expect(found.products.map((it) => it.reason.kind)).not.toContain("because_you_looked_at");
  });
});

describe("recommendations that require a login", () => {
  test("are shown to a customer signed by Shopify", async () => {
    const found = await pick({ list: "buy_again" }, "999");
    expect(found.source).toBe("buy_again");
    expect(found.products[0]).toMatchObject({ id: "5", reason: { kind: "bought_before" } });
  });

  test("reflect an order and its refund at once, without browser events", async () => {
    const { db } = database;
    await look("browser-7", "3");
    const ask = async () => idsOf(await pick({ browserId: "browser-7", limit: 4 }, "777"));
    expect(await ask()).toContain("4");
    await storeOrder(db, SHOP, { profileId: "c777", days: 0, productIds: ["4"] });
    expect(await ask()).not.toContain("4");

    const again = () => pick({ list: "buy_again" }, "777");
    expect(idsOf(await again())).toEqual(["4"]);
    const refunded = { refundedMinor: 10_00n };
    await db.order.updateMany({ where: { shopId: SHOP, profileId: "c777" }, data: refunded });
    expect(idsOf(await again())).toEqual([]);
  });

  test("are not shown in a browser after the customer logged out", async () => {
    const login = { browserId: "browser-4", customerId: "999" };
    await recordLogin(SHOP, login, { ...deps, db: database.db });
    const again = await pick({ list: "buy_again", browserId: "browser-4" });
    expect(again).toEqual({ source: null, products: [] });
    const fresh = await pick({ browserId: "browser-4" });
    const stranger = await pick({ browserId: "browser-5" });
    expect(fresh).toEqual(stranger);
  });

  test("are about the page alone for a customer who opted out of profiling", async () => {
    const { db } = database;
    await look("browser-8", "3");
    const refuse = async (customerId: string) => {
      const emailIndex = Buffer.from(customerId);
      await db.profile.create({
        data: {
          shopId: SHOP,
          profileId: `c${customerId}`,
          customerId,
          emailIndex,
          createdAt: NOW,
        },
      });
      const preferences = { ...DEFAULT_PREFERENCES, profiling: false };
      await db.$transaction((tx) => savePreferences(tx, SHOP, emailIndex, preferences, NOW));
    };
    const askOn = (browserId: string | null, customerId: string | null) =>
      pick({ browserId, productId: "1", triggerProductIds: ["1"] }, customerId);
    const nothingKnown = await askOn(null, null);
    expect(nothingKnown.source).toBe("goes_with");
    await storeOrder(db, SHOP, { profileId: "c555", days: 3, productIds: ["3"] });
    expect(await askOn("browser-8", "555")).not.toEqual(nothingKnown);
    await refuse("555");
    expect(await askOn("browser-8", "555")).toEqual(nothingKnown);
    await refuse("998");
    expect(await pick({ list: "buy_again" }, "998")).toEqual({ source: null, products: [] });
  });

  test("are empty for a customer without purchases", async () => {
    expect(await pick({ list: "buy_again" }, "12345")).toEqual({ source: null, products: [] });
  });
});

test("a shop without products gets an empty list", async () => {
  expect(await storefront.pick(OTHER_SHOP, null, query())).toEqual({ source: null, products: [] });
});
