import { afterAll, beforeAll, beforeEach } from "vitest";
import type { Database } from "~/db.server";
import { installShop } from "~/events/lifecycle/install-shop.server";
import { ShopId } from "~/lib/shop-id";
import { createEdgeDeps, signIn, startShopifyForTests } from "../events/test-shop";
import { smallStore } from "../shopify-tests/small-store";
import { openTestDatabase } from "./database";

/** A shop of the small store. */
export const EDGE_SHOP = ShopId.parse("acme.myshopify.com");
/** After the store's cut, since the local Shopify's instants must not be in our future. */
export const EDGE_START = new Date("2026-06-01T00:00:00Z");

export interface EdgeStage {
  db: Database["db"];
  /** The local Shopify. */
  bed: Awaited<ReturnType<typeof startShopifyForTests>>;
  deps: ReturnType<typeof createEdgeDeps>;
  /** The app's current time. */
  now: Date;
  /** Opens the app in the shop's admin. */
  open(): ReturnType<typeof installShop>;
}

/** Installs the app in a shop of a local Shopify before each test of the file. Its fields are set once a test runs. */
export function edgeStage(): EdgeStage {
  let database: Database;
  const stage = {
    now: EDGE_START,
    async open() {
      await stage.bed.control.install(EDGE_SHOP);
      await signIn(EDGE_SHOP, await stage.bed.control.idToken(EDGE_SHOP), stage.deps);
      return installShop(EDGE_SHOP, stage.deps);
    },
  } as EdgeStage;

  beforeAll(async () => {
    database = await openTestDatabase();
    stage.bed = await startShopifyForTests(smallStore());
    stage.db = database.db;
  });
  afterAll(async () => {
    await stage.bed.stop();
    await database.close();
  });
  beforeEach(async () => {
    stage.now = EDGE_START;
    stage.deps = { ...createEdgeDeps(database), now: () => stage.now };
    await stage.db.messageKey.deleteMany();
    await stage.db.event.deleteMany();
    await stage.db.suppression.deleteMany();
    await stage.db.optInRequest.deleteMany();
    await stage.db.shop.deleteMany();
    await stage.db.shopifySession.deleteMany();
    await stage.bed.control.clearFaults();
    // The app's clock stands still here, so calls delayed by Shopify's rate limit would fail at once.
    await stage.bed.control.setBudget(EDGE_SHOP, { maximum: 100_000, available: 100_000 });
    await stage.open();
    await stage.bed.control.clearLogs();
  });
  return stage;
}
