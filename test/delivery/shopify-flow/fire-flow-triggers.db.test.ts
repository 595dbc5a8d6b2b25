import { createHmac } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { receiveTriggerUse } from "~/delivery/shopify-flow/receive-trigger-use.server";
import { fireFlowTriggersJob } from "~/delivery/shopify-flow/fire-flow-triggers.job.server";
import type { AnyEvent, EventKind } from "~/events/event";
import { recordEvents } from "~/events/event-store.server";
import { installShop } from "~/events/lifecycle/install-shop.server";
import { ShopId } from "~/lib/shop-id";
import { createEdgeDeps, signIn, startShopifyForTests } from "../../events/test-shop";
import { smallStore } from "../../shopify-tests/small-store";
import { anId } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { dueShopsOf } from "../../support/due-shops";

const SHOP = ShopId.parse("acme.myshopify.com");
const START = new Date("2026-06-01T00:00:00Z");
const CLICKED = "kindred-email-clicked";
const CHURN = "kindred-churn-predicted";

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
  deps = { ...createEdgeDeps(database), now: () => now };
  await database.db.event.deleteMany();
  await database.db.cursor.deleteMany();
  await database.db.schedule.deleteMany();
  await database.db.shop.deleteMany();
  await bed.control.clearFaults();
  await bed.control.install(SHOP);
  await signIn(SHOP, await bed.control.idToken(SHOP), deps);
  await installShop(SHOP, deps);
  countBefore = (await bed.control.flowTriggers(SHOP)).length;
});

/** The number of triggers that Shopify Flow got before the test. */
let countBefore: number;
const newTriggers = async () => (await bed.control.flowTriggers(SHOP)).slice(countBefore);
const run = () => fireFlowTriggersJob.run(SHOP, deps, new AbortController().signal);
const isDue = async () => (await dueShopsOf(fireFlowTriggersJob, database.db, now)).length === 1;

/** Shopify's notice of used triggers. */
function say(handle: string, isUsed: boolean, at = now, secret = "test-secret") {
  const body = JSON.stringify({
    flow_trigger_definition_id: handle,
    has_enabled_flow: isUsed,
    shopify_domain: SHOP,
    timestamp: at,
  });
  const signature = createHmac("sha256", secret).update(body).digest("base64");
  const headers = new Headers({ "x-shopify-hmac-sha256": signature });
  return receiveTriggerUse(headers, Buffer.from(body), deps);
}

function happen(kind: EventKind, payload: object, change: Partial<AnyEvent> = {}) {
  const event = { shopId: SHOP, source: "kindred", sourceId: anId(), customerId: "201" };
  const rest = { kind, payload, occurredAt: now, personal: null, ...change };
  return database.db.$transaction((tx) =>
    recordEvents(tx, [{ ...event, ...rest } as AnyEvent], deps),
  );
}
const click = (change: object = {}) =>
  happen("email_clicked", {
    ...{ messageId: "m1", flowId: null, stepId: null, linkIndex: 0, classification: "human" },
    ...change,
  });

