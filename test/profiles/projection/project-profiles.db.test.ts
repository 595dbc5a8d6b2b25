import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { recordEvents } from "~/events/event-store.server";
import type { OrderSnapshot } from "~/events/event";
import { findProfile, findProfilesByEmail, listProfiles } from "~/profiles/profile-store.server";
import { anOrder, anOrderPlaced, daysAgo, hoursAgo, NOW, SHOP } from "../../support/builders";
import { openProfileBench, type ProfileBench } from "../profile-bench";
import { aCheckout, anEvent, anOrderEvent, aRefund } from "../events";

let bench: ProfileBench;
beforeAll(async () => {
  bench = await openProfileBench();
});
afterAll(() => bench.database.close());
beforeEach(() => bench.empty());

const ada = async () => (await findProfile(bench.database.db, SHOP, "cada", bench.deps))!;
const theOrder = (orderId: string) =>
  bench.database.db.order.findUniqueOrThrow({
    where: { shopId_orderId: { shopId: SHOP, orderId } },
    include: { lines: true },
  });

describe("an order", () => {
  test("creates the profile of an unknown customer and updates its summary", async () => {
    const personal = { email: "ada@example.com", firstName: "Ada" };
    await bench.receive({ ...anOrderPlaced(anOrder({ placedAt: daysAgo(3) })), personal });
    expect(await ada()).toMatchObject({
      customerId: "ada",
      contact: { email: "ada@example.com", firstName: "Ada" },
      orderCount: 1,
      netSpendMinor: 24_00n,
      lastOrderAt: daysAgo(3),
      createdAt: daysAgo(3),
      traits: { affinities: [{ productType: "Trays", share: 1 }], priceBands: { low: 1 } },
    });
    expect(bench.deps.announced.map((it) => it.fact)).toEqual(["profiles_projected"]);
  });

  test("with an extreme quantity and price does not fail", async () => {
    const highest = BigInt(Number.MAX_SAFE_INTEGER);
    const shop = { lowPrice: highest, highPrice: highest };
    await bench.database.db.shop.update({ where: { shopId: SHOP }, data: shop });
    const [line] = anOrder().lines;
    const lines = [{ ...line!, quantity: 2_147_483_647, netMinor: 0 }];
    await bench.receive(anOrderPlaced(anOrder({ lines })));
    expect(await ada()).toMatchObject({ orderCount: 1 });
  });

  test("by a guest has no profile", async () => {
    const order = anOrder();
    await bench.receive(anOrderPlaced(order, null));
    expect(await theOrder(order.orderId)).toMatchObject({ profileId: null });
    expect(await bench.database.db.profile.count()).toBe(0);
  });

  test("keeps newer lines when an older state arrives late", async () => {
    const order = anOrder({ placedAt: daysAgo(2) });
    const edited = { ...order, updatedAt: daysAgo(1), lines: [], totalMinor: 9_00 };
    await bench.receive(anOrderEvent("order_updated", edited));
    await bench.receive(anOrderPlaced(order));
    expect(await theOrder(order.orderId)).toMatchObject({ totalMinor: 9_00n, lines: [] });
  });

  test("keeps the tags of its visit, which only webhooks report", async () => {
    const utm = { source: "google", medium: "cpc", campaign: null };
    const order = anOrder({ placedAt: daysAgo(2), utm });
    await bench.receive(anOrderPlaced(order));
    const { utm: _utm, ...reconciled } = { ...order, updatedAt: daysAgo(1) };
    await bench.receive(anOrderEvent("order_updated", reconciled));
    expect(await theOrder(order.orderId)).toMatchObject({
      ...{ utmSource: "google", utmMedium: "cpc", utmCampaign: null },
      sourceUpdatedAt: daysAgo(1),
    });
  });

  test("that is canceled or deleted before its first event is not counted", async () => {
    const order = anOrder({ placedAt: daysAgo(2) });
    const canceled = { ...order, cancelledAt: daysAgo(1), updatedAt: daysAgo(1) };
    const deletedEarly = anOrder();
    await bench.receive(
      anEvent("order_deleted", { orderId: deletedEarly.orderId }, "deleted", { customerId: null }),
      anOrderPlaced(deletedEarly),
      anOrderPlaced(order),
      anOrderEvent("order_canceled", canceled),
    );
    expect(await ada()).toMatchObject({ orderCount: 0, netSpendMinor: 0n, lastOrderAt: null });
  });
});

