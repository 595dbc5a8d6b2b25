import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { findProducts, listCatalogProducts } from "~/catalog/catalog-store.server";
import { projectCatalogJob } from "~/catalog/project-catalog.job.server";
import type { Database } from "~/db.server";
import { recordEvents } from "~/events/event-store.server";
import type { AnyEvent, CollectionSnapshot, ProductSnapshot } from "~/events/event";
import { createShop, hoursAgo, NOW, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { createTestDeps, type TestDeps } from "../support/deps";
import { propertyRuns } from "../support/property-runs";

let database: Database;
let deps: TestDeps;
const signal = new AbortController().signal;

beforeAll(async () => {
  database = await openTestDatabase();
  await createShop(database.db);
});
afterAll(() => database.close());
beforeEach(empty);

async function empty(): Promise<void> {
  deps = createTestDeps();
  const { db } = database;
  await db.event.deleteMany();
  await db.cursor.deleteMany();
  await db.schedule.deleteMany();
  await db.collection.deleteMany();
  await db.product.deleteMany();
  await db.variantPrice.deleteMany();
}

function aProduct(overrides: Partial<ProductSnapshot> = {}): ProductSnapshot {
  return {
    productId: "501",
    handle: "cedar-tray",
    title: "Cedar tray",
    vendor: "Kettle & Co",
    productType: "Trays",
    tags: ["wood", "gift"],
    status: "active",
    url: null,
    imageUrl: "https://cdn.kettle.example/tray.jpg",
    createdAt: hoursAgo(900),
    publishedAt: hoursAgo(800),
    updatedAt: hoursAgo(10),
    variants: [aVariant("601")],
    ...overrides,
  };
}

const aVariant = (variantId: string, priceMinor = 24_00) => ({
  variantId,
  title: "Default Title",
  sku: null,
  priceMinor,
  compareAtMinor: null,
  inventoryQuantity: 3,
  availableForSale: true,
});

const event = (it: Pick<AnyEvent, "kind" | "payload">, key: string, at: Date) =>
  ({
    shopId: SHOP,
    source: "shopify",
    sourceId: key,
    customerId: null,
    occurredAt: at,
    personal: null,
    ...it,
  }) as AnyEvent;

const changed = (product: ProductSnapshot) =>
  event(
    { kind: "product_changed", payload: product },
    `product/${product.productId}/${product.updatedAt.toISOString()}`,
    product.updatedAt,
  );
const deleted = (productId: string, at: Date) =>
  event({ kind: "product_deleted", payload: { productId } }, `product/${productId}/deleted`, at);
const collected = (it: CollectionSnapshot) =>
  event(
    { kind: "collection_changed", payload: it },
    `collection/${it.collectionId}/${it.updatedAt.toISOString()}${it.productIds ? "/members" : ""}`,
    it.updatedAt,
  );

async function receive(...events: AnyEvent[]): Promise<void> {
  await database.db.$transaction((tx) => recordEvents(tx, events, deps));
  const run = () => projectCatalogJob.run(SHOP, { db: database.db, ...deps }, signal);
  while ((await run()).more);
}

const find = async (id = "501") => (await findProducts(database.db, SHOP, [id]))[0]!;

describe("a product", () => {
  test("is stored with its variants and the next stage is notified", async () => {
    await receive(changed(aProduct({ variants: [aVariant("602"), aVariant("601", 30_00)] })));
    expect(await find()).toMatchObject({
      title: "Cedar tray",
      tags: ["wood", "gift"],
      variants: [{ variantId: "602" }, { variantId: "601", priceMinor: 30_00n }],
    });
    expect(deps.announced.map((it) => it.fact)).toEqual(["catalog_projected"]);
  });

  test("ignores an older snapshot that arrives late", async () => {
    await receive(changed(aProduct({ title: "New", updatedAt: hoursAgo(1) })));
    await receive(changed(aProduct({ title: "Old", variants: [aVariant("699")] })));
    expect(await find()).toMatchObject({ title: "New", variants: [{ variantId: "601" }] });
  });

  test("removes deleted variants", async () => {
    await receive(changed(aProduct({ variants: [aVariant("601"), aVariant("602")] })));
    await receive(changed(aProduct({ updatedAt: hoursAgo(1) })));
    expect((await find()).variants.map((it) => it.variantId)).toEqual(["601"]);
  });

  test("keeps variants beyond the hundred that a webhook shows", async () => {
    const variants = Array.from({ length: 130 }, (_, i) => aVariant(String(1_000 + i)));
    await receive(changed(aProduct({ variants })));
    await receive(changed(aProduct({ variants: variants.slice(0, 100), updatedAt: hoursAgo(1) })));
    expect((await find()).variants).toHaveLength(130);
  });

  test("keeps the URL that only the backfill reports", async () => {
    await receive(changed(aProduct({ url: "https://kettle.example/products/cedar-tray" })));
    await receive(changed(aProduct({ updatedAt: hoursAgo(1) })));
    expect((await find()).url).toBe("https://kettle.example/products/cedar-tray");
  });

  test("stays deleted when a later snapshot arrives", async () => {
    await receive(changed(aProduct()));
    expect(await listCatalogProducts(database.db, SHOP, NOW)).toMatchObject([
      { productId: "501", title: "Cedar tray", offer: { kind: "offerable" } },
    ]);
    await receive(deleted("501", hoursAgo(5)));
    await receive(changed(aProduct({ updatedAt: hoursAgo(6) })));
    expect(await listCatalogProducts(database.db, SHOP, NOW)).toEqual([]);
  });
});

describe("whether a product is offered", () => {
  const offer = async () => (await listCatalogProducts(database.db, SHOP, NOW))[0]!.offer;
  const soldOut = (variantId: string, priceMinor: number) => ({
    ...aVariant(variantId, priceMinor),
    availableForSale: false,
  });

  test.each<[string, Parameters<typeof aProduct>[0], object]>([
    [
      "its cheapest variant that can be bought",
      { variants: [soldOut("1", 0), aVariant("2")] },
      { kind: "offerable" },
    ],
    [
      "a gift among its variants",
      { variants: [aVariant("1", 0), aVariant("2")] },
      { reason: "no_price" },
    ],
    ["having none that can be bought", { variants: [soldOut("1", 24_00)] }, { reason: "sold_out" }],
    ["having no variant", { variants: [] }, { reason: "sold_out" }],
    ["its picture", { imageUrl: null }, { reason: "no_image" }],
    ["its status", { status: "draft" }, { reason: "not_published" }],
  ])("depends on %s", async (_what, change, expected) => {
    await receive(changed(aProduct(change)));
    expect(await offer()).toMatchObject(expected);
  });

  test("lists only the requested products", async () => {
    await receive(changed(aProduct()));
    expect(await listCatalogProducts(database.db, SHOP, NOW, ["501"])).toHaveLength(1);
    expect(await listCatalogProducts(database.db, SHOP, NOW, ["502"])).toEqual([]);
  });
});

test("a collection keeps its members when a webhook omits them", async () => {
  const collection = { collectionId: "41", handle: "tea", title: "Tea", productIds: ["501"] };
  await receive(collected({ ...collection, updatedAt: hoursAgo(9) }));
  await receive(collected({ ...collection, title: "Tea time", productIds: null, updatedAt: NOW }));
  expect(await database.db.collection.findFirst()).toMatchObject({
    title: "Tea time",
    productIds: ["501"],
  });
});

test("events in any order build the same catalog (F12)", async () => {
  const events = [
    changed(aProduct({ url: "https://kettle.example/p", updatedAt: hoursAgo(9) })),
    changed(aProduct({ title: "Newer", variants: [aVariant("602")], updatedAt: hoursAgo(8) })),
    changed(aProduct({ title: "Newest", status: "draft", updatedAt: hoursAgo(7) })),
    changed(aProduct({ productId: "502", variants: [aVariant("603")] })),
    deleted("502", hoursAgo(3)),
    collected({
      collectionId: "41",
      handle: "t",
      title: "Tea",
      productIds: ["501"],
      updatedAt: hoursAgo(9),
    }),
    collected({
      collectionId: "41",
      handle: "t",
      title: "Tea 2",
      productIds: null,
      updatedAt: hoursAgo(5),
    }),
  ];
  const rows = async () => ({
    products: await database.db.product.findMany({
      include: { variants: true },
      orderBy: { productId: "asc" },
    }),
    collections: await database.db.collection.findMany(),
  });
  await receive(...events);
  const expected = await rows();
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 }),
      fc.integer({ min: 1, max: 14 }),
      async (shuffled, sliceSize) => {
        await empty();
        for (let i = 0; i < shuffled.length; i += sliceSize) {
          await receive(...shuffled.slice(i, i + sliceSize));
        }
        expect(await rows()).toEqual(expected);
      },
    ),
    { numRuns: propertyRuns(30) },
  );
});