describe("a trigger of Shopify Flow", () => {
  test("fires only while a workflow uses the trigger", async () => {
    await click();
    expect(await isDue()).toBe(false);
    expect(await say(CLICKED, true)).toBe("taken");
    await click();
    await happen("churn_predicted", { rate: 0.9 });
    expect(await isDue()).toBe(true);
    await run();
    expect(await isDue()).toBe(false);
    expect(await newTriggers()).toEqual([
      { handle: CLICKED, payload: { customer_id: 201, "Email of": "Kindred" } },
    ]);
    await say(CLICKED, false);
    await click();
    expect(await isDue()).toBe(false);
    await run();
    expect(await newTriggers()).toHaveLength(1);
  });

  test("sends each of its fields", async () => {
    for (const handle of [CHURN, "kindred-high-intent", "kindred-segment-joined"]) {
      await say(handle, true);
    }
    const segment = { shopId: SHOP, segmentId: "s1", name: "Regulars", version: 1 };
    await database.db.segment.create({ data: { ...segment, createdAt: now, updatedAt: now } });
    await happen("churn_predicted", { rate: 0.834 });
    await happen("intent_predicted", { rate: 0.5 });
    await happen("segment_joined", { segmentId: "s1" });
    await run();
    expect(await newTriggers()).toEqual([
      {
        handle: "kindred-segment-joined",
        payload: { customer_id: 201, "Segment name": "Regulars" },
      },
      { handle: CHURN, payload: { customer_id: 201, Percent: "83" } },
      { handle: "kindred-high-intent", payload: { customer_id: 201, Percent: "50" } },
    ]);
  });

  test("does not fire for machine clicks, anonymous events or old events", async () => {
    await say(CLICKED, true);
    await click({ classification: "machine" });
    await happen(
      "email_clicked",
      { messageId: "m", flowId: null, stepId: null, linkIndex: 0, classification: "human" },
      { customerId: null },
    );
    await click();
    now = new Date(START.getTime() + 4 * 86_400_000);
    await run();
    expect(await newTriggers()).toEqual([]);
    expect(await isDue()).toBe(false);
  });

  test("fires in order and once after Shopify recovers", async () => {
    await say(CHURN, true);
    for (const rate of [0.51, 0.52, 0.53]) await happen("churn_predicted", { rate });
    await bed.control.setFaults({ graphql: { fail: 100, failStatus: 503 } });
    await expect(run()).rejects.toMatchObject({ code: "upstream" });
    expect(await isDue()).toBe(true);
    await bed.control.clearFaults();
    await run();
    await run();
    const percents = (await newTriggers()).map(({ payload }) => payload["Percent"]);
    expect(percents).toEqual(["51", "52", "53"]);
  });

  test("does not delay other triggers when Shopify refuses one", async () => {
    await say(CHURN, true);
    for (const rate of [0.51, 0.52]) await happen("churn_predicted", { rate });
    await bed.control.setFaults({ flow: { refuseTriggers: 1 } });
    await run();
    expect((await newTriggers()).map(({ payload }) => payload["Percent"])).toEqual(["52"]);
    expect(await isDue()).toBe(false);
  });

  test("continues with the next slice", async () => {
    await say(CLICKED, true);
    for (let i = 0; i < 21; i++) await click();
    expect(await run()).toEqual({ more: true });
    expect(await run()).toEqual({ more: false });
    expect(await newTriggers()).toHaveLength(21);
  });
});

describe("Shopify's report of used triggers", () => {
  test("is ignored without a signature or when it cannot be parsed", async () => {
    expect(await say(CLICKED, true, now, "another")).toBe("unsigned");
    const signature = createHmac("sha256", "test-secret").update("{}").digest("base64");
    const headers = new Headers({ "x-shopify-hmac-sha256": signature });
    expect(await receiveTriggerUse(headers, Buffer.from("{}"), deps)).toBe("unreadable");
    await click();
    expect(await isDue()).toBe(false);
  });

  test("ignores an outdated notice", async () => {
    await say(CLICKED, true, new Date(START.getTime() + 2_000));
    await say(CLICKED, false, new Date(START.getTime() + 1_000));
    await click();
    expect(await isDue()).toBe(true);
  });

  test("enables all triggers for an unknown name", async () => {
    await say("0198-a-uuid", true);
    await click();
    await happen("churn_predicted", { rate: 0.9 });
    await run();
    expect((await newTriggers()).map(({ handle }) => handle).sort()).toEqual([CHURN, CLICKED]);
  });

  test("does not fire after the shop uninstalled", async () => {
    await say(CLICKED, true);
    await click();
    await database.db.shop.updateMany({ data: { uninstalledAt: now } });
    expect(await isDue()).toBe(false);
  });
});
