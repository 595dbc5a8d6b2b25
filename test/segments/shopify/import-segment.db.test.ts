import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { projectCatalogJob } from "~/catalog/project-catalog.job.server";
import { recordEvents } from "~/events/event-store.server";
import { customerEvents } from "~/events/from-shopify/customer";
import { eventsFromWebhook } from "~/events/from-shopify/from-shopify";
import { installShop } from "~/events/lifecycle/install-shop.server";
import { ShopId } from "~/lib/shop-id";
import { answerSegmentRequest } from "~/pages/segments/answer-request.server";
import { projectProfilesJob } from "~/profiles/projection/project-profiles.job.server";
import { saveSegment } from "~/segments/editing/save-segment.server";
import { findSegment } from "~/segments/members/segment-store.server";
import { sweepSegmentsJob } from "~/segments/members/sweep-segments.job.server";
import { applyReportedChangesJob } from "~/segments/shopify/apply-reported-changes.job.server";
import { importSegment } from "~/segments/shopify/import-segment.server";
import { listShopifySegments } from "~/segments/shopify/shopify-segments.server";
import { syncShopifyMembersJob } from "~/segments/shopify/sync-shopify-members.job.server";
import { adminGraphql } from "~/shopify/admin-graphql.server";
import { segmentSubscriptions } from "~/shopify/operations/webhook-subscriptions";
import { createEdgeDeps, signIn, startShopifyForTests } from "../../events/test-shop";
import { smallStore } from "../../shopify-tests/small-store";
import { openTestDatabase } from "../../support/database";
import { dueShopsOf } from "../../support/due-shops";
import { createProfile } from "../../support/rows";

const SHOP = ShopId.parse("acme.myshopify.com");
const START = new Date("2026-06-01T00:00:00Z");
const DAY_MS = 86_400_000;
const [SUBSCRIBERS, TAGGED] = ["901", "950"];
const { signal } = new AbortController();

let database: Database;
let bed: Awaited<ReturnType<typeof startShopifyForTests>>;
let deps: ReturnType<typeof createDeps>;
let now: Date;

function createDeps() {
  const edge = createEdgeDeps(database);
  const config = { ...edge.config, publicUrl: "https://kindred.example.com" };
  return { ...edge, config, now: () => now };
}

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
  deps = createDeps();
  await database.db.event.deleteMany();
  await database.db.shop.deleteMany();
  await bed.control.install(SHOP);
  await signIn(SHOP, await bed.control.idToken(SHOP), deps);
  await installShop(SHOP, deps);
  await bed.control.play(SHOP, [
    {
      kind: "segment_saved",
      segment: { id: TAGGED, name: "Tagged", query: "customer_tags CONTAINS 'vip'" },
    },
    tagged("201", ["vip"]),
    tagged("202", []),
  ]);
  for (const customerId of ["201", "202"]) {
    await createProfile(database.db, deps.keyring, { shopId: SHOP, customerId });
  }
});

const tagged = (customerId: string, tags: string[]) =>
  ({ kind: "customer_updated", customerId, change: { tags } }) as const;
const take = () => syncShopifyMembersJob.run(SHOP, deps, signal);
const taken = async (id = TAGGED) => (await importSegment(SHOP, id, deps)) ?? "";
const membersOf = async (segmentId: string) =>
  (await database.db.segmentMember.findMany({ where: { segmentId } }))
    .map(({ profileId }) => profileId)
    .sort();
const moves = async () =>
  (
    await database.db.event.findMany({
      where: { kind: { in: ["segment_joined", "segment_left"] } },
      orderBy: { seq: "asc" },
    })
  ).map(({ kind, customerId }) => `${kind} ${customerId ?? ""}`);

test("lists the shop's Shopify segments with the result of an import", async () => {
  const listed = await listShopifySegments(database.db, SHOP, deps);
  const rows = listed.kind === "listed" ? listed.rows : [];
  expect(rows.map(({ shopifySegmentId }) => shopifySegmentId)).toEqual([
    "901",
    "902",
    "903",
    "950",
  ]);
  expect(rows[0]).toMatchObject({
    rule: { kind: "all", of: [{ kind: "consent", states: ["subscribed"] }] },
    because: null,
    segmentId: null,
  });
  expect(rows[1]?.because).toEqual({ code: "orders", attribute: "number_of_orders" });
});

