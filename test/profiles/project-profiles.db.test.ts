import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { advanceCursor, recordEvents } from "~/events/event-store.server";
import type {
  AnyEvent,
  CheckoutSnapshot,
  EventKind,
  OrderSnapshot,
  Personal,
} from "~/events/event";
import { contactPlace } from "~/profiles/contact";
import { findProfile, findProfilesByEmail, listProfiles } from "~/profiles/profile-store.server";
import { projectProfilesJob } from "~/profiles/project-profiles.job.server";
import {
  anOrder,
  anOrderPlaced,
  createShop,
  daysAgo,
  hoursAgo,
  NOW,
  SHOP,
} from "../support/builders";
import { cpuSeconds } from "../support/cpu-seconds";
import { openTestDatabase } from "../support/database";
import { createTestDeps, type TestDeps } from "../support/deps";

let database: Database;
let deps: TestDeps;
const signal = new AbortController().signal;

beforeAll(async () => {
  database = await openTestDatabase();
  await createShop(database.db);
  await database.db.product.create({
    data: {
      shopId: SHOP,
      productId: "501",
      handle: "tray",
      title: "Cedar tray",
      vendor: "",
      productType: "Trays",
      status: "active",
      createdAt: daysAgo(900),
      sourceUpdatedAt: daysAgo(900),
      variants: {
        create: {
          variantId: "601",
          position: 1,
          title: "",
          priceMinor: 24_00,
          availableForSale: true,
        },
      },
    },
  });
});
afterAll(() => database.close());
beforeEach(empty);

async function empty(): Promise<void> {
  deps = createTestDeps();
  const { db } = database;
  await db.event.deleteMany();
  await db.cursor.deleteMany();
  await db.order.deleteMany();
  await db.refund.deleteMany();
  await db.checkout.deleteMany();
  await db.profile.deleteMany();
}

async function record(events: readonly AnyEvent[]): Promise<void> {
  await database.db.$transaction((tx) => recordEvents(tx, events, deps));
  const { _max } = await database.db.event.aggregate({ _max: { seq: true } });
  await advanceCursor(database.db, SHOP, "catalog", _max.seq ?? 0n);
}

async function project(): Promise<void> {
  const run = () => projectProfilesJob.run(SHOP, { db: database.db, ...deps }, signal);
  while ((await run()).more);
}

async function tell(...events: AnyEvent[]): Promise<void> {
  await record(events);
  await project();
}

const anEvent = (
  kind: EventKind,
  payload: object,
  sourceId: string,
  rest: Partial<AnyEvent> = {},
): AnyEvent =>
  ({
    shopId: SHOP,
    source: "shopify",
    sourceId,
    kind,
    customerId: "ada",
    occurredAt: NOW,
    payload,
    personal: null,
    ...rest,
  }) as AnyEvent;

const anOrderEvent = (kind: EventKind, order: OrderSnapshot, personal: Personal | null = null) =>
  anEvent(kind, order, `order/${order.orderId}/${kind}/${order.updatedAt.toISOString()}`, {
    personal,
  });

const aRefund = (refundId: string, orderId: string, amountMinor: number) =>
  anEvent(
    "order_refunded",
    { refundId, orderId, amountMinor, currency: "GBP", refundedAt: hoursAgo(1) },
    `refund/${refundId}`,
    { customerId: null },
  );

function aCheckout(
  kind: EventKind,
  overrides: Partial<CheckoutSnapshot> = {},
  personal: Personal | null = null,
): AnyEvent {
  const checkout: CheckoutSnapshot = {
    token: "ck1",
    cartToken: "cart1",
    startedAt: hoursAgo(5),
    updatedAt: hoursAgo(5),
    completedAt: null,
    currency: "GBP",
    totalMinor: 24_00,
    sourceName: "web",
    lines: [],
    ...overrides,
  };
  const key = `checkout/${checkout.token}/${kind}/${checkout.updatedAt.toISOString()}`;
  return anEvent(kind, checkout, key, { personal });
}

const ada = async () => (await findProfile(database.db, SHOP, "cada", deps))!;
const theOrder = (orderId: string) =>
  database.db.order.findUniqueOrThrow({
    where: { shopId_orderId: { shopId: SHOP, orderId } },
    include: { lines: true },
  });

