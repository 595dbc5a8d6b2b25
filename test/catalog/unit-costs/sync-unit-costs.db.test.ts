import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { projectCatalogJob } from "~/catalog/project-catalog.job.server";
import { syncUnitCostsJob } from "~/catalog/unit-costs/sync-unit-costs.job.server";
import {
  countUnitCosts,
  listDueUnitCosts,
  selectShopsWithDueUnitCosts,
} from "~/catalog/unit-costs/unit-cost-store.server";
import type { Database } from "~/db.server";
import { applyLifecycle } from "~/events/lifecycle/apply-lifecycle.server";
import { installShop } from "~/events/lifecycle/install-shop.server";
import { runBackfillJob } from "~/events/backfill/run-backfill.job.server";
import { measureMarginRate } from "~/experiments/offers/margin-rate.server";
import { isShopDue } from "~/jobs/due-shops.server";
import { ShopId } from "~/lib/shop-id";
import { projectProfilesJob } from "~/profiles/projection/project-profiles.job.server";
import { UNIT_COSTS } from "~/shopify/unit-costs";
import { createEdgeDeps, signIn, startShopifyForTests } from "../../events/test-shop";
import { smallStore } from "../../shopify-tests/small-store";
import { openTestDatabase } from "../../support/database";
import { waitFor } from "../../support/wait-for";

const SHOP = ShopId.parse("acme.myshopify.com");
const SCOPES = ["read_customers", "read_orders", "read_products"];
const START = new Date("2026-06-01T00:00:00Z");
const HOUR_MS = 3_600_000;
const TEA_LIGHT = "1011";
const MUG = "1021";

let database: Database;
let bed: Awaited<ReturnType<typeof startShopifyForTests>>;
let deps: ReturnType<typeof createEdgeDeps> & { now: () => Date };
let now: Date;
const signal = new AbortController().signal;

beforeAll(async () => {
  database = await openTestDatabase();
  const seed = smallStore();
  const products = seed.products.map((product) => ({
    ...product,
    variants: product.variants.map((it) =>
      it.id === TEA_LIGHT ? { ...it, unitCost: "0.50" } : it,
    ),
  }));
  bed = await startShopifyForTests({ ...seed, products });
});
afterAll(async () => {
  await bed.stop();
  await database.close();
});
beforeEach(async () => {
  now = START;
  deps = { ...createEdgeDeps(database), now: () => now };
  await database.db.event.deleteMany();
  await database.db.shop.deleteMany();
  await bed.control.install(SHOP);
  await bed.control.grantScopes(SHOP, SCOPES);
  await signIn(SHOP, await bed.control.idToken(SHOP), deps);
  await installShop(SHOP, deps);
  await importAll();
});

/** Imports the store, and projects what was imported. */
async function importAll(): Promise<void> {
  await waitFor("the end of the back-fill", async () => {
    await runBackfillJob.run(SHOP, deps, signal);
    const states = await database.db.backfill.findMany({ select: { state: true } });
    now = new Date(+now + 1000);
    return states.every(({ state }) => state === "done") ? true : null;
  });
  while ((await projectCatalogJob.run(SHOP, deps, signal)).more);
  while ((await projectProfilesJob.run(SHOP, deps, signal)).more);
}
async function grant(scopes: readonly string[]): Promise<void> {
  await bed.control.grantScopes(SHOP, scopes);
  await applyLifecycle(SHOP, { kind: "scopes_changed" }, `scopes-${scopes.length}`, deps);
  await signIn(SHOP, await bed.control.idToken(SHOP), deps, scopes);
}
const sync = () => syncUnitCostsJob.run(SHOP, deps, signal);
const isDue = () => isShopDue(database.db, SHOP, selectShopsWithDueUnitCosts(now));
const costs = async () => {
  const rows = await database.db.variant.findMany({ where: { shopId: SHOP } });
  return Object.fromEntries(rows.map((it) => [it.variantId, it.costMinor && Number(it.costMinor)]));
};
const marginRate = () =>
  measureMarginRate(database.db, SHOP, { since: new Date("2026-01-01T00:00:00Z"), now });

describe("unit costs", () => {
  test("are not read before the merchant allows it, and then come into the margin", async () => {
    expect(await isDue()).toBe(false);
    await sync();
    expect(await costs()).toEqual({ [TEA_LIGHT]: null, [MUG]: null });
    expect(await marginRate()).toBeCloseTo(0.5, 6);

    await grant([...SCOPES, UNIT_COSTS]);
    expect(await isDue()).toBe(true);
    await sync();
    expect(await costs()).toEqual({ [TEA_LIGHT]: 50, [MUG]: null });
    expect(await countUnitCosts(database.db, SHOP)).toEqual({ products: 2, withCost: 1 });
    // Tea lights leave 80% of their price; the mug keeps the merchant's rate of 50%.
    const lines = await database.db.orderLine.findMany({ where: { shopId: SHOP } });
    expect(lines.length).toBeGreaterThan(0);
    const list = (variantId: string) =>
      lines
        .filter((it) => it.variantId === variantId)
        .reduce((sum, it) => sum + it.quantity * (variantId === MUG ? 7_95 : 2_50), 0);
    const expected = (0.8 * list(TEA_LIGHT) + 0.5 * list(MUG)) / (list(TEA_LIGHT) + list(MUG));
    expect(await marginRate()).toBeCloseTo(expected, 6);
  });

  test("are read again a day later, and when a product changed", async () => {
    await grant([...SCOPES, UNIT_COSTS]);
    await sync();
    expect(await isDue()).toBe(false);
    now = new Date(+now + 25 * HOUR_MS);
    expect(await isDue()).toBe(true);
    await sync();
    expect(await isDue()).toBe(false);
    await database.db.variant.updateMany({
      where: { shopId: SHOP, variantId: MUG },
      data: { costReadAt: null },
    });
    expect(await listDueUnitCosts(database.db, SHOP, { now, limit: 10 })).toEqual([MUG]);
  });

  test("in another currency are unknown", async () => {
    await grant([...SCOPES, UNIT_COSTS]);
    await database.db.shop.update({ where: { shopId: SHOP }, data: { currency: "EUR" } });
    await sync();
    expect(await costs()).toEqual({ [TEA_LIGHT]: null, [MUG]: null });
  });

  test("are deleted when the merchant takes the permission back", async () => {
    await grant([...SCOPES, UNIT_COSTS]);
    await sync();
    await grant(SCOPES);
    expect(await isDue()).toBe(true);
    await sync();
    expect(await costs()).toEqual({ [TEA_LIGHT]: null, [MUG]: null });
    expect(await isDue()).toBe(false);
    expect(await marginRate()).toBeCloseTo(0.5, 6);
  });

  test("of a variant that Shopify no longer has are kept, because orders contain it", async () => {
    await grant([...SCOPES, UNIT_COSTS]);
    await database.db.variant.update({
      where: { shopId_variantId: { shopId: SHOP, variantId: MUG } },
      data: { variantId: "999", costMinor: 3_00n },
    });
    await sync();
    expect(await costs()).toEqual({ [TEA_LIGHT]: 50, "999": 3_00 });
    expect(await isDue()).toBe(false);
  });
});
