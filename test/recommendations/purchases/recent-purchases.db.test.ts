import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "~/db.server";
import type { AnyEvent, OrderSnapshot } from "~/events/event";
import { advanceCursor, findLastSeq, recordEvents } from "~/events/event-store.server";
import { projectProfilesJob } from "~/profiles/projection/project-profiles.job.server";
import type { PastPurchase } from "~/recommendations/purchases/purchase";
import { listPastPurchases } from "~/recommendations/purchases/purchase-store.server";
import { listPurchasesWithNewEvents } from "~/recommendations/purchases/recent-purchase-store.server";
import { anEvent } from "../../profiles/events";
import { anOrder, createShop, NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import { propertyRuns } from "../../support/property-runs";
import { purchasesOf } from "../naive-facts";

const CUSTOMER = "ada";
const MINUTE_MS = 60_000;
const deps = createTestDeps();
let database: Database;

beforeAll(async () => {
  database = await openTestDatabase();
  await createShop(database.db);
});
afterAll(() => database.close());

/** The states of an order of one or two products, the last one last; each is an event. */
const orderStates = fc
  .record({
    minutesAgo: fc.integer({ min: 100, max: 10_000 }),
    customerId: fc.constantFrom(CUSTOMER, CUSTOMER, "eve"),
    productIds: fc.array(fc.constantFrom("1", "2", null), { minLength: 1, maxLength: 2 }),
    then: fc.array(fc.constantFrom("paid", "changed", "canceled", "refunded"), { maxLength: 2 }),
    isTest: fc.constantFrom(false, false, false, true),
  })
  .map(({ minutesAgo, customerId, productIds, then, isTest }) => (orderId: string): AnyEvent[] => {
    const placedAt = new Date(NOW.getTime() - minutesAgo * MINUTE_MS);
    let order: OrderSnapshot = anOrder({
      orderId,
      placedAt,
      test: isTest,
      lines: productIds.map((productId, n) => aLine(`${orderId}-${n}`, productId)),
    });
    const receive = (kind: AnyEvent["kind"], n: number) =>
      anEvent(kind, order, `order/${orderId}/${n}`, { customerId, occurredAt: order.updatedAt });
    const events = [receive("order_placed", 0)];
    then.forEach((what, n) => {
      const updatedAt = new Date(placedAt.getTime() + (n + 1) * MINUTE_MS);
      const isCanceled = what === "canceled";
      order = {
        ...order,
        updatedAt,
        ...(isCanceled && { cancelledAt: updatedAt }),
        ...(what === "changed" && { lines: [aLine(`${orderId}-9`, "3")] }),
        ...(what === "refunded" && { refunds: [aWholeRefund(order, updatedAt)] }),
      };
      events.push(receive(isCanceled ? "order_canceled" : "order_updated", n + 1));
    });
    return events;
  });

const aLine = (lineId: string, productId: string | null) => ({
  lineId,
  productId,
  variantId: null,
  title: "Tray",
  quantity: 1,
  netMinor: 8_00,
});

const aWholeRefund = ({ orderId, totalMinor }: OrderSnapshot, refundedAt: Date) => ({
  refundId: orderId,
  orderId,
  amountMinor: totalMinor,
  currency: "GBP",
  refundedAt,
});

/** Orders received in any order, the first of the events already projected. */
const story = fc
  .array(orderStates, { minLength: 1, maxLength: 6 })
  .map((orders) => orders.flatMap((statesOf, n) => statesOf(String(n))))
  .chain((events) =>
    fc.record({
      events: fc.shuffledSubarray(events, { minLength: events.length }),
      foldedCount: fc.nat({ max: events.length }),
    }),
  );

test("events count the same before and after their projection, in any order", async () => {
  const { db } = database;
  await fc.assert(
    fc.asyncProperty(story, async ({ events, foldedCount }) => {
      await db.event.deleteMany();
      await db.cursor.deleteMany();
      await db.order.deleteMany();
      await db.refund.deleteMany();
      await receive(events.slice(0, foldedCount));
      await foldIn();
      await receive(events.slice(foldedCount));

      const expected = await listPurchasesWithNewEvents(db, SHOP, CUSTOMER);
      expect(comparable(expected)).toEqual(comparable(knownTheLongWay(events)));
      await foldIn();
      const folded = await listPastPurchases(db, SHOP, [`c${CUSTOMER}`]);
      expect(expected).toEqual(folded.get(`c${CUSTOMER}`) ?? []);
      expect(await listPurchasesWithNewEvents(db, SHOP, CUSTOMER)).toEqual(expected);
    }),
    { numRuns: propertyRuns(25) },
  );

  async function receive(events: readonly AnyEvent[]): Promise<void> {
    await db.$transaction((tx) => recordEvents(tx, events, deps));
  }

  async function foldIn(): Promise<void> {
    await advanceCursor(db, SHOP, "catalog", await findLastSeq(db, SHOP));
    await projectProfilesJob.run(SHOP, { ...deps, db }, new AbortController().signal);
  }
});

/** From the events alone: test orders and lines without a product do not count. */
function knownTheLongWay(events: readonly AnyEvent[]): PastPurchase[] {
  const real = events.filter(({ payload }) => !(payload as OrderSnapshot).test);
  const refunds = real.flatMap(({ payload }) =>
    (payload as OrderSnapshot).refunds.map((it) => anEvent("order_refunded", it, it.refundId)),
  );
  return purchasesOf([...real, ...refunds], CUSTOMER).filter(({ productId }) => productId !== "");
}

const comparable = (purchases: readonly PastPurchase[]) =>
  purchases
    .map(({ productId, at, returned }) => `${at.toISOString()} ${productId} ${returned}`)
    .sort();