describe("an order", () => {
  test("of a customer who is not known yet makes the profile, and sums up there", async () => {
    const personal = { email: "ada@example.com", firstName: "Ada" };
    await tell({ ...anOrderPlaced(anOrder({ placedAt: daysAgo(3) })), personal });
    expect(await ada()).toMatchObject({
      customerId: "ada",
      contact: { email: "ada@example.com", firstName: "Ada" },
      orderCount: 1,
      netSpendMinor: 24_00n,
      lastOrderAt: daysAgo(3),
      createdAt: daysAgo(3),
      traits: { affinities: [{ productType: "Trays", share: 1 }], priceBands: { low: 1 } },
    });
    expect(deps.announced.map((it) => it.fact)).toEqual(["profiles_projected"]);
  });

  test("of a guest stands without a profile", async () => {
    const order = anOrder();
    await tell(anOrderPlaced(order, null));
    expect(await theOrder(order.orderId)).toMatchObject({ profileId: null });
    expect(await database.db.profile.count()).toBe(0);
  });

  test("told late in an older state keeps its newer lines", async () => {
    const order = anOrder({ placedAt: daysAgo(2) });
    const edited = { ...order, updatedAt: daysAgo(1), lines: [], totalMinor: 9_00 };
    await tell(anOrderEvent("order_updated", edited));
    await tell(anOrderPlaced(order));
    expect(await theOrder(order.orderId)).toMatchObject({ totalMinor: 9_00n, lines: [] });
  });

  test("that is cancelled, or deleted before it was told, counts for nothing", async () => {
    const order = anOrder({ placedAt: daysAgo(2) });
    const cancelled = { ...order, cancelledAt: daysAgo(1), updatedAt: daysAgo(1) };
    const deletedEarly = anOrder();
    await tell(
      anEvent("order_deleted", { orderId: deletedEarly.orderId }, "deleted", { customerId: null }),
      anOrderPlaced(deletedEarly),
      anOrderPlaced(order),
      anOrderEvent("order_cancelled", cancelled),
    );
    expect(await ada()).toMatchObject({ orderCount: 0, netSpendMinor: 0n, lastOrderAt: null });
  });
});

describe("a refund", () => {
  test("told before its order is taken off when the order comes", async () => {
    const order = anOrder();
    await tell(aRefund("r1", order.orderId, 10_00));
    await tell(anOrderPlaced(order));
    expect((await ada()).netSpendMinor).toBe(14_00n);
  });

  test("told by its order and alone counts once", async () => {
    const order = anOrder();
    const refund = aRefund("r1", order.orderId, 10_00);
    const told = { ...order, updatedAt: NOW, refunds: [refund.payload] } as OrderSnapshot;
    await tell(anOrderPlaced(order), refund, anOrderEvent("order_updated", told));
    expect((await theOrder(order.orderId)).refundedMinor).toBe(10_00n);
  });
});

describe("a checkout", () => {
  test("keeps the link that restores it, sealed", async () => {
    const recoveryUrl = "https://kettle.example/recover";
    await tell(aCheckout("checkout_started", {}, { recoveryUrl }));
    const row = (await database.db.checkout.findFirst())!;
    expect(row).toMatchObject({ profileId: "cada", completedAt: null });
    const place = { table: "checkout", column: "sealed_recovery_url", shopId: SHOP, row: "ck1" };
    expect(deps.keyring.open(row.sealedRecoveryUrl!, place)).toBe(recoveryUrl);
  });

  test("that was completed stays so when an older word comes late", async () => {
    await tell(
      aCheckout("checkout_completed", { updatedAt: hoursAgo(2), completedAt: hoursAgo(2) }),
    );
    await tell(aCheckout("checkout_updated", { updatedAt: hoursAgo(3), totalMinor: 1 }));
    expect(await database.db.checkout.findFirst()).toMatchObject({
      completedAt: hoursAgo(2),
      totalMinor: 24_00n,
    });
  });

  test.each(["before", "after"])("whose cart was told deleted %s it is deleted", async (when) => {
    const deletion = anEvent("checkout_deleted", { token: null, cartToken: "cart1" }, "deleted", {
      customerId: null,
    });
    const events = [aCheckout("checkout_started"), deletion];
    for (const event of when === "after" ? events : events.toReversed()) await tell(event);
    expect((await database.db.checkout.findFirst())!.deletedAt).toEqual(NOW);
  });
});

test("a profile is found by its address, however that is written", async () => {
  const personal = { email: "Ada@Example.com" };
  await tell({ ...anOrderPlaced(anOrder()), personal });
  const [found] = await findProfilesByEmail(database.db, SHOP, " ada@example.COM ", deps);
  expect(found!.profileId).toBe("cada");
  expect(await findProfilesByEmail(database.db, SHOP, "eve@example.com", deps)).toEqual([]);
  expect(await listProfiles(database.db, SHOP, { skip: 0, take: 5 }, deps)).toHaveLength(1);
  expect(await listProfiles(database.db, SHOP, { skip: 1, take: 5 }, deps)).toEqual([]);
});

test("profiles wait for the catalog", async () => {
  await database.db.$transaction((tx) => recordEvents(tx, [anOrderPlaced(anOrder())], deps));
  await project();
  expect(await database.db.profile.count()).toBe(0);
});

