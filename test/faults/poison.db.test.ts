import { afterAll, beforeAll, beforeEach, describe, expect } from "vitest";
import type { Database } from "~/db.server";
import { drainOutboxJob } from "~/delivery/outbox/drain-outbox.job.server";
import { drainInboxJob } from "~/events/inbox/drain-inbox.job.server";
import { recordWebhooks } from "~/events/inbox/inbox-store.server";
import { findReadyTemplate } from "~/messages/ready/ready-templates";
import { bodyText } from "../events/shopify-fixtures";
import { hoursAgo, NOW, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import {
  outboxDeps,
  storePlannedMail,
  storeSendingShop,
  type OutboxDeps,
} from "../support/outbox-stage";
import { overSeeds } from "../support/over-seeds";

let database: Database;
let deps: OutboxDeps;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  deps = outboxDeps(database);
  await deps.db.inboxEntry.deleteMany();
  await storeSendingShop(deps.db);
});

const { signal } = new AbortController();
const POISONED_TEMPLATE = "abandoned-checkout/mail-2";

/** What a poisoned mail does to whoever takes it up. */
const POISON = {
  unreadable: { message: { intent: { origin: "nowhere" } } },
  uncomposable: { intent: { templateId: POISONED_TEMPLATE } },
} as const;

describe("F21: work that fails whoever takes it up", () => {
  overSeeds(
    "F21: of mails, wherever it stands and however many, holds up no other, and comes to an end",
    { usual: 3 },
    async (draw) => {
      const good = Array.from({ length: draw.between(1, 25) }, (_, i) => `good${i}`);
      const bad = Array.from({ length: draw.between(1, 4) }, (_, i) => `bad${i}`);
      const kinds = new Map(
        bad.map((id) => [id, draw.of(["unreadable", "uncomposable"] as const)]),
      );
      for (const [i, messageId] of draw.shuffled([...good, ...bad]).entries()) {
        const kind = kinds.get(messageId);
        await storePlannedMail(deps, { customerId: `${i}`, messageId, ...(kind && POISON[kind]) });
      }
      const { subject } = findReadyTemplate(POISONED_TEMPLATE)!;
      const { compile } = deps;
      deps.compile = (source) =>
        source.mail.subject === subject
          ? Promise.reject(new Error("it cannot be composed"))
          : compile(source);

      const run = () => drainOutboxJob.run(SHOP, deps, signal).catch(() => null);
      // The first run meets them all; then each goes alone, and the sweep comes back every minute.
      for (let minute = 0; minute < 3 + good.length + bad.length; minute++) {
        deps.now = () => hoursAgo(-minute / 60);
        await run();
      }
      const taken = deps.mailer.taken.map(({ messageId }) => messageId);
      expect(taken.toSorted()).toEqual(good.toSorted());

      for (let minute = 60; minute < 100; minute += 2) {
        deps.now = () => hoursAgo(-minute / 60);
        for (let i = 0; i < bad.length; i++) await run();
      }
      deps.now = () => hoursAgo(-22.1);
      for (let i = 0; i <= 2 * bad.length; i++) await run();
      for (const [messageId, kind] of kinds) {
        const { state, reason } = await deps.db.message.findFirstOrThrow({ where: { messageId } });
        const end = kind === "unreadable" ? ["failed", "unreadable"] : ["skipped", "expired"];
        expect([messageId, state, reason]).toEqual([messageId, ...end]);
      }
    },
  );

  overSeeds(
    "F21: of webhooks, is tried eight times and then left, while all others are done at once",
    { usual: 3 },
    async (draw) => {
      const good = Array.from({ length: draw.between(1, 300) }, (_, i) => `good${i}`);
      const bad = Array.from({ length: draw.between(1, 20) }, (_, i) => `bad${i}`);
      const webhooks = draw.shuffled([...good, ...bad]).map((webhookId) => ({
        shopId: SHOP,
        webhookId,
        topic: draw.of(["orders/create", "customers/create", "products/update"]),
        eventId: null,
        apiVersion: "2026-10",
        triggeredAt: NOW,
        receivedAt: NOW,
      }));
      const body = (topic: string) => new TextEncoder().encode(bodyText(topic));
      const entries = webhooks.map((webhook) => ({ ...webhook, body: body(webhook.topic) }));
      await deps.db.$transaction((tx) => recordWebhooks(tx, entries, deps));
      const isBad = { webhookId: { startsWith: "bad" } };
      const sealedBody = new Uint8Array([1, 2, 3]);
      await deps.db.inboxEntry.updateMany({ where: isBad, data: { sealedBody } });

      const drain = async () => {
        while ((await drainInboxJob.run(SHOP, deps, signal)).more);
      };
      await drain();
      const done = await deps.db.inboxEntry.count({ where: { state: "done" } });
      expect(done).toBe(good.length);
      for (let hours = 1; hours < 10; hours++) {
        deps.now = () => hoursAgo(-hours);
        await drain();
      }
      const ends = await deps.db.inboxEntry.findMany({ where: isBad });
      expect(new Set(ends.map(({ state, attempts }) => `${state} ${attempts}`))).toEqual(
        new Set(["dead 8"]),
      );
    },
  );
});
