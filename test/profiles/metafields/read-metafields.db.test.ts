import { afterAll, beforeAll, expect, test } from "vitest";
import { projectCatalogJob } from "~/catalog/project-catalog.job.server";
import type { Database } from "~/db.server";
import { runBackfillJob } from "~/events/backfill/run-backfill.job.server";
import { advanceCursor } from "~/events/event-store.server";
import { installShop } from "~/events/lifecycle/install-shop.server";
import { isShopDue } from "~/jobs/due-shops.server";
import { profileIdOfCustomer } from "~/lib/profile-id";
import { ShopId } from "~/lib/shop-id";
import { loadMetafieldsPage } from "~/pages/segments/metafields-page.server";
import { saveMetafields } from "~/pages/segments/save-metafields.server";
import { eraseCustomer } from "~/privacy/erase-customer.server";
import { listCustomerProperties } from "~/profiles/customer-property-store.server";
import {
  findMetafieldProgress,
  findMetafieldSlice,
  recordMetafields,
  selectShopsWithDueMetafields,
} from "~/profiles/metafields/metafield-store.server";
import { readMetafieldsJob } from "~/profiles/metafields/read-metafields.job.server";
import { projectProfilesJob } from "~/profiles/projection/project-profiles.job.server";
import { saveSegment } from "~/segments/editing/save-segment.server";
import { sweepSegmentsJob } from "~/segments/members/sweep-segments.job.server";
import { updateMembershipsJob } from "~/segments/members/update-memberships.job.server";
import { createEdgeDeps, signIn, startShopifyForTests } from "../../events/test-shop";
import { smallStore } from "../../shopify-tests/small-store";
import { openTestDatabase } from "../../support/database";
import { waitFor } from "../../support/wait-for";

const SHOP = ShopId.parse("acme.myshopify.com");
const START = new Date("2026-06-01T00:00:00Z");
const HOUR_MS = 3_600_000;
const [ADA, EVE] = ["201", "202"] as const;
const { signal } = new AbortController();
/** All attempts of one call. */
const ATTEMPTS = 6;

let database: Database;
let bed: Awaited<ReturnType<typeof startShopifyForTests>>;
let deps: ReturnType<typeof createEdgeDeps> & { now: () => Date };
let now = START;

const define = (key: string, type: string) => ({
  kind: "metafield_defined" as const,
  definition: { namespace: "custom", key, name: key.toUpperCase(), type },
});

beforeAll(async () => {
  database = await openTestDatabase();
  bed = await startShopifyForTests(smallStore());
  deps = { ...createEdgeDeps(database), now: () => now };
  await bed.control.install(SHOP);
  await bed.control.grantScopes(SHOP, ["read_customers", "read_orders", "read_products"]);
  await signIn(SHOP, await bed.control.idToken(SHOP), deps);
  await installShop(SHOP, deps);
  await waitFor("the end of the back-fill", async () => {
    await runBackfillJob.run(SHOP, deps, signal);
    const states = await database.db.backfill.findMany({ select: { state: true } });
    now = new Date(+now + 1000);
    return states.every(({ state }) => state === "done") ? true : null;
  });
  while ((await projectCatalogJob.run(SHOP, deps, signal)).more);
  while ((await projectProfilesJob.run(SHOP, deps, signal)).more);
  await bed.control.play(SHOP, [
    define("tier", "single_line_text_field"),
    define("points", "number_integer"),
    define("likes", "list.single_line_text_field"),
    define("story", "multi_line_text_field"),
  ]);
});
afterAll(async () => {
  await bed.stop();
  await database.close();
});

const set = (customerId: string, key: string, value: string | null) =>
  bed.control.play(SHOP, [{ kind: "metafield_set", customerId, namespace: "custom", key, value }]);
const isDue = () => isShopDue(database.db, SHOP, selectShopsWithDueMetafields(now));
async function read() {
  while ((await readMetafieldsJob.run(SHOP, deps, signal)).more);
}
async function propertiesOf(customerId: string) {
  const found = await listCustomerProperties(database.db, SHOP, profileIdOfCustomer(customerId));
  return Object.fromEntries(found.map(({ name, value }) => [name, value]));
}
/** Shopify reports a changed customer, without metafields. */
async function reportChange(customerId: string) {
  const [event] = await database.db.$queryRaw<[{ seq: bigint }]>`
    insert into event (shop_id, source, source_id, kind, customer_id, occurred_at, recorded_at, payload)
    select shop_id, source, source_id || '/again/' || ${String(+now)}, 'customer_updated',
      customer_id, occurred_at, recorded_at, payload
    from event where shop_id = ${SHOP} and customer_id = ${customerId}
      and kind in ('customer_created', 'customer_updated') limit 1
    returning seq`;
  await database.db.$transaction((tx) => advanceCursor(tx, SHOP, "profiles", event.seq));
}
const follow = (...followed: string[]) => saveMetafields(SHOP, { followed }, deps);

