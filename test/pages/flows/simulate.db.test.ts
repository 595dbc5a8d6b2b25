import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { FLOW_LIBRARY } from "~/flows/library/library";
import { simulate } from "~/pages/flows/simulate.server";
import { daysAgo, OTHER_SHOP, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import { storeCheckout, storeOrder } from "../../support/stored-checkout";
import { emptyTables, FLOW_ID, storeProfile, storeShopWithFlows } from "../../support/stored-rows";

let database: Database;
const deps = createTestDeps();

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  const { db } = database;
  await emptyTables(db);
  await storeShopWithFlows(db, SHOP);
  await storeShopWithFlows(db, OTHER_SHOP);
});

const run = (flowId: string, shopId = SHOP) => simulate(database.db, shopId, flowId, deps);

/** A customer who abandoned a checkout this long ago. */
async function leaves(customerId: string, at: Date, shopId = SHOP) {
  const { db } = database;
  const contact = { firstName: "Orla" };
  const profileId = await storeProfile(db, deps.keyring, customerId, { shopId, contact });
  const token = `t${customerId}`;
  await storeCheckout(db, deps.keyring, profileId, {
    token,
    shopId,
    startedAt: at,
    sourceUpdatedAt: at,
  });
  return profileId;
}

test("simulates a draft flow without writing anything", async () => {
  const { db } = database;
  await leaves("1", daysAgo(10));
  const ordering = await leaves("2", daysAgo(9));
  await storeOrder(db, ordering, { placedAt: daysAgo(8.4), checkoutToken: "t2" });
  await leaves("3", daysAgo(45));
  await leaves("4", daysAgo(5), OTHER_SHOP);
  await db.flow.updateMany({ data: { status: "draft" } });

  expect(await run(FLOW_ID)).toMatchObject({
    people: 2,
    emails: 4,
    emailsByStep: { "email-1": 2, "email-2": 1, "email-3": 1 },
    ends: { completed: 1, order_placed: 1 },
    isCut: false,
    // Nobody was held out of it yet.
    effect: null,
    examples: [
      { customerId: "2", name: "Orla", emails: [{ stepId: "email-1" }] },
      { customerId: "1", emails: [{}, {}, {}] },
    ],
  });
  expect(await db.enrollment.count()).toBe(0);
  expect(await db.messageStatus.count()).toBe(0);
});

test("returns null for an unknown flow", async () => {
  expect(await run("none")).toBeNull();
});

test.each(FLOW_LIBRARY.map(({ key }) => key))("%s can be tried in a shop", async (flowId) => {
  const { db } = database;
  const profileId = await leaves("1", daysAgo(10));
  await storeOrder(db, profileId, { placedAt: daysAgo(20), fulfilledAt: daysAgo(19) });
  const outcome = await run(flowId);
  expect(outcome?.emails).toBeGreaterThanOrEqual(0);
});
