import { createHmac, randomUUID } from "node:crypto";
import { SignJWT } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { receiveFlowAction } from "~/delivery/shopify-flow/receive-flow-action.server";
import { receiveTriggerUse } from "~/delivery/shopify-flow/receive-trigger-use.server";
import { createWebhookBatcher } from "~/events/inbox/create-webhook-batcher.server";
import { drainInboxJob } from "~/events/inbox/drain-inbox.job.server";
import { receiveWebhook } from "~/events/inbox/receive-webhook.server";
import { receiveEmailEvent } from "~/feedback/email-events/receive-email-event.server";
import { resendSource } from "~/feedback/email-events/sources/resend-source.server";
import type { ShopId } from "~/lib/shop-id";
import { bodyOf } from "../events/shopify-fixtures";
import { createShop, hoursAgo, NOW, OTHER_SHOP, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { createTestDeps, type TestDeps } from "../support/deps";
import { signatureOf, WEBHOOK_SECRET } from "../support/resend-events";

const bytesOf = (text: string) => new TextEncoder().encode(text);
const { signal } = new AbortController();

let database: Database;
let deps: TestDeps & { db: Database["db"] };
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  const { db } = database;
  deps = { ...createTestDeps(), db };
  await db.inboxEntry.deleteMany();
  await db.auditEntry.deleteMany();
  await db.shop.deleteMany();
  await createShop(db);
  await createShop(db, OTHER_SHOP);
  await db.shop.update({
    where: { shopId: OTHER_SHOP },
    data: { shopifyGid: "gid://shopify/Shop/2" },
  });
});

const sign = (body: string) =>
  createHmac("sha256", deps.config.shopify.apiSecret).update(body).digest("base64");

/** A session token, which the staff of any shop can read. */
const aSessionToken = () =>
  new SignJWT({ dest: `https://${SHOP}`, aud: "test-key", sub: "1" })
    .setProtectedHeader({ alg: "HS256" })
    .sign(bytesOf(deps.config.shopify.apiSecret));

/** Posts a signed body as a webhook of this topic and shop. */
async function post(
  topic: string,
  body: string,
  { shopId = SHOP, signature = sign(body) }: { shopId?: ShopId; signature?: string } = {},
): Promise<string> {
  const headers = new Headers({
    "x-shopify-hmac-sha256": signature,
    "x-shopify-shop-domain": shopId,
    "x-shopify-topic": topic,
    "x-shopify-webhook-id": randomUUID(),
    "x-shopify-triggered-at": NOW.toISOString(),
  });
  const inbox = { ...deps, webhooks: createWebhookBatcher(deps) };
  const { kind } = await receiveWebhook(headers, bytesOf(body), inbox);
  return kind;
}

const storedEntries = () => database.db.inboxEntry.findMany();

describe("the signature of a session token", () => {
  test.each(["app/uninstalled", "shop/redact", "orders/create"])(
    "is not valid for a webhook of %s",
    async (topic) => {
      const [head, payload, signature] = (await aSessionToken()).split(".");
      const base64 = Buffer.from(signature!, "base64url").toString("base64");
      const signed = { shopId: OTHER_SHOP, signature: base64 };
      expect(await post(topic, `${head}.${payload}`, signed)).toBe("refused");
      expect(await storedEntries()).toEqual([]);
      expect(deps.announced).toEqual([]);
    },
  );
});

describe.each(["null", "7", '"text"', "[]", "[{}]", "", "{", "a.b"])(
  "a signed body of %j",
  (body) => {
    const headers = () => new Headers({ "x-shopify-hmac-sha256": sign(body) });

    test("is not a webhook, a Flow action or a trigger notice", async () => {
      expect(await post("orders/create", body)).toBe("refused");
      expect(await receiveFlowAction("stop-email", headers(), bytesOf(body), deps)).toEqual({
        kind: "unsigned",
      });
      expect(await receiveTriggerUse(headers(), bytesOf(body), deps)).toBe("unsigned");
      expect(await storedEntries()).toEqual([]);
    });

    test("is not a provider event", async () => {
      const headers = new Headers(signatureOf(bytesOf(body), { id: "msg_1", now: NOW }));
      const inbox = {
        ...deps,
        webhooks: createWebhookBatcher(deps),
        sources: [resendSource(WEBHOOK_SECRET)],
      };
      const outcome = await receiveEmailEvent(headers, bytesOf(body), inbox);
      expect(outcome).toEqual({ kind: "refused", reason: "malformed" });
    });
  },
);

describe("a body that Shopify signed for one shop does nothing in another", () => {
  const drain = () => drainInboxJob.run(OTHER_SHOP, deps, signal);
  const entry = () => database.db.inboxEntry.findFirstOrThrow();
  const otherShop = () => database.db.shop.findUniqueOrThrow({ where: { shopId: OTHER_SHOP } });

  test.each([
    "app/uninstalled",
    "shop/update",
    "app/scopes_update",
    "app_subscriptions/update",
    "customers/data_request",
    "customers/redact",
    "shop/redact",
  ])("as %s", async (topic) => {
    const before = await otherShop();
    await post(topic, JSON.stringify(bodyOf(topic)), { shopId: OTHER_SHOP });
    deps.announced.length = 0;
    await drain();
    expect(await entry()).toMatchObject({
      state: "refused",
      lastError: "the body names another shop",
    });
    expect(await otherShop()).toEqual(before);
    expect(deps.announced).toEqual([]);
    expect(await database.db.auditEntry.count()).toBe(0);
  });

  test("by its id when the body has no domain", async () => {
    const { myshopify_domain: _domain, ...body } = bodyOf("app/uninstalled");
    await post("app/uninstalled", JSON.stringify(body), { shopId: OTHER_SHOP });
    await drain();
    expect((await entry()).lastError).toBe("the body names another shop");
    await database.db.inboxEntry.deleteMany();
    await post("app/uninstalled", JSON.stringify({ ...body, id: 2 }), { shopId: OTHER_SHOP });
    await drain();
    expect((await otherShop()).uninstalledAt).toEqual(NOW);
  });

  test("as a shop redaction made of a Flow action", async () => {
    const action = { shop_id: 1, shopify_domain: SHOP, action_run_id: "r1", properties: {} };
    await database.db.shop.update({
      where: { shopId: OTHER_SHOP },
      data: { uninstalledAt: hoursAgo(48) },
    });
    await post("shop/redact", JSON.stringify(action), { shopId: OTHER_SHOP });
    await drain();
    expect((await entry()).lastError).toBe("the body names another shop");
    expect(await otherShop()).toMatchObject({ shopId: OTHER_SHOP });
  });

  test.each(["app/uninstalled", "shop/update", "customers/redact", "shop/redact"])(
    "without a shop name, as %s",
    async (topic) => {
      await post(topic, JSON.stringify({ customer: { id: 1 } }), { shopId: OTHER_SHOP });
      await drain();
      expect((await entry()).lastError).toBe("the body names no shop");
    },
  );
});

test("makes the app query Shopify only, for a finished bulk operation without a shop name", async () => {
  await post("bulk_operations/finish", JSON.stringify(bodyOf("bulk_operations/finish")));
  deps.announced.length = 0;
  await drainInboxJob.run(SHOP, deps, signal);
  expect(deps.announced).toEqual([{ shopId: SHOP, fact: "backfill_advanced" }]);
});
