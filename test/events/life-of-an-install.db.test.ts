import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { applyLifecycle } from "~/events/lifecycle/apply-lifecycle.server";
import { listBackfills } from "~/events/backfill/backfill-store.server";
import { recordEvents } from "~/events/event-store.server";
import { installShop } from "~/events/lifecycle/install-shop.server";
import { ShopId } from "~/lib/shop-id";
import { ShopContact } from "~/privacy/shop-contact";
import { smallStore } from "../shopify-tests/small-store";
import { anOrder, anOrderPlaced } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { createEdgeDeps, signIn, startShopifyForTests } from "./test-shop";

const SHOP = ShopId.parse("acme.myshopify.com");
const START = new Date("2026-06-01T00:00:00Z");
const HOUR_MS = 3_600_000;

const NO_CONTACT = ShopContact.parse({});

let database: Database;
let bed: Awaited<ReturnType<typeof startShopifyForTests>>;
let deps: ReturnType<typeof createEdgeDeps>;
let now: Date;
/** The merchant's last uninstall time, which the webhook reports whenever it arrives. */
let leftAt: Date;

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
  await database.db.event.deleteMany();
  await database.db.suppression.deleteMany();
  await database.db.shop.deleteMany();
  await database.db.shopifySession.deleteMany();
  await open();
  // Data of the first installation.
  await database.db.$transaction((tx) =>
    recordEvents(tx, [{ ...anOrderPlaced(anOrder({ orderId: "1" })), shopId: SHOP }], deps),
  );
  await database.db.suppression.create({
    data: {
      shopId: SHOP,
      emailIndex: Buffer.from("somebody"),
      reason: "unsubscribe",
      createdAt: now,
    },
  });
  await database.db.backfill.updateMany({ data: { state: "done" } });
});

/** The merchant opens the app, which installs it if needed. */
async function open(): Promise<void> {
  await bed.control.install(SHOP);
  await signIn(SHOP, await bed.control.idToken(SHOP), deps);
  await installShop(SHOP, deps);
}

const receive = (kind: "app_uninstalled" | "shop_redacted") =>
  applyLifecycle(SHOP, { kind, triggeredAt: leftAt }, `${kind}-${+now}`, deps);

/** Possible events in an installation's life, each an hour after the previous one. */
const STEPS = {
  /** The merchant uninstalls the app; the webhook is still pending. */
  leaves: async () => {
    leftAt = now;
    await bed.control.uninstall(SHOP);
  },
  uninstall: () => receive("app_uninstalled"),
  redact: () => receive("shop_redacted"),
  opens: open,
} as const;

async function live(...steps: (keyof typeof STEPS)[]): Promise<void> {
  for (const step of steps) {
    now = new Date(now.getTime() + HOUR_MS);
    await STEPS[step]();
  }
}

async function state() {
  const shop = await database.db.shop.findUnique({ where: { shopId: SHOP } });
  const imports = await listBackfills(database.db, SHOP);
  return {
    installed: shop !== null && shop.uninstalledAt === null,
    sessions: await database.db.shopifySession.count({ where: { shopId: SHOP } }),
    learned: await database.db.event.count({ where: { shopId: SHOP } }),
    imports: [...new Set(imports.map((it) => it.state))].join(),
    suppressed: await database.db.suppression.count({ where: { shopId: SHOP } }),
  };
}

const THERE = { installed: true, sessions: 1, suppressed: 1 };
const UNINSTALLED = { installed: false, sessions: 0, suppressed: 1 };