test("imports a translatable segment as a rule and evaluates it", async () => {
  const segmentId = await taken(SUBSCRIBERS);
  expect(await findSegment(database.db, SHOP, segmentId)).toMatchObject({
    name: "Email subscribers",
    rule: { kind: "all", of: [{ kind: "consent", states: ["subscribed"] }] },
    origin: { shopifySegmentId: SUBSCRIBERS, because: null },
  });
  expect(deps.announced.at(-1)?.fact).toBe("segment_changed");
  while ((await sweepSegmentsJob.run(SHOP, deps, signal)).more);
  expect(await membersOf(segmentId)).toEqual(["c201", "c202"]);
  expect(await dueShopsOf(syncShopifyMembersJob, database.db, now)).toEqual([]);
});

test("adds a number when the name is taken", async () => {
  const rule = { kind: "all", of: [{ kind: "has_address" }] };
  await saveSegment(SHOP, null, { name: "tagged", rule }, deps);
  expect(await findSegment(database.db, SHOP, await taken())).toMatchObject({ name: "Tagged 2" });
});

test("imports any other segment with its members and the reason, without join events", async () => {
  const segmentId = await taken();
  expect(await dueShopsOf(syncShopifyMembersJob, database.db, now)).toEqual([SHOP]);
  await take();
  expect(await membersOf(segmentId)).toEqual(["c201"]);
  expect(await moves()).toEqual([]);
  expect(await findSegment(database.db, SHOP, segmentId)).toMatchObject({
    rule: null,
    memberCount: 1,
    evaluatedAt: START,
    origin: { because: { code: "tags", attribute: "customer_tags" } },
  });
});

test("reads a list again after a day and records joins and leaves", async () => {
  const segmentId = await taken();
  await take();
  await bed.control.play(SHOP, [tagged("201", []), tagged("202", ["vip"])]);
  now = new Date(START.getTime() + DAY_MS - 1);
  expect(await dueShopsOf(syncShopifyMembersJob, database.db, now)).toEqual([]);
  now = new Date(START.getTime() + DAY_MS);
  await take();
  expect(await membersOf(segmentId)).toEqual(["c202"]);
  expect((await moves()).sort()).toEqual(["segment_joined 202", "segment_left 201"]);
});

test("importing a segment again keeps the same segment and reads it at once", async () => {
  const segmentId = await taken();
  await take();
  await bed.control.play(SHOP, [tagged("202", ["vip"])]);
  expect(await taken()).toBe(segmentId);
  await take();
  expect(await membersOf(segmentId)).toEqual(["c201", "c202"]);
  expect(await database.db.segment.count({ where: { shopId: SHOP } })).toBe(1);
});

test("keeps the members of a list that was deleted in Shopify and stops reading it", async () => {
  const segmentId = await taken();
  await take();
  await bed.control.play(SHOP, [{ kind: "segment_deleted", segmentId: TAGGED }]);
  now = new Date(START.getTime() + DAY_MS);
  await take();
  expect(await membersOf(segmentId)).toEqual(["c201"]);
  expect(await findSegment(database.db, SHOP, segmentId)).toMatchObject({
    nextRunAt: null,
    origin: { stoppedBecause: "deleted" },
  });
  expect(await importSegment(SHOP, TAGGED, deps)).toBeNull();
});

test("keeps a list unchanged while Shopify is unreachable and retries after an hour", async () => {
  const segmentId = await taken();
  await take();
  now = new Date(START.getTime() + DAY_MS);
  await database.db.shopifySession.deleteMany({ where: { shopId: SHOP } });
  await take();
  expect(await membersOf(segmentId)).toEqual(["c201"]);
  const { nextRunAt } = (await findSegment(database.db, SHOP, segmentId)) ?? {};
  expect(nextRunAt?.getTime()).toBe(now.getTime() + 3_600_000);
});

