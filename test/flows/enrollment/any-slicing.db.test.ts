import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AnyEvent } from "~/events/event";
import { advanceEnrollmentsJob } from "~/flows/progress/advance-enrollments.job.server";
import { enrollProfilesJob } from "~/flows/enrollment/enroll-profiles.job.server";
import { installFlowLibrary } from "~/flows/library/install-library.job.server";
import { openProfileBench, type ProfileBench } from "../../profiles/profile-bench";
import { aCheckout, anEvent } from "../../profiles/events";
import { anOrder, anOrderPlaced, daysAgo, hoursAgo, NOW, SHOP } from "../../support/builders";
import { propertyRuns } from "../../support/property-runs";

const CUSTOMERS = ["ada", "eve"];
const { signal } = new AbortController();

let bench: ProfileBench;
beforeAll(async () => {
  bench = await openProfileBench();
  const { db } = bench.database;
  await db.$transaction((tx) => installFlowLibrary(tx, SHOP, daysAgo(60)));
  await db.flow.updateMany({ data: { status: "live" } });
  await db.settings.create({
    data: { shopId: SHOP, sending: { holdoutRate: 0 }, updatedAt: NOW },
  });
});
afterAll(() => bench.database.close());

const LINES = [
  {
    productId: "501",
    variantId: "601",
    title: "Cedar tray",
    variantTitle: null,
    quantity: 1,
    netMinor: 24_00,
  },
];

interface Act {
  readonly does: "touches" | "completes" | "deletes" | "orders" | "refuses" | "agrees";
  readonly customer: number;
  readonly checkout: number;
}
const someAct: fc.Arbitrary<Act> = fc.record({
  does: fc.oneof(
    { weight: 6, arbitrary: fc.constant("touches" as const) },
    {
      weight: 4,
      arbitrary: fc.constantFrom("completes", "deletes", "orders", "refuses", "agrees"),
    },
  ),
  customer: fc.nat({ max: CUSTOMERS.length - 1 }),
  checkout: fc.nat({ max: 2 }),
});

/** Customers' actions, and after how many events the jobs run. */
const someLife = fc.record({
  // In each hour some customers act, a few minutes apart.
  hours: fc.array(fc.array(someAct, { maxLength: 6 }), { minLength: 2, maxLength: 6 }),
  slices: fc.infiniteStream(fc.integer({ min: 1, max: 5 })),
});

const hourAt = (hour: number) => hoursAgo(30 - hour);

/** The events of one hour in order. */
function receiveHour(acts: readonly Act[], hour: number, startedAt: Map<string, Date>): AnyEvent[] {
  return acts.map(({ does, customer: customer, checkout }, i) => {
    const at = new Date(hourAt(hour).getTime() + (i + 1) * 300_000);
    const customerId = CUSTOMERS[customer]!;
    const token = `${customerId}-${checkout}`;
    const key = `${token}/${does}/${at.toISOString()}`;
    const begun = startedAt.get(token) ?? at;
    if (does === "touches" || does === "completes") startedAt.set(token, begun);
    const left = { token, cartToken: null, startedAt: begun, updatedAt: at, lines: LINES };
    const rest = { customerId, occurredAt: at, sourceId: key };
    switch (does) {
      case "touches":
        return { ...aCheckout("checkout_updated", left), ...rest };
      case "completes":
        return { ...aCheckout("checkout_completed", { ...left, completedAt: at }), ...rest };
      case "deletes":
        return anEvent("checkout_deleted", { token, cartToken: null }, key, rest);
      case "orders": {
        const order = anOrder({ orderId: `${hour}${i}`, placedAt: at, checkoutToken: token });
        return { ...anOrderPlaced(order, customerId), ...rest };
      }
      case "refuses":
      case "agrees": {
        const marketingState = does === "agrees" ? "subscribed" : "unsubscribed";
        return anEvent(
          "consent_changed",
          { marketingState, optIn: null, changedAt: at },
          key,
          rest,
        );
      }
    }
  });
}

async function live(
  hours: readonly (readonly Act[])[],
  nextSlice: () => number,
): Promise<{ enrollments: unknown; emails: unknown }> {
  const { db } = bench.database;
  await bench.empty();
  const jobs = { ...bench.deps, db };
  await bench.receive(
    ...CUSTOMERS.flatMap((customerId) => [
      anEvent(
        "customer_created",
        {
          locale: "en",
          countryCode: "GB",
          createdAt: daysAgo(50),
          updatedAt: daysAgo(50),
          consent: null,
        },
        `customer/${customerId}`,
        { customerId, personal: { email: `${customerId}@example.com` } },
      ),
      anEvent(
        "consent_changed",
        { marketingState: "subscribed", optIn: null, changedAt: daysAgo(49) },
        `consent/${customerId}`,
        { customerId },
      ),
    ]),
  );
  const startedAt = new Map<string, Date>();
  // After the last action the clock advances until every enrollment has ended.
  const until = hours.length + 60;
  for (let hour = 0; hour < until; hour++) {
    const events = receiveHour(hours[hour] ?? [], hour, startedAt);
    jobs.now = () => hourAt(hour + 1);
    while (events.length > 0) {
      await bench.receive(...events.splice(0, nextSlice()));
      while ((await enrollProfilesJob.run(SHOP, jobs, signal)).more);
    }
    if (hour < hours.length + 3 || hour % 6 === 0) {
      while ((await advanceEnrollmentsJob.run(SHOP, jobs, signal)).more);
    }
  }
  const enrollments = await db.enrollment.findMany({
    orderBy: [{ flowId: "asc" }, { profileId: "asc" }, { objectKey: "asc" }],
    select: { flowId: true, profileId: true, objectKey: true, state: true, enrolledAt: true },
  });
  const emails = await db.messageStatus.findMany({
    orderBy: [{ flowId: "asc" }, { stepId: "asc" }, { profileId: "asc" }, { plannedAt: "asc" }],
    select: { flowId: true, stepId: true, profileId: true, state: true, plannedAt: true },
  });
  return { enrollments, emails };
}

test("the same profiles enter and leave the same flows and get the same emails for any slicing of events", async () => {
  let entered = 0;
  await fc.assert(
    fc.asyncProperty(someLife, async ({ hours, slices }) => {
      const whole = await live(hours, () => 1_000);
      entered += (whole.enrollments as unknown[]).length;
      const cut = await live(hours, () => slices.next().value as number);
      expect(cut).toEqual(whole);
    }),
    { numRuns: propertyRuns(12) },
  );
  // Lives without events would prove nothing.
  expect(entered).toBeGreaterThan(6);
});
