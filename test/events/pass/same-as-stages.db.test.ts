import { afterAll, beforeAll, expect, test } from "vitest";
import { projectCatalogJob } from "~/catalog/project-catalog.job.server";
import { recordConsentsJob } from "~/delivery/opt-in/record-consents.job.server";
import type { Deps } from "~/deps.server";
import type { AnyEvent } from "~/events/event";
import { recordEvents } from "~/events/event-store.server";
import { attributeOrdersJob } from "~/feedback/attribute-orders.job.server";
import { enrollProfilesJob } from "~/flows/enrollment/enroll-profiles.job.server";
import { installFlowLibrary } from "~/flows/library/install-library.job.server";
import { JOBS } from "~/job-registry.server";
import type { JobName } from "~/jobs/job.server";
import { scoreProfilesJob } from "~/predictions/scores/score-profiles.job.server";
import { projectProfilesJob } from "~/profiles/projection/project-profiles.job.server";
import { joinVisitorsJob } from "~/profiles/visitors/join-visitors.job.server";
import { updateMembershipsJob } from "~/segments/members/update-memberships.job.server";
import { applyReportedChangesJob } from "~/segments/shopify/apply-reported-changes.job.server";
import { openProfileBench, type ProfileBench } from "../../profiles/profile-bench";
import { aCheckout, anEvent, anOrderEvent, aRefund } from "../../profiles/events";
import { anOrder, anOrderPlaced, daysAgo, hoursAgo, NOW, SHOP } from "../../support/builders";

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

const ORDER = anOrder({ orderId: "1", placedAt: hoursAgo(5), checkoutToken: "t1" });
const CHANGED = { ...ORDER, updatedAt: hoursAgo(4), totalMinor: 30_00, lines: [] };
const LATER = anOrder({ orderId: "2", placedAt: hoursAgo(1) });
const ADA = { customerId: "ada" };

const leftCheckout = (token: string, startedAt: Date): AnyEvent => ({
  ...aCheckout("checkout_started", {
    ...{ token, startedAt, cartToken: null, updatedAt: startedAt },
    lines: [
      {
        ...{ productId: "501", variantId: "601", title: "Cedar tray", variantTitle: null },
        ...{ quantity: 1, netMinor: 24_00 },
      },
    ],
  }),
  ...{ ...ADA, sourceId: `checkout/${token}`, occurredAt: startedAt },
});

/** A customer's days, in slices as they might be recorded. */
const STORY: readonly (readonly AnyEvent[])[] = [
  [
    anEvent(
      "customer_created",
      {
        locale: "en",
        countryCode: "GB",
        createdAt: daysAgo(50),
        updatedAt: daysAgo(50),
        consent: null,
      },
      "customer/ada",
      { ...ADA, personal: { email: "ada@example.com" } },
    ),
    anEvent(
      "consent_changed",
      { marketingState: "subscribed", optIn: null, changedAt: daysAgo(49) },
      "consent/ada",
      ADA,
    ),
    leftCheckout("t1", hoursAgo(7)),
  ],
  [leftCheckout("t2", hoursAgo(6))],
  [anOrderPlaced(ORDER)],
  [anOrderEvent("order_updated", CHANGED), anOrderPlaced(LATER, "eve")],
  [aRefund("r1", "1", 5_00)],
  [anEvent("order_deleted", { orderId: "2" }, "order/2/deleted")],
  [
    anEvent(
      "consent_changed",
      { marketingState: "unsubscribed", optIn: null, changedAt: hoursAgo(0.5) },
      "consent/ada/2",
      ADA,
    ),
  ],
];

/** The jobs that read these events, stage by stage. */
const STAGES = [
  projectCatalogJob,
  projectProfilesJob,
  joinVisitorsJob,
  scoreProfilesJob,
  updateMembershipsJob,
  applyReportedChangesJob,
  enrollProfilesJob,
  attributeOrdersJob,
  recordConsentsJob,
];
const withPass = JOBS.find(({ name }) => name === projectCatalogJob.name)!;
const { signal } = new AbortController();

/** Records the story and projects each of its slices. */
async function live(project: (deps: Deps) => Promise<void>) {
  const { db } = bench.database;
  await bench.empty();
  await db.consentEntry.deleteMany();
  const woken: JobName[] = [];
  const wakeAll = (name: JobName) => {
    woken.push(name);
    return Promise.resolve();
  };
  const deps = { ...bench.deps, db, queue: { ...bench.deps.queue, wakeAll } } as unknown as Deps;
  for (const events of STORY) {
    await db.$transaction((tx) => recordEvents(tx, events, bench.deps));
    await project(deps);
  }
  return { woken, rows: await readRows() };
}

async function readRows() {
  const { db } = bench.database;
  const last = (await db.event.aggregate({ _max: { seq: true } }))._max.seq;
  const cursors = await db.cursor.findMany({ orderBy: { consumer: "asc" } });
  return {
    orders: await db.order.findMany({ orderBy: { orderId: "asc" }, include: { lines: true } }),
    refunds: await db.refund.findMany(),
    checkouts: await db.checkout.findMany({
      orderBy: { token: "asc" },
      omit: { sealedRecoveryUrl: true },
    }),
    profiles: await db.profile.findMany({
      orderBy: { profileId: "asc" },
      omit: { sealedContact: true },
    }),
    enrollments: await db.enrollment.findMany({
      orderBy: [{ flowId: "asc" }, { objectKey: "asc" }],
      select: { flowId: true, profileId: true, objectKey: true, state: true, exitReason: true },
    }),
    consents: await db.consentEntry.count(),
    // Without models, the job that scores has no cursor; a pass writes it.
    read: cursors.flatMap(({ consumer, seq }) =>
      seq === last && consumer !== "predictions" ? [consumer] : [],
    ),
  };
}

test("a pass leaves the same rows as its stages one by one, and wakes none of them", async () => {
  const separate = await live(async (deps) => {
    for (const stage of STAGES) while ((await stage.run(SHOP, deps, signal)).more);
  });
  const together = await live(async (deps) => {
    await withPass.run(SHOP, deps, signal);
  });
  expect(together.rows).toEqual(separate.rows);
  expect(together.rows.enrollments.length).toBeGreaterThan(0);
  const stageNames: string[] = STAGES.map(({ name }) => name);
  expect(together.woken.filter((name) => stageNames.includes(name))).toEqual([]);
});
