import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openSharedStage } from "../support/shared-stage";
import type { Stage } from "../support/stage";

const line = { productId: "1000003", variantId: "1000103", quantity: 1 };
/** One customer for each rule, so that none affects another. */
const ORDERED_FIRST = "1001000";
const UNSUBSCRIBES = "1001001";
const REPEATED_TEN_TIMES = "1001002";
const WITHDRAWS = "1001003";

let stage: Stage;
let shop: string;

beforeAll(async () => {
  stage = await openSharedStage();
  shop = stage.shops[0]!;
});
afterAll(() => stage.close());
// Each begins in the morning, away from quiet hours, in any order.
beforeEach(async () => {
  const now = new Date((await stage.control.clock()).now);
  const morning = new Date(now);
  morning.setUTCHours(11, 0, 0, 0);
  if (morning < now) morning.setUTCDate(morning.getUTCDate() + 1);
  await stage.control.setClock({ storeAt: morning.toISOString() });
  await stage.merchants[0]!.waitUntilQuiet();
});

test("sends nothing when the order webhook arrives before its checkout", async () => {
  await stage.control.setFaults({
    webhooks: { topics: ["checkouts/create", "checkouts/update"], reorderWindow: 9 },
  });
  await stage.control.play(shop, [
    {
      kind: "checkout_created",
      checkout: { token: "bought", customerId: ORDERED_FIRST, lines: [line] },
    },
    { kind: "checkout_completed", token: "bought" },
  ]);
  const deliveries = async () =>
    (await stage.control.webhookLog({ topic: "orders/create" })).map(({ status }) => status);
  await expect.poll(deliveries).toContain(200);
  await stage.control.clearFaults();
  await stage.control.idle();
  await stage.advance(0.1);
  await stage.advance(3);
  expect(await emailsTo(ORDERED_FIRST)).toEqual([]);
  const enrollments = await stage.withDatabase((db) =>
    db.enrollment.findMany({
      where: { shopId: shop, profileId: `c${ORDERED_FIRST}`, flowId: "abandoned-checkout" },
    }),
  );
  expect(enrollments.filter(({ state }) => state === "active")).toEqual([]);
  expect(await unsettled()).toEqual([]);
});

test("ten concurrent deliveries of a webhook give one event and one email", async () => {
  await stage.control.setFaults({
    webhooks: { topics: ["checkouts/create"], duplicate: 1, copies: 10 },
  });
  await stage.control.play(
    shop,
    [
      {
        kind: "checkout_created",
        checkout: { token: "ten", customerId: REPEATED_TEN_TIMES, lines: [line] },
      },
    ],
    { wait: true },
  );
  await stage.control.clearFaults();
  const deliveries = (await stage.control.webhookLog({ topic: "checkouts/create" })).filter(
    ({ status }) => status === 200,
  );
  expect(deliveries.length).toBeGreaterThanOrEqual(10);
  await stage.advance(0.1);
  await stage.advance(2.5);
  expect(await emailsTo(REPEATED_TEN_TIMES)).toHaveLength(1);
  const events = await stage.withDatabase((db) =>
    db.event.findMany({
      where: { shopId: shop, kind: "checkout_started", sourceId: { contains: "/ten/" } },
    }),
  );
  expect(events).toHaveLength(1);
  expect(await unsettled()).toEqual([]);
});

test("an unsubscribe between two emails stops the second", async () => {
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
  const [email] = await emailsTo(UNSUBSCRIBES);
  expect(email).toBeDefined();

  const page = await fetch(email!.unsubscribeUrl);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain("Unsubscribe from");
  const answer = await fetch(email!.unsubscribeUrl, {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams({ "List-Unsubscribe": "One-Click" }),
  });
  expect(answer.status).toBe(200);
  await stage.advance(0.1);
  await stage.advance(30);
  expect(await emailsTo(UNSUBSCRIBES)).toHaveLength(1);
  const { marketing } = await stage.control.record(shop, "customers", UNSUBSCRIBES);
  expect(marketing.state).toBe("UNSUBSCRIBED");
});

test("skips a planned email with that reason after a withdrawn consent", async () => {
  // Quiet hours hold the email back until the morning; consent is withdrawn at night.
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
  expect(await emailsTo(WITHDRAWS)).toEqual([]);
  await stage.control.play(
    shop,
    [{ kind: "consent_changed", customerId: WITHDRAWS, state: "UNSUBSCRIBED" }],
    {
      wait: true,
    },
  );
  await stage.advance(0.1);
  await stage.advance(12);
  expect(await emailsTo(WITHDRAWS)).toEqual([]);
  const messages = await stage.withDatabase((db) =>
    db.messageStatus.findMany({
      where: { shopId: shop, profileId: `c${WITHDRAWS}`, flowId: "abandoned-checkout" },
    }),
  );
  expect(messages.map(({ state }) => state)).not.toContain("sent");
});

/** Unprocessed webhooks. */
const unsettled = () =>
  stage.withDatabase((db) =>
    db.inboxEntry.findMany({ where: { shopId: shop, state: { in: ["waiting", "dead"] } } }),
  );
const emailsTo = async (customerId: string) =>
  (await stage.emails()).filter(({ to }) => to === `customer-${customerId}@example.com`);
