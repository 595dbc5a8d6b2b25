import { afterAll, beforeAll, expect, test } from "vitest";
import { projectCatalogJob } from "~/catalog/project-catalog.job.server";
import { selectShopsWithDueRatings } from "~/catalog/ratings/rating-store.server";
import { syncRatingsJob } from "~/catalog/ratings/sync-ratings.job.server";
import type { Database } from "~/db.server";
import { runBackfillJob } from "~/events/backfill/run-backfill.job.server";
import { installShop } from "~/events/lifecycle/install-shop.server";
import { isShopDue } from "~/jobs/due-shops.server";
import { ShopId } from "~/lib/shop-id";
import { loadNamedProducts } from "~/messages/composing/email-products.server";
import { createEdgeDeps, signIn, startShopifyForTests } from "../../events/test-shop";
import { smallStore } from "../../shopify-tests/small-store";
import { openTestDatabase } from "../../support/database";
import { waitFor } from "../../support/wait-for";

const SHOP = ShopId.parse("acme.myshopify.com");
const START = new Date("2026-06-01T00:00:00Z");
const HOUR_MS = 3_600_000;
const signal = new AbortController().signal;

let database: Database;
let bed: Awaited<ReturnType<typeof startShopifyForTests>>;
let deps: ReturnType<typeof createEdgeDeps> & { now: () => Date };
let now = START;
const definedMetafields: string[] = [];

beforeAll(async () => {
  database = await openTestDatabase();
  const seed = smallStore();
  const [first, ...others] = seed.products;
  const metafields = {
    "reviews.rating": '{"scale_min":"1.0","scale_max":"5.0","value":"4.7"}',
    "reviews.rating_count": "213",
  };
  bed = await startShopifyForTests({
    ...seed,
    products: [{ ...first!, metafields }, ...others],
    definedMetafields,
  });
  deps = { ...createEdgeDeps(database), now: () => now };
  await bed.control.install(SHOP);
  await bed.control.grantScopes(SHOP, ["read_customers", "read_orders", "read_products"]);
  await signIn(SHOP, await bed.control.idToken(SHOP), deps);
  await installShop(SHOP, deps);
  await waitFor("the end of the back-fill", async () => {
    await runBackfillJob.run(SHOP, deps, signal);
    const states = await database.db.backfill.findMany({ select: { state: true } });
    now = new Date(+now + 1000);
    return states.every(({ state }) => state === "done") ? true : null;
  });
  while ((await projectCatalogJob.run(SHOP, deps, signal)).more);
});
afterAll(async () => {
  await bed.stop();
  await database.close();
});

const isDue = () => isShopDue(database.db, SHOP, selectShopsWithDueRatings(now));
const sync = () => syncRatingsJob.run(SHOP, deps, signal);

test("ratings are read for new products, and again a day later", async () => {
  expect(await isDue()).toBe(true);
  await sync();
  expect(await isDue()).toBe(false);

  const products = await database.db.product.findMany({ orderBy: { productId: "asc" } });
  const refs = products.map(({ productId }) => ({ productId, variantId: null }));
  const named = await loadNamedProducts(database.db, SHOP, refs, "https://acme.example");
  const [rated, ...others] = smallStore().products.map(({ id }) => named.get(`${id}/`)?.rating);
  expect(rated).toEqual({ stars: 4.7, count: 213 });
  expect(others.every((it) => it === null)).toBe(true);

  now = new Date(+now + 25 * HOUR_MS);
  expect(await isDue()).toBe(true);
  await sync();
  expect(await isDue()).toBe(false);
});

test("a product that lost its reviews loses its rating", async () => {
  const [rated] = smallStore().products;
  await database.db.product.updateMany({
    where: { shopId: SHOP, NOT: { productId: rated!.id } },
    data: { rating: 4.9, ratingCount: 12, ratingReadAt: null },
  });
  await sync();
  const left = await database.db.product.findMany({ where: { rating: { not: null } } });
  expect(left.map(({ productId }) => productId)).toEqual([rated!.id]);
});

test("a shop without ratings is searched once a day, a few products at a time", async () => {
  const [rated] = smallStore().products;
  const id = rated!.id;
  const product = await database.db.product.findFirstOrThrow({ where: { productId: id } });
  await database.db.product.updateMany({ data: { status: "draft", rating: null } });
  await database.db.product.createMany({
    data: Array.from({ length: 120 }, (_, i) => ({
      ...{ ...product, status: "active", rating: null, ratingCount: null, ratingReadAt: null },
      productId: `9${String(i).padStart(3, "0")}`,
    })),
  });
  const unread = () =>
    database.db.product.count({ where: { status: "active", ratingReadAt: null } });

  expect(await sync()).toEqual({ more: false });
  expect(await unread()).toBe(70);
  expect(await isDue()).toBe(false);

  now = new Date(+now + 25 * HOUR_MS);
  expect(await isDue()).toBe(true);
  await sync();
  expect(await unread()).toBe(20);

  // A review app was installed: Shopify counts its metafields.
  definedMetafields.push("reviews.rating");
  await database.db.product.updateMany({ where: { productId: id }, data: { status: "active" } });
  now = new Date(+now + 25 * HOUR_MS);
  await sync();
  expect(await unread()).toBe(0);
  expect(await isDue()).toBe(false);
});
