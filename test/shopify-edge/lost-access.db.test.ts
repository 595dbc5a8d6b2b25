import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { listBackfills } from "~/events/backfill/backfill-store.server";
import { installShop } from "~/events/install-shop.server";
import { ShopId } from "~/lib/shop-id";
import { keepSessionsJob } from "~/shopify/keep-sessions.job.server";
import { createEdgeDeps, signIn, startShopifyForTests } from "../events/a-test-shop";
import { smallStore } from "../shopify-tests/small-store";
import { openTestDatabase } from "../support/database";

const SHOP = ShopId.parse("acme.myshopify.com");
const HOUR_MS = 3_600_000;
const START = new Date("2026-06-01T00:00:00Z");

let database: Database;
let bed: Awaited<ReturnType<typeof startShopifyForTests>>;
let deps: ReturnType<typeof createEdgeDeps>;
let now: Date;

beforeAll(async () => {
  database = await openTestDatabase();
  bed = await startShopifyForTests(smallStore());
});
afterAll(async () => {
  await bed.stop();
  await database.close();
});
beforeEach(async () => {
  now = START;
  deps = { ...createEdgeDeps(database), now: () => now };
  await database.db.shop.deleteMany();
  await database.db.shopifySession.deleteMany();
  await open();
  // As after the back-fill.
  await database.db.backfill.updateMany({ data: { state: "done" } });
});

async function open() {
  await bed.control.install(SHOP);
  await signIn(SHOP, await bed.control.idToken(SHOP), deps);
  return installShop(SHOP, deps);
}

const look = () => keepSessionsJob.run(SHOP, deps, new AbortController().signal);
const lostSince = async () => (await database.db.shop.findFirstOrThrow()).accessLostAt;
const later = (hours: number) => (now = new Date(now.getTime() + hours * HOUR_MS));
const isReadAnew = async () =>
  (await listBackfills(database.db, SHOP)).every(({ state }) => state === "waiting");

describe("a shop that leaves while its webhook is lost", () => {
  test("is found out by the next daily look", async () => {
    await look();
    expect(await lostSince()).toBeNull();
    await bed.control.uninstall(SHOP);
    await look();
    expect(await lostSince()).toEqual(START);
  });

  test("is a shop that comes back, read from its beginning, when it opens the app after days", async () => {
    await bed.control.uninstall(SHOP);
    await look();
    later(24);
    expect(await open()).toBe("reinstalled");
    expect(await lostSince()).toBeNull();
    expect(await isReadAnew()).toBe(true);
  });

  test("is none that left when its access was lost for hours", async () => {
    await bed.control.revokeTokens(SHOP);
    await look();
    expect(await lostSince()).toEqual(START);
    later(23);
    expect(await open()).toBe("unchanged");
    expect(await lostSince()).toBeNull();
    expect(await isReadAnew()).toBe(false);
  });
});