describe("whatever the order in which they are told, and how often (F12)", () => {
  const order = anOrder({ orderId: "71", placedAt: daysAgo(9) });
  const second = anOrder({ orderId: "72", placedAt: daysAgo(5), updatedAt: daysAgo(5) });
  const fulfilled = { ...order, updatedAt: daysAgo(7), fulfilledAt: daysAgo(7) };
  const customer = (updatedAt: Date, email: string) =>
    anEvent(
      "customer_updated",
      { locale: "en", countryCode: "GB", createdAt: daysAgo(50), updatedAt, consent: null },
      `customer/ada/updated/${updatedAt.toISOString()}`,
      { personal: { email } },
    );
  const consent = (marketingState: string, changedAt: Date) =>
    anEvent(
      "consent_changed",
      { marketingState, optIn: null, changedAt },
      `consent/ada/${changedAt.toISOString()}/${marketingState}`,
    );
  const events = [
    { ...anOrderPlaced(order), personal: { email: "order@example.com", city: "Bath" } } as AnyEvent,
    anOrderEvent("order_paid", { ...order, updatedAt: daysAgo(8) }),
    anOrderEvent("order_fulfilled", fulfilled),
    anOrderEvent("order_updated", { ...fulfilled, updatedAt: daysAgo(2), totalMinor: 20_00 }),
    aRefund("r1", "71", 5_00),
    anOrderPlaced(second),
    anOrderEvent("order_cancelled", { ...second, cancelledAt: daysAgo(5) }),
    customer(daysAgo(4), "ada.new@example.com"),
    customer(daysAgo(6), "ada.old@example.com"),
    consent("subscribed", daysAgo(6)),
    consent("unsubscribed", daysAgo(3)),
    aCheckout("checkout_started", {}, { recoveryUrl: "https://kettle.example/r" }),
    aCheckout("checkout_updated", { updatedAt: hoursAgo(4), totalMinor: 30_00 }),
    aCheckout("checkout_completed", { updatedAt: hoursAgo(3), completedAt: hoursAgo(3) }),
    anOrderPlaced(anOrder({ orderId: "73", placedAt: daysAgo(1) }), "eve"),
    anEvent("customer_deleted", {}, "customer/eve/deleted", { customerId: "eve" }),
  ];

  async function rows() {
    const { db } = database;
    const byId = { orderBy: { orderId: "asc" } } as const;
    const profiles = await db.profile.findMany({ orderBy: { profileId: "asc" } });
    const checkouts = await db.checkout.findMany();
    return {
      orders: await db.order.findMany({ ...byId, include: { lines: true } }),
      refunds: await db.refund.findMany(byId),
      checkouts: checkouts.map(({ sealedRecoveryUrl, ...row }) => ({
        ...row,
        hasLink: sealedRecoveryUrl !== null,
      })),
      // Two seals of one text differ: what they open to is compared.
      profiles: profiles.map(({ sealedContact, ...row }) => ({
        ...row,
        contact:
          sealedContact && deps.keyring.open(sealedContact, contactPlace(SHOP, row.profileId)),
      })),
    };
  }

  const sorted = (told: Awaited<ReturnType<typeof rows>>) => ({
    ...told,
    profiles: told.profiles.map(({ contact, ...row }) => ({
      ...row,
      contact: contact && (JSON.parse(contact) as object),
    })),
  });

  test("events make the same rows", async () => {
    await tell(...events);
    const expected = sorted(await rows());
    expect(expected.profiles[0]).toMatchObject({
      orderCount: 1,
      netSpendMinor: 15_00n,
      marketingState: "unsubscribed",
      contact: { email: "ada.new@example.com", city: "Bath" },
    });
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 }),
        fc.integer({ min: 1, max: 32 }),
        async (shuffled, sliceSize) => {
          await empty();
          for (let i = 0; i < shuffled.length; i += sliceSize) {
            await tell(...shuffled.slice(i, i + sliceSize));
          }
          expect(sorted(await rows())).toEqual(expected);
        },
      ),
      { numRuns: 30 },
    );
  }, 60_000);
});

test("8,000 orders of 1,500 customers are taken in within eight seconds", async () => {
  const events = Array.from({ length: 8_000 }, (_, i) => {
    const order = anOrder({ orderId: String(90_000 + i), placedAt: hoursAgo(9_000 - i) });
    const lines = Array.from({ length: 10 }, (_, n) => ({
      ...order.lines[0]!,
      lineId: `${i}-${n}`,
    }));
    return anOrderPlaced({ ...order, lines }, String(1 + (i % 1_500)));
  });
  for (let i = 0; i < events.length; i += 1_000) await record(events.slice(i, i + 1_000));
  expect(await cpuSeconds(project)).toBeLessThan(8);
  expect(await database.db.orderLine.count()).toBe(80_000);
}, 60_000);