describe("the prices of a variant", () => {
  const at = (hours: number, priceMinor: number) =>
    changed(aProduct({ updatedAt: hoursAgo(hours), variants: [aVariant("601", priceMinor)] }));
  const prices = async () => {
    const rows = await database.db.variantPrice.findMany({ orderBy: { since: "asc" } });
    return rows.map(({ since, priceMinor }) => [+since, Number(priceMinor)]);
  };

  test("are stored once per change, including changes within one slice", async () => {
    await receive(at(90, 24_00));
    await receive(at(80, 24_00), at(70, 20_00), at(60, 24_00));
    await receive(at(50, 24_00), at(40, 22_00));
    expect(await prices()).toEqual([
      [+hoursAgo(90), 24_00],
      [+hoursAgo(70), 20_00],
      [+hoursAgo(60), 24_00],
      [+hoursAgo(40), 22_00],
    ]);
  });

  test("are deleted once no reference price needs them and with their product", async () => {
    const days = (count: number) => count * 24;
    await receive(at(days(300), 24_00), at(days(200), 23_00), at(days(100), 22_00), at(1, 21_00));
    expect((await prices()).map(([, minor]) => minor)).toEqual([22_00, 21_00]);
    await receive(deleted("501", NOW));
    expect(await prices()).toEqual([]);
  });
});
