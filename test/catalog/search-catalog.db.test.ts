import { afterAll, beforeAll, expect, test } from "vitest";
import { searchCatalog } from "~/catalog/search-catalog.server";
import type { Database } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { createShop, NOW, OTHER_SHOP, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";

let database: Database;

beforeAll(async () => {
  database = await openTestDatabase();
  await createShop(database.db);
  await createShop(database.db, OTHER_SHOP);
  await storeProduct("1", "Cedar tray");
  await storeProduct("2", "Tray");
  await storeProduct("3", "Candle, 100 % wax", { productType: "Candles", tags: ["gift_wrap"] });
  await storeProduct("4", "Old tray", { deletedAt: NOW });
  await storeProduct("9", "Tray of the others", { shopId: OTHER_SHOP });
  await database.db.collection.create({
    data: {
      shopId: SHOP,
      collectionId: "12",
      handle: "t",
      title: "All trays",
      sourceUpdatedAt: NOW,
    },
  });
});
afterAll(() => database.close());

async function storeProduct(
  productId: string,
  title: string,
  {
    shopId = SHOP,
    ...rest
  }: { shopId?: ShopId; productType?: string; tags?: string[]; deletedAt?: Date } = {},
): Promise<void> {
  await database.db.product.create({
    data: {
      shopId,
      productId,
      title,
      handle: productId,
      vendor: "Kettle & Co",
      productType: "Trays",
      status: "active",
      createdAt: NOW,
      sourceUpdatedAt: NOW,
      ...rest,
    },
  });
}

const search = async (text: string) =>
  (await searchCatalog(database.db, SHOP, text)).map(({ kind, id }) => `${kind}/${id}`);

test("finds names that contain the text, closest first, by kind", async () => {
  expect(await search("TRAY")).toEqual(["product/2", "product/1", "collection/12", "type/Trays"]);
});

test("treats SQL wildcards as plain characters", async () => {
  expect(await search("100 %")).toEqual(["product/3"]);
  expect(await search("gift_w")).toEqual(["tag/gift_wrap"]);
  expect(await search("t_ay")).toEqual([]);
});

test("excludes other shops and deleted products", async () => {
  expect(await search("of the others")).toEqual([]);
  expect(await search("old")).toEqual([]);
});

test("lists each kind without a text", async () => {
  expect(new Set((await search(" ")).map((it) => it.split("/")[0]))).toEqual(
    new Set(["product", "collection", "type", "vendor", "tag"]),
  );
});
