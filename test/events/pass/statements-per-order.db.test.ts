import { afterAll, beforeAll, expect, test } from "vitest";
import { projectCatalogJob } from "~/catalog/project-catalog.job.server";
import type { Deps } from "~/deps.server";
import { drainInboxJob } from "~/events/inbox/drain-inbox.job.server";
import type { Event } from "~/events/event";
import { recordEvents } from "~/events/event-store.server";
import { recordWebhooks } from "~/events/inbox/inbox-store.server";
import { installFlowLibrary } from "~/flows/library/install-library.job.server";
import { JOBS } from "~/job-registry.server";
import type { JobName } from "~/jobs/job.server";
import { profileIdOfCustomer } from "~/lib/profile-id";
import { scoreProfilesJob } from "~/predictions/scores/score-profiles.job.server";
import { trainPredictionsJob } from "~/predictions/training/train-predictions.job.server";
import { ordersOf, storeOrders } from "../../predictions/builders";
import { openProfileBench, type ProfileBench } from "../../profiles/profile-bench";
import { daysAgo, NOW, SHOP } from "../../support/builders";
import { countStatements, type StatementCount } from "../../support/count-statements";
import { storeMessage } from "../../support/stored-rows";
import { bodyOf } from "../shopify-fixtures";

const { signal } = new AbortController();
let bench: ProfileBench;
let statements: StatementCount;
const woken: JobName[] = [];

beforeAll(async () => {
  bench = await openProfileBench();
  const { db } = bench.database;
  await storeOrders(db, ordersOf(30));
  await db.$transaction((tx) => installFlowLibrary(tx, SHOP, daysAgo(60)));
  await db.flow.updateMany({ data: { status: "live" } });
  const deps = { db, ...bench.deps };
  await trainPredictionsJob.run(SHOP, deps, signal);
  while ((await scoreProfilesJob.run(SHOP, deps, signal)).more);
  statements = countStatements();
});
afterAll(async () => {
  statements.end();
  await bench.database.close();
});

const passJob = JOBS.find(({ name }) => name === projectCatalogJob.name)!;

function passDeps(): Deps {
  const { db } = bench.database;
  const wakeAll = (name: JobName) => {
    woken.push(name);
    return Promise.resolve();
  };
  return { ...bench.deps, db, queue: { ...bench.deps.queue, wakeAll } } as unknown as Deps;
}

/** Receives an order of a known customer, and runs both of its jobs. */
async function placeOrder(orderId: number): Promise<{ inbox: number; pass: number }> {
  const { db } = bench.database;
  const deps = passDeps();
  const body = bodyOf("orders/create");
  const order = {
    ...body,
    id: orderId,
    admin_graphql_api_id: `gid://shopify/Order/${orderId}`,
    customer: { ...(body["customer"] as object), id: 1 },
  };
  const webhook = {
    shopId: SHOP,
    webhookId: `order-${orderId}`,
    topic: "orders/create",
    eventId: null,
    apiVersion: "2026-10",
    triggeredAt: NOW,
    receivedAt: NOW,
    body: new TextEncoder().encode(JSON.stringify(order)),
  };
  await db.$transaction((tx) => recordWebhooks(tx, [webhook], deps));
  statements.take();
  await drainInboxJob.run(SHOP, deps, signal);
  const inbox = statements.take();
  await passJob.run(SHOP, deps, signal);
  return { inbox, pass: statements.take() };
}

/**
 * Of at most 40 for an order: to receive its webhook takes 3, to fetch and complete the first of these two jobs 2, and a check
 * of the keys in use 1. More need a reason.
 */
const MAX_STATEMENTS = { inbox: 5, pass: 18 };

test("a single order takes few statements, from its webhook through all stages", async ({
  skip,
}) => {
  if (bench.database.driver.kind === "pglite") skip("they are counted at PostgreSQL's connections");
  await placeOrder(9_001);
  woken.length = 0;
  expect(await placeOrder(9_002)).toEqual(MAX_STATEMENTS);
  expect(woken).toEqual([]);
  const { db } = bench.database;
  const { orderCount } = await db.profile.findFirstOrThrow({ where: { customerId: "1" } });
  expect(orderCount).toBeGreaterThan(2);
});

/** Of at most 20 for an email. */
const MAX_STATEMENTS_OF_SENT = 4;

test("the event of a sent email takes few statements through all stages", async ({ skip }) => {
  if (bench.database.driver.kind === "pglite") skip("they are counted at PostgreSQL's connections");
  const { db } = bench.database;
  for (const messageId of ["first", "second"]) {
    await storeMessage(db, profileIdOfCustomer("1"), { messageId });
    const sent: Event<"email_sent"> = {
      shopId: SHOP,
      source: "kindred",
      sourceId: `message/${messageId}/sent`,
      kind: "email_sent",
      customerId: "1",
      occurredAt: NOW,
      payload: { messageId, flowId: null, stepId: null },
      personal: null,
    };
    await db.$transaction((tx) => recordEvents(tx, [sent], bench.deps));
    await db.reportRollupQueue.deleteMany();
    statements.take();
    await passJob.run(SHOP, passDeps(), signal);
    const count = statements.take();
    if (messageId === "second") expect(count).toBe(MAX_STATEMENTS_OF_SENT);
    expect(await db.reportRollupQueue.count()).toBe(1);
  }
});
