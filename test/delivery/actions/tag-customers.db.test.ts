import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { tagCustomersJob } from "~/delivery/actions/tag-customers.job.server";
import { installShop } from "~/events/lifecycle/install-shop.server";
import { installFlowLibrary } from "~/flows/library/install-library.job.server";
import { ShopId } from "~/lib/shop-id";
import { createEdgeDeps, signIn, startShopifyForTests } from "../../events/test-shop";
import { smallStore } from "../../shopify-tests/small-store";
import { openTestDatabase } from "../../support/database";
import { FLOW_ID, storeEnrollment, storeProfile } from "../../support/stored-rows";

const SHOP = ShopId.parse("acme.myshopify.com");
const CUSTOMER = "201";
/** Customers that Shopify no longer has. */
const FORMER = "202";
const START = new Date("2026-06-01T00:00:00Z");

let database: Database;
let bed: Awaited<ReturnType<typeof startShopifyForTests>>;
let deps: ReturnType<typeof createEdgeDeps>;
let now: Date;

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
  const { db } = database;
  deps = { ...createEdgeDeps(database), now: () => now };
  await db.event.deleteMany();
  await db.shop.deleteMany();
  await bed.control.clearFaults();
  await bed.control.install(SHOP);
  await signIn(SHOP, await bed.control.idToken(SHOP), deps);
  await installShop(SHOP, deps);
  await db.$transaction((tx) => installFlowLibrary(tx, SHOP, START));
  await db.flow.updateMany({ where: { flowId: FLOW_ID }, data: { status: "live" } });
  for (const id of [CUSTOMER, FORMER]) await storeProfile(db, deps.keyring, id, { shopId: SHOP });
  await bed.control.clearLogs();
});

const run = () => tagCustomersJob.run(SHOP, deps, new AbortController().signal);
const tagsAt = async () => (await bed.control.record(SHOP, "customers", CUSTOMER)).tags;
const calls = async () => (await bed.control.graphqlLog()).map((it) => it.operation);
const theAction = () => database.db.flowAction.findFirstOrThrow({ where: { shopId: SHOP } });

/** An enrollment that has reached a tag step. */
async function reach(change: "add" | "remove", tag: string, customerId = CUSTOMER): Promise<void> {
  const profileId = `c${customerId}`;
  const enrollmentId = await storeEnrollment(database.db, profileId, {
    shopId: SHOP,
    objectKey: change,
  });
  await database.db.flowAction.create({
    data: {
      ...{ shopId: SHOP, actionId: change, enrollmentId, flowId: FLOW_ID, flowVersion: 1 },
      ...{ stepId: "tag-1", profileId, kind: "tag", state: "due" },
      action: { kind: "tag", stepId: "tag-1", change, tag },
      ...{ plannedAt: START, nextRunAt: START },
    },
  });
}

describe("a step that tags", () => {
  test("adds its tag to the customer's tags, and removes it again", async () => {
    const before = await tagsAt();
    await reach("add", "collector");
    await run();
    expect(await tagsAt()).toEqual([...before, "collector"]);
    expect(await theAction()).toMatchObject({ state: "done", endedAt: START });
    await reach("remove", "collector");
    await run();
    expect(await tagsAt()).toEqual(before);
    await run();
    expect(await calls()).toEqual(["TagsAdd", "TagsRemove"]);
  });

  test("is retried after a Shopify outage and tags the customer once", async () => {
    await reach("add", "regular");
    await bed.control.setFaults({ graphql: { fail: 100, failStatus: 503 } });
    await run();
    expect(await theAction()).toMatchObject({ state: "due", lastError: "upstream" });
    await bed.control.clearFaults();
    now = new Date(START.getTime() + 60_000);
    await run();
    expect(await theAction()).toMatchObject({ state: "done" });
    expect((await tagsAt()).filter((tag: string) => tag === "regular")).toHaveLength(1);
  });

  test("gives up when Shopify does not know the customer", async () => {
    await bed.control.play(SHOP, [{ kind: "customer_deleted", customerId: FORMER }]);
    await reach("add", "collector", FORMER);
    await run();
    expect(await theAction()).toMatchObject({ state: "failed", lastError: "refused_by_shopify" });
  });

  test("skips a profile without a Shopify customer", async () => {
    await reach("add", "collector");
    await database.db.profile.updateMany({ data: { customerId: null } });
    await run();
    expect(await calls()).toEqual([]);
    expect(await theAction()).toMatchObject({ state: "skipped", lastError: "customer_unknown" });
  });
});
