import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { applyLifecycle } from "~/events/lifecycle/apply-lifecycle.server";
import { listBackfills } from "~/events/backfill/backfill-store.server";
import { installShop } from "~/events/lifecycle/install-shop.server";
import { runBackfillJob } from "~/events/backfill/run-backfill.job.server";
import { ShopId } from "~/lib/shop-id";
import { smallStore } from "../../shopify-tests/small-store";
import { openTestDatabase } from "../../support/database";
import { waitFor } from "../../support/wait-for";
import { createEdgeDeps, signIn, startShopifyForTests } from "../test-shop";

const SHOP = ShopId.parse("acme.myshopify.com");
const SCOPES = ["read_customers", "read_orders", "read_products", "write_customers"];
const ALL_SCOPES = [...SCOPES, "read_all_orders"];
const START = new Date("2026-06-01T00:00:00Z");
/** More than sixty days before the start. */
const LONG_AGO = "2026-02-10T10:00:00Z";

let database: Database;
let bed: Awaited<ReturnType<typeof startShopifyForTests>>;
let deps: ReturnType<typeof createEdgeDeps>;
let now: Date;

beforeAll(async () => {
  database = await openTestDatabase();
  const seed = smallStore();
  const orders = seed.orders.map((it) => (it.id === "401" ? { ...it, createdAt: LONG_AGO } : it));
  bed = await startShopifyForTests({ ...seed, orders });
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
  await renewToken();
  await runToTheEnd();
});

const orderIds = async () => {
  const rows = await database.db.event.findMany({ where: { kind: "order_placed" } });
  return rows.map(({ sourceId }) => sourceId).sort();
};
const changeScopes = () => applyLifecycle(SHOP, { kind: "scopes_changed" }, "w1", deps);
const session = () => database.db.shopifySession.findFirst({ where: { shopId: SHOP } });
const states = async () =>
  Object.fromEntries((await listBackfills(database.db, SHOP)).map((it) => [it.resource, it.state]));

/** The app's work when a merchant opens it. */
async function renewToken(): Promise<void> {
  await signIn(SHOP, await bed.control.idToken(SHOP), deps);
  await installShop(SHOP, deps);
}

async function runToTheEnd(): Promise<void> {
  const run = async () => {
    await runBackfillJob.run(SHOP, deps, new AbortController().signal);
    now = new Date(now.getTime() + 1000);
    return Object.values(await states()).every((it) => it === "done") || null;
  };
  await waitFor("the end of the back-fill", run, states);
}

describe("when the merchant grants access to all orders", () => {
  test("discards the old token, and imports the older orders with the next token only", async () => {
    expect(await orderIds()).toEqual(["order/402/placed"]);
    await bed.control.grantScopes(SHOP, ALL_SCOPES);
    await changeScopes();
    expect(await session()).toBeNull();
    expect(await states()).toEqual({
      products: "done",
      collections: "done",
      customers: "done",
      orders: "waiting",
    });
    expect(deps.announced.at(-1)).toEqual({ shopId: SHOP, fact: "backfill_advanced" });

    await renewToken();
    await runToTheEnd();
    expect(await orderIds()).toEqual(["order/401/placed", "order/402/placed"]);
  });

  test("accepts the webhook and the new token in either order", async () => {
    await bed.control.grantScopes(SHOP, ALL_SCOPES);
    await renewToken();
    expect((await states()).orders).toBe("waiting");
    await runToTheEnd();

    await signIn(SHOP, await bed.control.idToken(SHOP), deps, ALL_SCOPES);
    await changeScopes();
    expect((await states()).orders).toBe("done");
    expect(await session()).not.toBeNull();
  });
});

test("restarts nothing and keeps the token when scopes are removed", async () => {
  await signIn(SHOP, await bed.control.idToken(SHOP), deps, SCOPES);
  await bed.control.grantScopes(SHOP, ["read_products"]);
  await changeScopes();
  expect(new Set(Object.values(await states()))).toEqual(new Set(["done"]));
  expect(await session()).not.toBeNull();
  const shop = await database.db.shop.findUniqueOrThrow({ where: { shopId: SHOP } });
  expect(shop.grantedScopes).toBe("read_products");
});