describe("a refund", () => {
  test("that arrives before its order is subtracted once the order arrives", async () => {
    const order = anOrder();
    await bench.receive(aRefund("r1", order.orderId, 10_00));
    await bench.receive(anOrderPlaced(order));
    expect((await ada()).netSpendMinor).toBe(14_00n);
  });

  test("reported by its order and separately counts once", async () => {
    const order = anOrder();
    const refund = aRefund("r1", order.orderId, 10_00);
    const updated = { ...order, updatedAt: NOW, refunds: [refund.payload] } as OrderSnapshot;
    await bench.receive(anOrderPlaced(order), refund, anOrderEvent("order_updated", updated));
    expect((await theOrder(order.orderId)).refundedMinor).toBe(10_00n);
  });
});

describe("a checkout", () => {
  test("keeps the link that restores it, sealed", async () => {
    const recoveryUrl = "https://kettle.example/recover";
    await bench.receive(aCheckout("checkout_started", {}, { recoveryUrl }));
    const row = (await bench.database.db.checkout.findFirst())!;
    expect(row).toMatchObject({ profileId: "cada", completedAt: null });
    const place = { table: "checkout", column: "sealed_recovery_url", shopId: SHOP, row: "ck1" };
    expect(bench.deps.keyring.open(row.sealedRecoveryUrl!, place)).toBe(recoveryUrl);
  });

  test("stays completed when an older event arrives late", async () => {
    await bench.receive(
      aCheckout("checkout_completed", { updatedAt: hoursAgo(2), completedAt: hoursAgo(2) }),
    );
    await bench.receive(aCheckout("checkout_updated", { updatedAt: hoursAgo(3), totalMinor: 1 }));
    expect(await bench.database.db.checkout.findFirst()).toMatchObject({
      completedAt: hoursAgo(2),
      totalMinor: 24_00n,
    });
  });

  test.each(["before", "after"])(
    "is deleted when its cart's deletion arrives %s it",
    async (when) => {
      const deletion = anEvent("checkout_deleted", { token: null, cartToken: "cart1" }, "deleted", {
        customerId: null,
      });
      const events = [aCheckout("checkout_started"), deletion];
      for (const event of when === "after" ? events : events.toReversed())
        await bench.receive(event);
      expect((await bench.database.db.checkout.findFirst())!.deletedAt).toEqual(NOW);
    },
  );
});

test("finds a profile by its email address in any case", async () => {
  const personal = { email: "Ada@Example.com" };
  await bench.receive({ ...anOrderPlaced(anOrder()), personal });
  const [found] = await findProfilesByEmail(
    bench.database.db,
    SHOP,
    " ada@example.COM ",
    bench.deps,
  );
  expect(found!.profileId).toBe("cada");
  expect(await findProfilesByEmail(bench.database.db, SHOP, "eve@example.com", bench.deps)).toEqual(
    [],
  );
  expect(
    await listProfiles(bench.database.db, SHOP, { skip: 0, take: 5 }, bench.deps),
  ).toHaveLength(1);
  expect(await listProfiles(bench.database.db, SHOP, { skip: 1, take: 5 }, bench.deps)).toEqual([]);
});

test("profiles wait for the catalog", async () => {
  await bench.database.db.$transaction((tx) =>
    recordEvents(tx, [anOrderPlaced(anOrder())], bench.deps),
  );
  await bench.project();
  expect(await bench.database.db.profile.count()).toBe(0);
});
