import { afterAll, beforeAll, beforeEach, describe, expect } from "vitest";
import type { Database } from "~/db.server";
import type { HookResponse } from "~/delivery/actions/hook-call";
import type { HookRequest } from "~/delivery/actions/post-hook.server";
import { makeWebhookSecret } from "~/delivery/actions/sign-webhook.server";
import { insertEndpoint, listEndpoints } from "~/delivery/webhooks/endpoint-store.server";
import { queueWebhooks } from "~/delivery/webhooks/queue-webhooks.server";
import { sendWebhooksJob } from "~/delivery/webhooks/send-webhooks.job.server";
import { WEBHOOK_TYPES } from "~/events/api/webhook-types";
import { profileIdOfCustomer } from "~/lib/profile-id";
import { createShop, NOW, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { createTestDeps } from "../support/deps";
import { startReceiver } from "../support/local-receiver";
import { overSeeds } from "../support/over-seeds";
import { emptyTables, storeProfile } from "../support/stored-rows";

const { signal } = new AbortController();
const HOUR_MS = 3_600_000;
let database: Database;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let base: ReturnType<typeof createTestDeps>;

beforeAll(async () => {
  database = await openTestDatabase();
  receiver = await startReceiver();
});
afterAll(async () => {
  receiver.stop();
  await database.close();
});
beforeEach(async () => {
  base = createTestDeps();
  receiver.received.length = 0;
  await emptyTables(database.db);
  await createShop(database.db);
  await storeProfile(database.db, base.keyring, "1");
});

describe("F29: a receiver of webhooks that fails and recovers", () => {
  overSeeds(
    "gets each webhook, under one id however often it is sent",
    { usual: 6 },
    async (draw) => {
      const { db } = database;
      let now = NOW;
      const deps = () => ({ ...base, db, postHook: receiver.postHook, now: () => now });
      const endpoint = {
        endpointId: "we_1",
        url: "https://hooks.example.com",
        hasAddresses: false,
      };
      const given = { ...endpoint, types: WEBHOOK_TYPES, secret: makeWebhookSecret() };
      await db.$transaction((tx) => insertEndpoint(tx, SHOP, given, { ...base, now }));
      const count = draw.between(3, 70);
      const facts = Array.from({ length: count }, (_, n) => ({
        type: "consent.changed" as const,
        source: `shopify/${n}`,
        occurredAt: new Date(NOW.getTime() - n * 1_000),
        messageId: null,
        profileId: profileIdOfCustomer("1"),
        address: null,
        data: { state: "subscribed", opt_in: null },
      }));
      await db.$transaction(async (tx) => {
        const endpoints = await listEndpoints(tx, SHOP);
        await queueWebhooks(tx, SHOP, facts, endpoints, { ...base, now });
      });

      // It received some of those that it did not acknowledge.
      const outageHours = draw.between(1, 48);
      const isOver = () => now.getTime() - NOW.getTime() >= outageHours * HOUR_MS;
      receiver.answerWith(() =>
        isOver() ? 204 : draw.of([500, 503, 429, 302, "hang_up"] as const),
      );
      // A worker that is killed once it has a response settles nothing, and its leases end.
      const killed = async (request: HookRequest): Promise<HookResponse> => {
        await receiver.postHook(request);
        throw new Error("killed");
      };
      if (draw.chance(0.5)) {
        const dying = sendWebhooksJob.run(SHOP, { ...deps(), postHook: killed }, signal);
        await expect(dying).rejects.toThrow("killed");
      }
      const isSettled = async () =>
        (await db.outgoingWebhook.count({ where: { state: "pending" } })) === 0;
      for (let turns = 0; turns < 400 && !(await isSettled()); turns += 1) {
        await sendWebhooksJob.run(SHOP, deps(), signal);
        now = new Date(now.getTime() + HOUR_MS / 2);
      }
      const states = await db.outgoingWebhook.groupBy({ by: ["state"], _count: true });
      expect(states).toEqual([{ state: "delivered", _count: count }]);
      expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(count);
      const bodies = new Set(receiver.received.map(({ id, text }) => `${id} ${text}`));
      expect(bodies.size).toBe(count);
    },
  );
});
