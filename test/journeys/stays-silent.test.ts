import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { openStage, type Stage } from "../support/stage";

const line = { productId: "1000003", variantId: "1000103", quantity: 1 };
/** One customer for each rule, so that none stands in another's way. */
const ORDERED_FIRST = "1001000";
const UNSUBSCRIBES = "1001001";
const TOLD_TEN_TIMES = "1001002";
const WITHDRAWS = "1001003";

let stage: Stage;
let database: Database | undefined;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(async () => {
  await database?.close();
  await stage.close();
});

test("an order that is told before its checkout keeps the flow silent", async () => {
  const shop = stage.shops[0]!;
  await stage.control.setFaults({
    webhooks: { topics: ["checkouts/create", "checkouts/update"], delay: 2, delayMs: 500 },
  });
  await stage.control.play(shop, [
    {
      kind: "checkout_created",
      checkout: { token: "bought", customerId: ORDERED_FIRST, lines: [line] },
    },
    { kind: "checkout_completed", token: "bought" },
  ]);
  await stage.control.idle();
  await stage.control.clearFaults();
  await stage.advance(0.1);
  await stage.advance(3);
  expect(await mailsTo(ORDERED_FIRST)).toEqual([]);
});

test("one webhook told ten times at once is one event and one mail", async () => {
  const shop = stage.shops[0]!;
  await stage.control.setFaults({
    webhooks: { topics: ["checkouts/create"], duplicate: 1, copies: 10 },
  });
  await stage.control.play(
    shop,
    [
      {
        kind: "checkout_created",
        checkout: { token: "ten", customerId: TOLD_TEN_TIMES, lines: [line] },
      },
    ],
    { wait: true },
  );
  await stage.control.clearFaults();
  const told = (await stage.control.webhookLog({ topic: "checkouts/create" })).filter(
    ({ status }) => status === 200,
  );
  expect(told.length).toBeGreaterThanOrEqual(10);
  await stage.advance(0.1);
  await stage.advance(2.5);
  expect(await mailsTo(TOLD_TEN_TIMES)).toHaveLength(1);
});

test("who unsubscribes between two mails gets no other", async () => {
  const shop = stage.shops[0]!;
  await stage.control.play(
    shop,
    [
      {
        kind: "checkout_created",
        checkout: { token: "first", customerId: UNSUBSCRIBES, lines: [line] },
      },
    ],
    { wait: true },
  );
  await stage.advance(0.1);
  await stage.advance(2.5);
  const [mail] = await mailsTo(UNSUBSCRIBES);
  expect(mail).toBeDefined();

  const page = await fetch(mail!.unsubscribeUrl);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain("Stop mail from");
  const answer = await fetch(mail!.unsubscribeUrl, {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams({ "List-Unsubscribe": "One-Click" }),
  });
  expect(answer.status).toBe(200);
  await stage.advance(0.1);
  await stage.advance(30);
  expect(await mailsTo(UNSUBSCRIBES)).toHaveLength(1);
  const { marketing } = await stage.control.record(shop, "customers", UNSUBSCRIBES);
  expect(marketing.state).toBe("UNSUBSCRIBED");
});

test("who withdraws consent while a mail is planned is skipped with that reason", async () => {
  const shop = stage.shops[0]!;
  // Quiet hours hold the mail back until the morning; consent is withdrawn at night.
  const now = new Date((await stage.control.clock()).now);
  const evening = new Date(now);
  evening.setUTCHours(20, 0, 0, 0);
  if (evening <= now) evening.setUTCDate(evening.getUTCDate() + 1);
  await stage.control.setClock({ storeAt: evening.toISOString(), rate: 0 });
  await stage.control.play(
    shop,
    [
      {
        kind: "checkout_created",
        checkout: { token: "night", customerId: WITHDRAWS, lines: [line] },
      },
    ],
    { wait: true },
  );
  await stage.advance(0.1);
  await stage.advance(3);
  expect(await mailsTo(WITHDRAWS)).toEqual([]);
  await stage.control.play(
    shop,
    [{ kind: "consent_changed", customerId: WITHDRAWS, state: "UNSUBSCRIBED" }],
    {
      wait: true,
    },
  );
  await stage.advance(0.1);
  await stage.advance(12);
  expect(await mailsTo(WITHDRAWS)).toEqual([]);
});

test("what was kept back, and why, stands in the database; nothing of it twice", async () => {
  database = await stage.openDatabase();
  const { db } = database;
  const ten = await db.event.findMany({
    where: { kind: "checkout_started", sourceId: { contains: "/ten/" } },
  });
  expect(ten).toHaveLength(1);
  expect(await db.inboxEntry.findMany({ where: { state: { in: ["waiting", "dead"] } } })).toEqual(
    [],
  );
  const runs = await db.enrollment.findMany({
    where: { profileId: `c${ORDERED_FIRST}`, flowId: "abandoned-checkout" },
  });
  expect(runs.filter(({ state }) => state === "active")).toEqual([]);
  const kept = await db.message.findMany({
    where: { profileId: `c${WITHDRAWS}`, flowId: "abandoned-checkout" },
  });
  expect(kept.map(({ state }) => state)).not.toContain("sent");
});

const mailsTo = async (customerId: string) =>
  (await stage.mails()).filter(({ to }) => to === `customer-${customerId}@example.com`);
