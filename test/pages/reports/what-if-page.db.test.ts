import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { trialOf } from "~/experiments/optimization/experiment";
import { saveExperiment } from "~/experiments/optimization/experiment-store.server";
import { getWhatIfPage } from "~/pages/reports/what-if-page.server";
import { createShop, daysAgo, NOW, OTHER_SHOP, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { emptyTables, FLOW_ID, storeShopWithFlows } from "../../support/stored-rows";

let database: Database;

beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(async () => {
  await emptyTables(database.db);
  await storeShopWithFlows(database.db);
});
afterAll(() => database.close());

const pageOf = (key: string | null = null) => getWhatIfPage(database.db, SHOP, key, NOW);

/** Emails of a flow on a day, as counted for reports. */
async function countSent(flowId: string, sent: number, day: Date) {
  const none = { delivered: 0, bounced: 0, complained: 0, unsubscribed: 0, orders: 0 };
  const clicks = { opened: 0, openedByPeople: 0, clicked: 0, clickedByPeople: 0 };
  await database.db.emailCount.create({
    data: {
      ...{ shopId: SHOP, day, flowId, stepId: "email-1", version: 1, sent },
      ...{ ...none, ...clicks, grossMinor: 0n, refundedMinor: 0n },
    },
  });
}

test("has no questions before the first email", async () => {
  expect(await pageOf()).toEqual({ currency: "GBP", questions: [], chosen: null, answer: null });
});

test("asks about flows by emails sent, the variants of their emails, and all email", async () => {
  await countSent(FLOW_ID, 20, daysAgo(5));
  await countSent("welcome", 60, daysAgo(30));
  await countSent("win-back", 900, daysAgo(200));
  const email = { flowId: FLOW_ID, stepId: "email-1" };
  await saveExperiment(
    database.db,
    SHOP,
    { ...email, kind: "layout", variants: trialOf("products_first"), isHeld: false },
    NOW,
  );
  const { questions } = await pageOf();
  expect(questions.map(({ key }) => key)).toEqual([
    "flow_off/welcome",
    `flow_off/${FLOW_ID}`,
    `variant/layout/${FLOW_ID}/email-1/products_first`,
    `variant/layout/${FLOW_ID}/email-1/own`,
    ...["email_off", "discount"],
  ]);
  expect(questions[2]).toMatchObject({ flow: "Abandoned checkout", emailNumber: 1, of: "layout" });
});

test("answers a listed question only, with days of the shop's time zone", async () => {
  await countSent(FLOW_ID, 20, daysAgo(5));
  const key = `flow_off/${FLOW_ID}`;
  const { chosen, answer } = await pageOf(key);
  const dayOf = (at: Date) => at.toISOString().slice(0, 10);
  expect(chosen?.key).toBe(key);
  expect(answer).toEqual({
    ...{ kind: "no_draws", days: 7, from: dayOf(daysAgo(97)), to: dayOf(daysAgo(7)) },
  });
  expect(await pageOf("flow_off/another")).toMatchObject({ chosen: null, answer: null });
});

test("answers about a flow that sent nothing, which links from its own page ask for", async () => {
  await countSent(FLOW_ID, 20, daysAgo(5));
  const { chosen, answer } = await pageOf("flow_off/welcome");
  expect(chosen).toMatchObject({ kind: "flow_off" });
  expect(answer).toMatchObject({ kind: "no_draws" });
});

test("shows nothing of another shop", async () => {
  await createShop(database.db, OTHER_SHOP);
  await countSent(FLOW_ID, 20, daysAgo(5));
  const { questions } = await getWhatIfPage(database.db, OTHER_SHOP, null, NOW);
  expect(questions).toEqual([]);
});
