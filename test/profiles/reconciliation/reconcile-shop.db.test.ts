import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { projectCatalogJob } from "~/catalog/project-catalog.job.server";
import type { Database } from "~/db.server";
import { areBackfillsSettled } from "~/events/backfill/backfill-store.server";
import { runBackfillJob } from "~/events/backfill/run-backfill.job.server";
import { installShop } from "~/events/lifecycle/install-shop.server";
import { ShopId } from "~/lib/shop-id";
import { projectProfilesJob } from "~/profiles/projection/project-profiles.job.server";
import { reconcileShopJob } from "~/profiles/reconciliation/reconcile-shop.job.server";
import {
  listReconciliations,
  selectShopsToReconcile,
} from "~/profiles/reconciliation/reconciliation-store.server";
import { getSyncPage } from "~/pages/sync/sync-page.server";
import { createEdgeDeps, signIn, startShopifyForTests } from "../../events/test-shop";
import { smallStore } from "../../shopify-tests/small-store";
import { openTestDatabase } from "../../support/database";
import { readDueShops } from "../../support/due-shops";
import { emptyTables } from "../../support/stored-rows";
import { waitFor } from "../../support/wait-for";

const SHOP = ShopId.parse("acme.myshopify.com");
const START = new Date("2026-06-01T12:00:00Z");
const HOUR_MS = 3_600_000;

let database: Database;
/** Its webhook address has no listener: every webhook is missed. */
let bed: Awaited<ReturnType<typeof startShopifyForTests>>;
let deps: ReturnType<typeof createEdgeDeps>;
let now: Date;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  bed = await startShopifyForTests(smallStore());
  await bed.control.setClock({ rate: 0, storeAt: START.toISOString() });
  now = START;
  deps = { ...createEdgeDeps(database), now: () => now };
  await emptyTables(database.db);
  await signIn(SHOP, await bed.control.idToken(SHOP), deps);
  await installShop(SHOP, deps);
  await waitFor("the end of the back-fill", async () => {
    await runBackfillJob.run(SHOP, deps, new AbortController().signal);
    now = new Date(now.getTime() + 1000);
    return (await areBackfillsSettled(database.db, SHOP)) || null;
  });
  await project();
  await reconcile();
  return () => bed.stop();
});

async function project(): Promise<void> {
  const signal = new AbortController().signal;
  while ((await projectCatalogJob.run(SHOP, deps, signal)).more);
  while ((await projectProfilesJob.run(SHOP, deps, signal)).more);
}

async function reconcile(signal = new AbortController().signal) {
  const outcome = await reconcileShopJob.run(SHOP, deps, signal);
  await project();
  return outcome;
}

/** Moves our clock and the store's. */
async function wait(hours: number): Promise<void> {
  now = new Date(now.getTime() + hours * HOUR_MS);
  await bed.control.setClock({ rate: 0, storeAt: now.toISOString() });
}

const play = (...happenings: Parameters<typeof bed.control.play>[1]) =>
  bed.control.play(SHOP, happenings, { wait: true });
const finds = async () => (await getSyncPage(database.db, SHOP, now)).days.flatMap((d) => d.finds);
const kinds = async (...kinds: string[]) =>
  database.db.event.count({ where: { shopId: SHOP, kind: { in: kinds } } });
const LINE = { productId: "101", quantity: 1 };
const anOrder = { customerId: "201", lines: [LINE] };

