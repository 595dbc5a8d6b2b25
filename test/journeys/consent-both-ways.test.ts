import { afterAll, beforeAll, expect, test } from "vitest";
import { openSharedStage } from "../support/shared-stage";
import type { Stage } from "../support/stage";
import { step } from "../support/step";

const HERE = "1001000";
const THERE = "1001001";
const CROSSING = "1001002";
const LINE = { productId: "1000003", variantId: "1000103", quantity: 2 };

let stage: Stage;
let shop: string;
const unsubscribeUrls = new Map<string, string>();

beforeAll(async () => {
  stage = await openSharedStage({ flows: ["abandoned-checkout"] });
  shop = stage.shops[0]!;
});
afterAll(() => stage.close());

const consentAtShopify = async (customerId: string) =>
  (await stage.control.record(shop, "customers", customerId)).marketing.state;
/** By the email client's button: one click, without a page. */
const unsubscribe = (customerId: string) =>
  fetch(unsubscribeUrls.get(customerId)!, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "List-Unsubscribe=One-Click",
  });

async function leaveCheckouts(customerIds: readonly string[], round: string) {
  await stage.control.play(
    shop,
    customerIds.map((customerId) => ({
      kind: "checkout_created" as const,
      checkout: { token: `${round}-${customerId}`, customerId, lines: [LINE] },
    })),
    { wait: true },
  );
}
async function emailedTo(): Promise<string[]> {
  return (await stage.emails()).map(({ to }) => to);
}
const emailsTo = async (customerId: string) =>
  (await emailedTo()).filter((to) => to === `customer-${customerId}@example.com`).length;

test("consent is synced both ways between Shopify and Kindred", async () => {
  await step("three subscribed customers get an email", async () => {
    const everybody = [HERE, THERE, CROSSING];
    await stage.control.play(
      shop,
      everybody.map((customerId) => ({
        kind: "consent_changed" as const,
        customerId,
        state: "SUBSCRIBED" as const,
      })),
      { wait: true },
    );
    await leaveCheckouts(everybody, "first");
    for (let hour = 0; hour < 20 && (await stage.emails()).length < 3; hour++)
      await stage.advance(1);
    for (const { to, unsubscribeUrl } of await stage.emails()) {
      unsubscribeUrls.set(/customer-(\d+)@/.exec(to)?.[1] ?? "", unsubscribeUrl);
    }
    expect([...unsubscribeUrls.keys()].sort()).toEqual(everybody);
  });

  await step("an unsubscribe here reaches Shopify, and its echo triggers nothing", async () => {
    await stage.control.clearLogs();
    expect((await unsubscribe(HERE)).status).toBe(200);
    await stage.advance(0.1);
    expect(await consentAtShopify(HERE)).toBe("UNSUBSCRIBED");
    const topic = "customers_email_marketing_consent/update";
    expect(await stage.control.idle()).toBe(true);
    // A webhook that is answered late is redelivered unchanged.
    const echoes = (await stage.control.webhookLog({ topic }))
      .filter((it) => it.shop === shop)
      .map(({ webhookId }) => webhookId);
    expect(new Set(echoes).size).toBe(1);
    await stage.advance(1);
    const writes = (await stage.control.graphqlLog()).filter(
      (it) => it.shop === shop && it.operation === "MarketingConsentUpdate",
    );
    expect(writes).toHaveLength(1);
  });

  await step("an unsubscribe in Shopify stops emails from here", async () => {
    await stage.control.play(
      shop,
      [{ kind: "consent_changed", customerId: THERE, state: "UNSUBSCRIBED" }],
      { wait: true },
    );
    const before = await emailsTo(THERE);
    await stage.advance(17);
    await leaveCheckouts([HERE, THERE], "second");
    await stage.advance(24);
    expect(await emailsTo(THERE)).toBe(before);
    expect(await emailsTo(HERE)).toBe(1);
  });

  await step("of two statements that cross, the later one wins on both sides", async () => {
    // Given in the store before the unsubscribe here, and received after it.
    const topics = ["customers_email_marketing_consent/update"];
    await stage.control.setFaults({ webhooks: { topics, reorderWindow: 9 } });
    await stage.control.play(shop, [
      { kind: "consent_changed", customerId: CROSSING, state: "SUBSCRIBED" },
    ]);
    await stage.control.setClock({ advanceMs: 1_800_000 });
    expect((await unsubscribe(CROSSING)).status).toBe(200);
    await stage.control.clearFaults();
    expect(await stage.control.idle()).toBe(true);
    await stage.advance(0.5);
    expect(await consentAtShopify(CROSSING)).toBe("UNSUBSCRIBED");

    await stage.advance(1);
    await stage.control.play(
      shop,
      [{ kind: "consent_changed", customerId: CROSSING, state: "SUBSCRIBED" }],
      { wait: true },
    );
    await stage.advance(0.5);
    expect(await consentAtShopify(CROSSING)).toBe("SUBSCRIBED");
  });

  await step("every statement is in the ledger, in the order in which it was made", async () => {
    await stage.advance(0.1);
    const { entries, marketingState } = await stage.withDatabase(async (db) => {
      const { emailIndex, marketingState } = await db.profile.findFirstOrThrow({
        where: { shopId: shop, customerId: CROSSING },
      });
      const entries = await db.consentEntry.findMany({
        where: { shopId: shop, emailIndex, purpose: "marketing" },
        orderBy: { at: "asc" },
      });
      return { entries, marketingState };
    });
    expect(entries.at(-1)).toMatchObject({ kind: "given", source: "shopify" });
    expect(entries.map(({ kind }) => kind)).toContain("withdrawn");
    expect(marketingState).toBe("subscribed");
  });
});
