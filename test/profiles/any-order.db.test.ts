import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { AnyEvent } from "~/events/event";
import { ProfileId } from "~/lib/profile-id";
import { contactLocation } from "~/profiles/contact";
import { anOrder, anOrderPlaced, daysAgo, hoursAgo, SHOP } from "../support/builders";
import { openProfileBench, type ProfileBench } from "./profile-bench";
import { aCheckout, anEvent, anOrderEvent, aRefund } from "./events";
import { propertyRuns } from "../support/property-runs";

let bench: ProfileBench;
beforeAll(async () => {
  bench = await openProfileBench();
});
afterAll(() => bench.database.close());
beforeEach(() => bench.empty());

describe("any order and number of deliveries (F12)", () => {
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
    anOrderEvent("order_canceled", { ...second, cancelledAt: daysAgo(5) }),
    customer(daysAgo(4), "ada.new@example.com"),
    customer(daysAgo(6), "ada.old@example.com"),
    consent("subscribed", daysAgo(6)),
    consent("unsubscribed", daysAgo(3)),
    aCheckout("checkout_started", {}, { recoveryUrl: "https://kettle.example/r" }),
    aCheckout("checkout_updated", { updatedAt: hoursAgo(4), totalMinor: 30_00 }),
    aCheckout("checkout_completed", { updatedAt: hoursAgo(3), completedAt: hoursAgo(3) }),
    aCheckout("checkout_updated", { updatedAt: hoursAgo(2) }),
    anOrderPlaced(anOrder({ orderId: "73", placedAt: daysAgo(1) }), "eve"),
    anEvent("customer_deleted", {}, "customer/eve/deleted", { customerId: "eve" }),
  ];

  async function rows() {
    const { db } = bench.database;
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
      // Sealing a text twice gives different bytes, so compare the opened values.
      profiles: profiles.map(({ sealedContact, ...row }) => ({
        ...row,
        contact:
          sealedContact &&
          bench.deps.keyring.open(
            sealedContact,
            contactLocation(SHOP, ProfileId.parse(row.profileId)),
          ),
      })),
    };
  }

  const sorted = (stored: Awaited<ReturnType<typeof rows>>) => ({
    ...stored,
    profiles: stored.profiles.map(({ contact, ...row }) => ({
      ...row,
      contact: contact && (JSON.parse(contact) as object),
    })),
  });

  test("produces the same rows", async () => {
    await bench.receive(...events);
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
          await bench.empty();
          for (let i = 0; i < shuffled.length; i += sliceSize) {
            await bench.receive(...shuffled.slice(i, i + sliceSize));
          }
          expect(sorted(await rows())).toEqual(expected);
        },
      ),
      { numRuns: propertyRuns(30) },
    );
  });
});
