import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import type { AnyEvent } from "~/events/event";
import { advanceCursor, recordEvents } from "~/events/event-store.server";
import { attributeOrdersJob } from "~/feedback/attribute-orders.job.server";
import { anId, anOrder, anOrderPlaced, createShop, hoursAgo, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { createTestDeps } from "../support/deps";
import { createOrderRow, createProfile, createSentMessage } from "../support/rows";
import { propertyRuns } from "../support/property-runs";

let database: Database;
let deps: ReturnType<typeof createTestDeps> & { db: Database["db"] };
let profileId: string;
let customerId: string;

beforeAll(async () => {
  database = await openTestDatabase();
  await createShop(database.db);
});
afterAll(() => database.close());

beforeEach(async () => {
  deps = { ...createTestDeps(), db: database.db };
  ({ profileId, customerId } = await createProfile(deps.db, deps.keyring));
});

/** Records the events, runs the previous stage, and runs the job. */
async function receive(events: readonly AnyEvent[]): Promise<void> {
  await deps.db.$transaction(async (tx) => {
    await recordEvents(tx, events, deps);
    const { _max } = await tx.event.aggregate({ where: { shopId: SHOP }, _max: { seq: true } });
    await advanceCursor(tx, SHOP, "profiles", _max.seq ?? 0n);
  });
  while ((await attributeOrdersJob.run(SHOP, deps, new AbortController().signal)).more);
}

async function clickAt(at: Date, kind: "human" | "machine" = "human") {
  const messageId = await createSentMessage(deps.db, {
    profileId,
    sentAt: new Date(at.getTime() - 3_600_000),
  });
  const eventId = anId();
  await deps.db.engagementEvent.create({
    data: { shopId: SHOP, eventId, messageId, linkIndex: 0, occurredAt: at, classification: kind },
  });
  const event: AnyEvent = {
    shopId: SHOP,
    source: "kindred",
    sourceId: `engagement/${eventId}`,
    kind: "email_clicked",
    customerId,
    occurredAt: at,
    payload: { messageId, flowId: null, stepId: null, linkIndex: 0, classification: kind },
    personal: null,
  };
  return { messageId, event };
}

async function orderAt(placedAt: Date) {
  const orderId = await createOrderRow(deps.db, { profileId, placedAt });
  return { orderId, event: anOrderPlaced(anOrder({ orderId, placedAt }), customerId) };
}

const credits = () =>
  deps.db.attribution.findMany({ where: { shopId: SHOP, profileId }, orderBy: { orderId: "asc" } });

describe("attributing orders", () => {
  test("credits an order to the click before it", async () => {
    const click = await clickAt(hoursAgo(3));
    const order = await orderAt(hoursAgo(1));
    await receive([click.event, order.event]);
    expect(await credits()).toMatchObject([
      { orderId: order.orderId, messageId: click.messageId, grossMinor: 24_00n, refundedMinor: 0n },
    ]);
  });

  test("attributes an order to a click that arrives later", async () => {
    const order = await orderAt(hoursAgo(1));
    await receive([order.event]);
    expect(await credits()).toEqual([]);
    const click = await clickAt(hoursAgo(3));
    await receive([click.event]);
    expect(await credits()).toMatchObject([{ messageId: click.messageId }]);
  });

  test("gives no credit to a machine's click", async () => {
    const click = await clickAt(hoursAgo(3), "machine");
    const order = await orderAt(hoursAgo(1));
    await receive([click.event, order.event]);
    expect(await credits()).toEqual([]);
  });

  test("reduces credit after a refund and removes it after a cancellation", async () => {
    const click = await clickAt(hoursAgo(3));
    const order = await orderAt(hoursAgo(2));
    await receive([click.event, order.event]);
    const key = { shopId_orderId: { shopId: SHOP, orderId: order.orderId } };

    await deps.db.order.update({ where: key, data: { refundedMinor: 10_00 } });
    const refund = {
      refundId: anId(),
      orderId: order.orderId,
      amountMinor: 10_00,
      currency: "GBP",
      refundedAt: hoursAgo(1),
    };
    await receive([
      {
        ...order.event,
        kind: "order_refunded",
        sourceId: `refund/${refund.refundId}`,
        payload: refund,
      },
    ]);
    expect(await credits()).toMatchObject([{ grossMinor: 24_00n, refundedMinor: 10_00n }]);

    await deps.db.order.update({ where: key, data: { cancelledAt: hoursAgo(0) } });
    await receive([
      { ...order.event, kind: "order_canceled", sourceId: `order/${order.orderId}/x` } as AnyEvent,
    ]);
    expect(await credits()).toEqual([]);
  });

  test("uses the merchant's window", async () => {
    await deps.db.settings.upsert({
      where: { shopId: SHOP },
      create: { shopId: SHOP, sending: { attributionWindowHours: 24 }, updatedAt: hoursAgo(0) },
      update: { sending: { attributionWindowHours: 24 } },
    });
    const click = await clickAt(hoursAgo(30));
    const order = await orderAt(hoursAgo(1));
    await receive([click.event, order.event]);
    expect(await credits()).toEqual([]);
    await deps.db.settings.delete({ where: { shopId: SHOP } });
  });

  test("attributes the same for any order of events", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 23 }), async (permutation) => {
        ({ profileId, customerId } = await createProfile(deps.db, deps.keyring));
        const first = await clickAt(hoursAgo(60));
        const second = await clickAt(hoursAgo(40));
        const early = await orderAt(hoursAgo(50));
        const late = await orderAt(hoursAgo(10));
        for (const event of permute([first, second, early, late], permutation))
          await receive([event.event]);
        const earned = new Map((await credits()).map((it) => [it.orderId, it.messageId]));
        expect(earned.get(early.orderId)).toBe(first.messageId);
        expect(earned.get(late.orderId)).toBe(second.messageId);
      }),
      { numRuns: propertyRuns(12) },
    );
  });

  test("attributes each order to one message with its value", async () => {
    const anAct = fc.record({
      what: fc.constantFrom("click", "machine", "order"),
      hours: fc.integer({ min: 1, max: 200 }),
      again: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(anAct, { minLength: 1, maxLength: 6 }), async (acts) => {
        ({ profileId, customerId } = await createProfile(deps.db, deps.keyring));
        const events: AnyEvent[] = [];
        const clicks: number[] = [];
        const orders: number[] = [];
        for (const { what, hours, again } of acts) {
          const at = hoursAgo(hours);
          const { event } =
            what === "order"
              ? await orderAt(at)
              : await clickAt(at, what === "machine" ? "machine" : "human");
          if (what === "order") orders.push(hours);
          if (what === "click") clicks.push(hours);
          events.push(event, ...(again ? [event] : []));
        }
        for (const event of events) await receive([event]);
        const earned = await credits();
        // By hand: an order counts after a human click within the preceding five days.
        const worth = orders.filter((placed) =>
          clicks.some((clicked) => clicked >= placed && clicked - placed <= 120),
        );
        expect(earned).toHaveLength(worth.length);
        expect(new Set(earned.map(({ orderId }) => orderId)).size).toBe(worth.length);
        const order = await deps.db.order.findFirst({ where: { shopId: SHOP, profileId } });
        const total = earned.reduce((sum, { grossMinor }) => sum + grossMinor, 0n);
        expect(total).toBe(BigInt(worth.length) * (order?.totalMinor ?? 0n));
      }),
      { numRuns: propertyRuns(15) },
    );
  });
});

/** The `n`-th permutation of four elements, 0 ≤ n < 24. */
function permute<T>(items: readonly T[], n: number): T[] {
  const rest = [...items];
  const out: T[] = [];
  for (let size = rest.length; size > 0; size--) {
    out.push(...rest.splice(n % size, 1));
    n = Math.floor(n / size);
  }
  return out;
}