test("a metafield that Shopify changes moves its customer into a segment", async () => {
  expect(await isDue()).toBe(false);
  const { offered } = await loadMetafieldsPage(database.db, SHOP, deps);
  expect(offered?.map(({ id, kind }) => [id, kind])).toEqual([
    ["custom.likes", { can: "follow", reading: "list" }],
    ["custom.points", { can: "follow", reading: "number" }],
    ["custom.story", { can: "refuse", because: "long_text" }],
    ["custom.tier", { can: "follow", reading: "text" }],
  ]);
  expect(await follow("custom.story")).toMatchObject({ error: "gone" });
  expect(await follow("custom.unknown")).toMatchObject({ error: "gone" });
  expect(await follow(...Array.from({ length: 11 }, (_, i) => `custom.${i}`))).toMatchObject({
    error: "gone",
  });

  await set(ADA, "tier", "Gold");
  await set(ADA, "likes", '["Tea","Mugs"]');
  await set(EVE, "points", "90");
  expect(await follow("custom.tier", "custom.points", "custom.likes")).toMatchObject({
    error: null,
  });
  expect(await isDue()).toBe(true);
  await read();
  expect(await isDue()).toBe(false);
  expect(await propertiesOf(ADA)).toEqual({
    "metafield.custom.tier": "Gold",
    "metafield.custom.likes": "Tea\nMugs",
  });
  expect(await propertiesOf(EVE)).toEqual({ "metafield.custom.points": "90" });

  const rule = {
    kind: "any",
    of: [
      { kind: "flow_property", name: "metafield.custom.likes", values: ["Mugs"] },
      {
        ...{ kind: "flow_property", name: "metafield.custom.points", values: [] },
        as: { kind: "number", comparison: "at_least", value: 100 },
      },
    ],
  };
  const saved = await saveSegment(SHOP, null, { name: "Keen", rule }, deps);
  while ((await sweepSegmentsJob.run(SHOP, deps, signal)).more);
  const members = async () => {
    while ((await updateMembershipsJob.run(SHOP, deps, signal)).more);
    const rows = await database.db.segmentMember.findMany({ orderBy: { profileId: "asc" } });
    return rows.map(({ profileId }) => profileId);
  };
  expect(saved.kind).toBe("saved");
  expect(await members()).toEqual([`c${ADA}`]);

  now = new Date(+now + HOUR_MS);
  await set(EVE, "points", "120");
  await reportChange(EVE);
  expect(await isDue()).toBe(true);
  await read();
  expect(await members()).toEqual([`c${ADA}`, `c${EVE}`]);

  // Without a report, the daily reading notices the change.
  now = new Date(+now + 25 * HOUR_MS);
  await set(ADA, "likes", null);
  expect(await isDue()).toBe(true);
  await read();
  expect(await members()).toEqual([`c${EVE}`]);
});

test("another choice during a reading reads all customers again", async () => {
  await follow("custom.tier");
  const begun = (await findMetafieldProgress(database.db, SHOP))!;
  const slice = await findMetafieldSlice(database.db, SHOP, begun, { now, limit: 1 });
  now = new Date(+now + 1000);
  await follow("custom.tier", "custom.points");
  await database.db.$transaction((tx) =>
    recordMetafields(tx, SHOP, { slice: slice!, values: [] }, now),
  );
  const progress = await findMetafieldProgress(database.db, SHOP);
  expect(progress).toMatchObject({ readAfter: null, nextReadAt: now });
  expect((await loadMetafieldsPage(database.db, SHOP, deps)).isReading).toBe(true);
  await read();
  expect((await loadMetafieldsPage(database.db, SHOP, deps)).isReading).toBe(false);
});

test("a failure does not postpone the reading of metafields that were chosen meanwhile", async () => {
  await follow("custom.tier");
  await read();
  now = new Date(+now + 25 * HOUR_MS);
  await bed.control.setFaults({ graphql: { fail: 1 } });
  let isChosen = false;
  const chooseOthers = async () => {
    if (isChosen) return;
    isChosen = true;
    await follow("custom.points");
    await bed.control.setFaults({ graphql: { fail: ATTEMPTS - 1 } });
  };
  await readMetafieldsJob.run(SHOP, { ...deps, pause: chooseOthers }, signal);
  expect(isChosen).toBe(true);
  expect(await isDue()).toBe(true);
});

test("values leave with their metafield and with their customer", async () => {
  await set(ADA, "tier", "Silver");
  await set(EVE, "tier", "Gold");
  await follow("custom.tier", "custom.points");
  await read();
  expect(await propertiesOf(EVE)).toEqual({
    "metafield.custom.points": "120",
    "metafield.custom.tier": "Gold",
  });
  await follow("custom.tier");
  await read();
  expect(await propertiesOf(EVE)).toEqual({ "metafield.custom.tier": "Gold" });

  const erasure = { customerId: EVE, email: null, orderIds: [], requestKey: "r1" };
  await eraseCustomer(SHOP, erasure, deps);
  await follow("custom.tier");
  await read();
  expect(await propertiesOf(EVE)).toEqual({});
  expect(await database.db.profileProperty.count({ where: { profileId: `c${EVE}` } })).toBe(0);
  expect(await propertiesOf(ADA)).toMatchObject({ "metafield.custom.tier": "Silver" });

  await follow();
  await read();
  expect(await propertiesOf(ADA)).toEqual({});
  expect(await isDue()).toBe(false);
});