describe("the hourly sync", () => {
  test("finds nothing when every change is known", async () => {
    await wait(1.1);
    await reconcile();
    expect(await finds()).toEqual([]);
    expect(await listReconciliations(database.db, SHOP)).toMatchObject([
      { resource: "products", reason: null },
      { resource: "customers", reason: null },
      { resource: "orders", reason: null },
    ]);
  });

  test("upserts an order that no webhook reported, with its customer", async () => {
    await wait(0.5);
    await play({ kind: "order_placed", order: { id: "900", ...anOrder } });
    await wait(1);
    await reconcile();

    const order = await database.db.order.findFirstOrThrow({ where: { orderId: "900" } });
    expect(order).toMatchObject({ profileId: "c201", deletedAt: null });
    expect(
      await database.db.profile.findFirstOrThrow({ where: { profileId: "c201" } }),
    ).toMatchObject({ orderCount: 2 });
    expect(await finds()).toContainEqual({
      resource: "orders",
      newCount: 1,
      changedCount: 0,
      deletedCount: 0,
    });
  });

  test("upserts changes of a product's price and a customer's address", async () => {
    await wait(0.5);
    await play(
      { kind: "variant_updated", variantId: "1011", change: { price: "9.75" } },
      { kind: "customer_updated", customerId: "201", change: { firstName: "Ottilie" } },
    );
    await wait(1);
    await reconcile();
    expect(
      await database.db.variant.findFirstOrThrow({ where: { variantId: "1011" } }),
    ).toMatchObject({ priceMinor: 975n });
    expect((await finds()).map((it) => [it.resource, it.changedCount])).toEqual([
      ["products", 1],
      ["customers", 1],
    ]);
  });

  test("records the same finding once", async () => {
    await wait(0.5);
    await play({ kind: "order_placed", order: { id: "900", ...anOrder } });
    await wait(1);
    await reconcile();
    const before = await kinds("order_placed", "order_updated");
    await database.db.reconciliation.updateMany({ data: { syncedUntil: START, nextSyncAt: now } });
    await database.db.order.deleteMany();
    await reconcile();
    expect(await kinds("order_placed", "order_updated")).toBe(before);
  });

  test("leaves recent changes to their webhooks", async () => {
    await wait(1.1);
    await play({ kind: "order_placed", order: { id: "900", ...anOrder } });
    await wait(0.05);
    await reconcile();
    expect(await finds()).toEqual([]);
    await wait(1.1);
    await reconcile();
    expect(await finds()).toMatchObject([{ resource: "orders", newCount: 1 }]);
  });

  test("pages through results and resumes where it stopped", async () => {
    await wait(0.5);
    await play(
      ...Array.from({ length: 120 }, (_, i) => ({
        kind: "customer_created" as const,
        customer: { id: String(5000 + i), email: `c${i}@example.com` },
      })),
    );
    await wait(1);
    const stopped = AbortSignal.abort();
    let runs = 0;
    while ((await reconcile(runs === 0 ? stopped : undefined)).more) runs++;
    expect(await database.db.profile.count({ where: { deletedAt: null } })).toBe(122);
    expect(await finds()).toMatchObject([{ resource: "customers", newCount: 120 }]);
  });

  test("waits while Shopify throttles it", async () => {
    await wait(0.5);
    await play({ kind: "order_placed", order: { id: "900", ...anOrder } });
    await wait(1);
    await bed.control.setFaults({ graphql: { throttle: 4 } });
    await reconcile();
    expect(await finds()).toMatchObject([{ resource: "orders", newCount: 1 }]);
  });

  test("stores the reason for a failure and retries after 15 minutes", async () => {
    await wait(1.1);
    await bed.control.setFaults({ graphql: { fail: 18, failStatus: 503 } });
    await reconcile();
    const page = await getSyncPage(database.db, SHOP, now);
    expect(page.resources[0]!.reason).toContain("Shopify could not answer ProductsByChange");
    expect(await readDueShops(database.db, selectShopsToReconcile(now))).toEqual([]);
    await wait(0.26);
    expect(await readDueShops(database.db, selectShopsToReconcile(now))).toEqual([SHOP]);
    await reconcile();
    expect((await getSyncPage(database.db, SHOP, now)).resources[0]!.reason).toBeNull();
  });
});