/** Records Shopify's report of a change, and applies it with the other new events. */
async function report(change: "joined" | "left", customerId: string, at = now) {
  const found = eventsFromWebhook({
    ...{ shopId: SHOP, topic: `customer.${change}_segment`, currency: "GBP", now },
    ...{ triggeredAt: at, headerTriggeredAt: at },
    body: {
      customerId: `gid://shopify/Customer/${customerId}`,
      segmentId: `gid://shopify/Segment/${TAGGED}`,
    },
  });
  const events = found.kind === "events" ? found.events : [];
  await database.db.$transaction((tx) => recordEvents(tx, events, deps));
  await apply();
}
async function apply() {
  for (const job of [projectCatalogJob, projectProfilesJob, applyReportedChangesJob]) {
    while ((await job.run(SHOP, deps, signal)).more);
  }
}
const subscriptions = async () =>
  (await adminGraphql(SHOP, segmentSubscriptions, { after: null }, deps)).webhookSubscriptions
    .nodes;

test("subscribes to a list's joins and leaves once, and ends it with the segment", async () => {
  const segmentId = await taken();
  await take();
  await taken();
  await take();
  const filter = `segmentId:"gid://shopify/Segment/${TAGGED}"`;
  expect(await subscriptions()).toMatchObject([
    { topic: "CUSTOMER_JOINED_SEGMENT", filter },
    { topic: "CUSTOMER_LEFT_SEGMENT", filter },
  ]);
  expect(await findSegment(database.db, SHOP, segmentId)).toMatchObject({
    origin: { isFollowed: true },
  });
  await answerSegmentRequest(SHOP, segmentId, { kind: "delete" }, deps);
  expect(await subscriptions()).toEqual([]);
});

test("reads a list once a day if Shopify refuses to report its changes", async () => {
  await bed.control.setFaults({ webhooks: { refuseSubscriptions: 1 } });
  const segmentId = await taken();
  await take();
  expect(await membersOf(segmentId)).toEqual(["c201"]);
  expect(await findSegment(database.db, SHOP, segmentId)).toMatchObject({
    nextRunAt: new Date(START.getTime() + DAY_MS),
    origin: { isFollowed: false },
  });
});

test("follows a list by the latest report of each customer, in any order", async () => {
  const segmentId = await taken();
  await take();
  now = new Date(START.getTime() + 60_000);
  await report("joined", "202");
  expect(await membersOf(segmentId)).toEqual(["c201", "c202"]);
  expect(await findSegment(database.db, SHOP, segmentId)).toMatchObject({ memberCount: 2 });
  await report("left", "202", new Date(now.getTime() - 1_000));
  await report("left", "201");
  expect(await membersOf(segmentId)).toEqual(["c202"]);
  expect(await moves()).toEqual(["segment_joined 202", "segment_left 201"]);
});

test("ignores a report from before the last read", async () => {
  const segmentId = await taken();
  now = new Date(START.getTime() + DAY_MS);
  await take();
  await report("left", "201", new Date(now.getTime() - 1));
  expect(await membersOf(segmentId)).toEqual(["c201"]);
});

test("adds a customer whom Shopify reports before it reports that they exist", async () => {
  const segmentId = await taken();
  await take();
  await report("joined", "203");
  expect(await membersOf(segmentId)).toEqual(["c201"]);
  const none = { locale: null, countryCode: null, consent: null };
  const customer = { ...none, createdAt: now, updatedAt: now };
  const [created] = customerEvents("customer_created", "203", customer, null, SHOP);
  await database.db.$transaction((tx) => recordEvents(tx, created ? [created] : [], deps));
  await apply();
  expect(await membersOf(segmentId)).toEqual(["c201", "c203"]);
});

test("keeps what was reported during the read", async () => {
  const segmentId = await taken();
  await report("joined", "202");
  await take();
  expect(await membersOf(segmentId)).toEqual(["c201", "c202"]);
});