describe("an installation", () => {
  test.each([
    [
      "keeps what it learned for two days after it ended",
      ["leaves", "uninstall"],
      { ...UNINSTALLED, learned: 1 },
    ],
    [
      "is forgotten after them",
      ["leaves", "uninstall", "redact"],
      { ...UNINSTALLED, learned: 0, imports: "" },
    ],
    [
      "is erased once by a repeated webhook",
      ["leaves", "uninstall", "redact", "redact"],
      { ...UNINSTALLED, learned: 0 },
    ],
    [
      "that comes back in time keeps what it learned, and is read anew",
      ["leaves", "uninstall", "opens"],
      { ...THERE, learned: 1, imports: "waiting" },
    ],
    [
      "that came back is not forgotten by the request of its first end",
      ["leaves", "uninstall", "opens", "redact"],
      { ...THERE, learned: 1, imports: "waiting" },
    ],
    [
      "that comes back too late begins anew, and still emails nobody who said no",
      ["leaves", "uninstall", "redact", "opens"],
      { ...THERE, learned: 0, imports: "waiting" },
    ],
    [
      "that ends a second time is forgotten then",
      ["leaves", "uninstall", "opens", "leaves", "uninstall", "redact"],
      { ...UNINSTALLED, learned: 0 },
    ],
    [
      "that is forgotten before the word of its end has come is kept: it counts as there",
      ["leaves", "redact"],
      { ...THERE, learned: 1, imports: "done" },
    ],
    [
      "that comes back before the word of its end has come stays, and is read anew",
      ["leaves", "opens", "uninstall"],
      { ...THERE, learned: 1, imports: "waiting" },
    ],
    [
      "that reinstalls before its uninstall webhook arrives stays, whatever arrives later",
      ["leaves", "opens", "uninstall", "redact"],
      { ...THERE, learned: 1, imports: "waiting" },
    ],
    [
      "stays too when it is to be forgotten before the word of its end has come",
      ["leaves", "opens", "redact", "uninstall"],
      { ...THERE, learned: 1, imports: "waiting" },
    ],
    [
      "that gets an early shop/redact, reinstalls and then gets the uninstall webhook stays",
      ["leaves", "redact", "opens", "uninstall"],
      { ...THERE, learned: 1, imports: "waiting" },
    ],
    [
      "that gets an early shop/redact and then the uninstall webhook keeps its data when it reinstalls",
      ["leaves", "redact", "uninstall", "opens"],
      { ...THERE, learned: 1, imports: "waiting" },
    ],
    [
      "ends by the word of its own end, when that of the end before comes after it",
      ["leaves", "opens", "leaves", "uninstall", "redact"],
      { ...UNINSTALLED, learned: 0 },
    ],
    [
      "that was forgotten does not stumble over a late word of its end",
      ["leaves", "uninstall", "redact", "uninstall"],
      { ...UNINSTALLED, learned: 0 },
    ],
  ] as const)("%s", async (_rule, steps, expected) => {
    await live(...steps);
    expect(await state()).toMatchObject(expected);
  });

  test("stays installed after a reinstall during its erasure, and is imported again", async () => {
    await live("leaves", "uninstall");
    const { db } = database;
    let slices = 0;
    // The merchant opens the app between two slices of the erasure.
    const interrupted = new Proxy(db, {
      get(target, name, receiver) {
        if (name !== "$transaction") return Reflect.get(target, name, receiver) as unknown;
        return async (...args: Parameters<typeof db.$transaction>) => {
          slices++;
          if (slices === 20) await open();
          return target.$transaction(...args);
        };
      },
    });
    const reason = await applyLifecycle(
      SHOP,
      { kind: "shop_redacted", triggeredAt: leftAt },
      "w1",
      { ...deps, db: interrupted },
    );
    expect(slices).toBeGreaterThanOrEqual(20);
    expect(reason).toBe("kept: installed");
    expect(await state()).toMatchObject({ ...THERE, imports: "waiting" });
  });
});

test("is closed on a closed plan, and open on any other", async () => {
  const closed = async () => (await database.db.shop.findFirstOrThrow()).closedAs;
  const change = async (plan: string | null) => {
    const facts = { name: null, currency: null, timeZone: null, countryCode: null };
    const shop = { ...facts, primaryUrl: null, contact: NO_CONTACT, plan };
    await applyLifecycle(SHOP, { kind: "shop_changed", shop }, "w1", deps);
  };
  await change("frozen");
  expect(await closed()).toBe("frozen");
  await change("dormant");
  expect(await closed()).toBe("paused");
  // A webhook without a plan changes nothing.
  await change(null);
  expect(await closed()).toBe("paused");
  await change("a plan of next year");
  expect(await closed()).toBeNull();
});