describe("the nightly count", () => {
  test("compares all ids at 3 a.m. in the shop's time zone", async () => {
    const [first] = await listReconciliations(database.db, SHOP);
    // London, in June.
    expect(first!.nextCountAt).toEqual(new Date("2026-06-02T02:00:00Z"));
    await wait(15);
    await reconcile();
    expect(await listReconciliations(database.db, SHOP)).toMatchObject([
      { shopifyCount: 2, ownCount: 2, sweepCursor: null },
      { shopifyCount: 2, ownCount: 2, sweepCursor: null },
      { shopifyCount: 2, ownCount: 2, sweepCursor: null },
    ]);
  });

  test("deletes only what was deleted at Shopify", async () => {
    await play(
      { kind: "product_deleted", productId: "102" },
      { kind: "customer_deleted", customerId: "202" },
    );
    await wait(15);
    await reconcile();
    expect(await finds()).toEqual(
      expect.arrayContaining([
        { resource: "products", newCount: 0, changedCount: 0, deletedCount: 1 },
        { resource: "customers", newCount: 0, changedCount: 0, deletedCount: 1 },
      ]),
    );
    const left = await database.db.profile.findMany({ where: { deletedAt: null } });
    expect(left.map((it) => it.customerId)).toEqual(["201"]);
    const gone = await database.db.profile.findFirstOrThrow({ where: { customerId: "202" } });
    expect(gone.sealedContact).toBeNull();
    await wait(0.3);
    await reconcile();
    expect(await kinds("product_deleted", "customer_deleted")).toBe(2);
  });

  test("infers a merge that no webhook reported from the owners of the orders", async () => {
    await play({ kind: "order_placed", order: { ...anOrder, id: "777", customerId: "202" } });
    await wait(1.2);
    await reconcile();
    await play({ kind: "customers_merged", keptId: "201", deletedId: "202" });
    await wait(15);
    await reconcile();
    expect(await kinds("customer_deleted")).toBe(0);
    expect(await kinds("customer_merged")).toBe(1);
    const [merged] = await database.db.customerMerge.findMany();
    expect(merged).toMatchObject({ customerId: "202", intoCustomerId: "201" });
    expect(await database.db.order.findFirst({ where: { orderId: "777" } })).toMatchObject({
      profileId: "c201",
    });
    // A late webhook adds nothing: it has the same key.
    await wait(15);
    await reconcile();
    expect(await kinds("customer_merged", "customer_deleted")).toBe(1);
  });

  test("upserts a missing object that did not change recently", async () => {
    await database.db.event.deleteMany({ where: { sourceId: { startsWith: "product/101" } } });
    await database.db.product.deleteMany({ where: { productId: "101" } });
    await wait(15);
    await reconcile();
    expect(await database.db.product.count({ where: { productId: "101" } })).toBe(1);
    expect(await finds()).toMatchObject([{ resource: "products", newCount: 1 }]);
  });

  test("keeps an implausible number of deletions and reports it", async () => {
    await database.db.product.createMany({
      data: Array.from({ length: 150 }, (_, i) => ({
        shopId: SHOP,
        productId: String(7000 + i),
        handle: `p${i}`,
        title: `P${i}`,
        vendor: "",
        productType: "",
        tags: [],
        status: "active",
        createdAt: START,
        sourceUpdatedAt: START,
      })),
    });
    await wait(15);
    await reconcile();
    expect(await kinds("product_deleted")).toBe(0);
    const { resources } = await getSyncPage(database.db, SHOP, now);
    expect(resources[0]).toMatchObject({ resource: "products", keptCount: 150 });
  });

  test("keeps orders that Shopify hides after sixty days", async () => {
    await database.db.shop.updateMany({ data: { grantedScopes: "read_orders" } });
    await bed.control.grantScopes(SHOP, ["read_orders", "read_products", "read_customers"]);
    await signIn(SHOP, await bed.control.idToken(SHOP), deps);
    await wait(24 * 90);
    await reconcile();
    expect(await kinds("order_deleted")).toBe(0);
    expect(await database.db.order.count({ where: { deletedAt: null } })).toBe(2);
  });
});

test("a shop is due once it is imported, and not after an uninstall", async () => {
  expect(await readDueShops(database.db, selectShopsToReconcile(now))).toEqual([]);
  await wait(1.1);
  expect(await readDueShops(database.db, selectShopsToReconcile(now))).toEqual([SHOP]);
  await database.db.shop.updateMany({ data: { uninstalledAt: now } });
  expect(await readDueShops(database.db, selectShopsToReconcile(now))).toEqual([]);
  const before = (await bed.control.logs()).counts.graphql;
  await reconcile();
  expect((await bed.control.logs()).counts.graphql).toBe(before);
});
