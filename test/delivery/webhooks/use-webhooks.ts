import { afterAll, beforeAll, beforeEach } from "vitest";
import type { Database } from "~/db.server";
import { makeWebhookSecret } from "~/delivery/actions/sign-webhook.server";
import {
  insertEndpoint,
  listEndpoints,
  type EndpointChoice,
} from "~/delivery/webhooks/endpoint-store.server";
import { queueWebhooks } from "~/delivery/webhooks/queue-webhooks.server";
import { sendWebhooksJob } from "~/delivery/webhooks/send-webhooks.job.server";
import type { WebhookFact } from "~/delivery/webhooks/webhook-facts";
import { WEBHOOK_TYPES } from "~/events/api/webhook-types";
import type { ShopId } from "~/lib/shop-id";
import { createShop, hoursAgo, NOW, OTHER_SHOP, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import { dueShopsOf } from "../../support/due-shops";
import { startReceiver } from "../../support/local-receiver";
import {
  emptyTables,
  storeMessage,
  storeProfile,
  storeShopWithFlows,
} from "../../support/stored-rows";

const { signal } = new AbortController();
/** Of the customer 1. */
export const ADDRESS = "ada@example.com";

/** A shop with a customer and a sent email, and a receiver of webhooks: one per test file. */
export function useWebhooks() {
  let database: Database;
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  let base: ReturnType<typeof createTestDeps>;
  let now: Date;
  let messageId: string;
  beforeAll(async () => {
    database = await openTestDatabase();
    receiver = await startReceiver();
  });
  afterAll(async () => {
    receiver.stop();
    await database.close();
  });
  beforeEach(async () => {
    const { db } = database;
    base = createTestDeps();
    now = NOW;
    receiver.received.length = 0;
    receiver.answerWith(204);
    await emptyTables(db);
    await storeShopWithFlows(db);
    await createShop(db, OTHER_SHOP);
    const profileId = await storeProfile(db, base.keyring, "1", { contact: { email: ADDRESS } });
    messageId = await storeMessage(db, profileId);
  });

  const deps = () => ({ ...base, ...receiver, db: database.db, now: () => now });
  return {
    deps,
    get db() {
      return database.db;
    },
    get receiver() {
      return receiver;
    },
    get now() {
      return now;
    },
    get messageId() {
      return messageId;
    },
    later: (hours: number) => (now = new Date(now.getTime() + hours * 3_600_000)),
    send: () => sendWebhooksJob.run(SHOP, deps(), signal),
    webhooks: () => database.db.outgoingWebhook.findMany({ orderBy: { occurredAt: "asc" } }),
    endpoints: () => database.db.webhookEndpoint.findMany(),
    isDue: async () => (await dueShopsOf(sendWebhooksJob, database.db, now)).includes(SHOP),
    /** @returns its secret */
    async addEndpoint(
      choice: Partial<EndpointChoice> = {},
      { endpointId = "we_1", shopId = SHOP }: { endpointId?: string; shopId?: ShopId } = {},
    ): Promise<string> {
      const [url, secret] = ["https://hooks.example.com/kindred", makeWebhookSecret()];
      const given = { endpointId, secret, url, types: WEBHOOK_TYPES, hasAddresses: false };
      const endpoint = { ...given, ...choice };
      await database.db.$transaction((tx) =>
        insertEndpoint(tx, shopId, endpoint, { ...base, now }),
      );
      return secret;
    },
    /** That the email was sent an hour ago, with changes. */
    aFact: (fact: Partial<WebhookFact> = {}): WebhookFact => ({
      ...{ type: "email.sent", source: `kindred/message/${messageId}/sent`, messageId },
      ...{ occurredAt: hoursAgo(1), profileId: null, address: null, data: {} },
      ...fact,
    }),
    queue: (...facts: WebhookFact[]) =>
      database.db.$transaction(async (tx) => {
        const endpoints = await listEndpoints(tx, SHOP);
        await queueWebhooks(tx, SHOP, facts, endpoints, { ...base, now });
      }),
  };
}
