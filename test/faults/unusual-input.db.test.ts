import { createHmac, randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect } from "vitest";
import { projectCatalogJob } from "~/catalog/project-catalog.job.server";
import type { Database } from "~/db.server";
import { createWebhookBatcher } from "~/events/inbox/create-webhook-batcher.server";
import { drainInboxJob } from "~/events/inbox/drain-inbox.job.server";
import { receiveWebhook } from "~/events/inbox/receive-webhook.server";
import { createCollector } from "~/events/pixel/create-collector.server";
import { issuePixelAccount } from "~/events/pixel-account-store.server";
import { applyEmailEventsJob } from "~/feedback/email-events/apply-email-events.job.server";
import { receiveEmailEvent } from "~/feedback/email-events/receive-email-event.server";
import { resendSource } from "~/feedback/email-events/sources/resend-source.server";
import { projectProfilesJob } from "~/profiles/projection/project-profiles.job.server";
import { hoursAgo, NOW, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { dueShopsOf } from "../support/due-shops";
import {
  anOddBody,
  broken,
  HUGE_ID,
  isJsonObject,
  ODD_VALUES,
  replaceOne,
} from "../support/unusual-bodies";
import { outboxDeps, storeSendingShop, type OutboxDeps } from "../support/outbox-stage";
import { overSeeds } from "../support/over-seeds";
import {
  aHardBounce,
  aListedAddress,
  aResendEvent,
  signatureOf,
  WEBHOOK_SECRET,
} from "../support/resend-events";

const SECRET = "secret";
const BODIES = 40;
let database: Database;
let deps: OutboxDeps;
let account: string;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  deps = outboxDeps(database);
  await deps.db.inboxEntry.deleteMany();
  await deps.db.product.deleteMany();
  await deps.db.collection.deleteMany();
  await storeSendingShop(deps.db);
  await issuePixelAccount(deps.db, SHOP, { now: NOW, pixelId: null });
  account = (await deps.db.pixelAccount.findUniqueOrThrow({ where: { shopId: SHOP } })).accountId;
});

const { signal } = new AbortController();
const bytesOf = (text: string) => new TextEncoder().encode(text);

async function entries() {
  return deps.db.inboxEntry.findMany({ select: { state: true, lastError: true, topic: true } });
}

/** Each is done, or refused with a readable reason. */
async function expectSettled(): Promise<void> {
  const rows = await entries();
  const open = rows.filter(({ state }) => state !== "done" && state !== "refused");
  expect(open).toEqual([]);
  expect(rows.filter(({ state, lastError }) => state === "refused" && !lastError)).toEqual([]);
}

/** All stored input. */
async function storedText(): Promise<string> {
  const rows = await deps.db.$queryRaw<{ text: string }[]>`select event::text as text from event`;
  return rows.map(({ text }) => text).join("\n");
}

describe("F24: input of any kind", () => {
  overSeeds(
    "F24: from Shopify is stored, processed and passed on unchanged",
    { usual: 4 },
    async (draw) => {
      const inbox = {
        ...deps,
        webhooks: createWebhookBatcher(deps),
        config: { shopify: { apiSecret: SECRET, apiSecretOld: null } },
      };
      const bodies = Array.from({ length: BODIES }, () => anOddBody(draw));
      let stored = 0;
      for (const { topic, text } of bodies) {
        const body = bytesOf(text);
        const headers = new Headers({
          "x-shopify-hmac-sha256": createHmac("sha256", SECRET).update(body).digest("base64"),
          "x-shopify-shop-domain": SHOP,
          "x-shopify-webhook-id": randomUUID(),
          "x-shopify-topic": topic,
          "x-shopify-triggered-at": draw.of([
            NOW.toISOString(),
            "yesterday",
            "9999-01-01T00:00:00Z",
          ]),
        });
        const { kind } = await receiveWebhook(headers, body, inbox);
        expect(kind).toBe(isJsonObject(text) ? "stored" : "refused");
        if (kind === "stored") stored += 1;
      }
      while ((await drainInboxJob.run(SHOP, deps, signal)).more);
      await expectSettled();
      expect(await deps.db.inboxEntry.count()).toBe(stored);
      // An id is never rounded.
      expect(await storedText()).not.toMatch(/900719925474099[24]/);
      // The next stages process the result.
      while ((await projectCatalogJob.run(SHOP, deps, signal)).more);
      while ((await projectProfilesJob.run(SHOP, deps, signal)).more);
      const cursors = await deps.db.cursor.findMany();
      const last = await deps.db.event.aggregate({ _max: { seq: true } });
      for (const { seq } of cursors) expect(seq).toBe(last._max.seq ?? seq);
      expect(({} as Record<string, unknown>)["id"]).toBeUndefined();
    },
  );

  overSeeds(
    "F24: from a browser is stored, or refused, and never a fault",
    { usual: 4 },
    async (draw) => {
      const collector = createCollector({
        ...deps,
        webhooks: { waitingCount: () => 0 },
        pause: () => Promise.resolve(),
      });
      const base = { id: "e1", at: NOW.toISOString() };
      const aBatch = () => ({
        account,
        visitor: "client-1",
        events: [
          { ...base, name: "page_viewed", page: "home", referrer: "direct" },
          { ...base, id: "e2", name: "product_viewed", product: HUGE_ID, variant: "" },
          { ...base, id: "e3", name: "search_submitted", query: "cup", results: 3 },
          {
            ...base,
            id: "e4",
            name: "cart_viewed",
            lines: [{ product: "1", variant: "2", quantity: 1 }],
          },
        ],
      });
      for (let i = 0; i < BODIES; i++) {
        const batch = aBatch();
        for (let changes = draw.between(0, 4); changes > 0; changes--) {
          replaceOne(batch, draw.of(ODD_VALUES), draw);
        }
        const text = JSON.stringify(batch);
        const { kind } = await collector.collect({
          address: `192.0.2.${i}`,
          elapsedMs: i * 1_000,
          readBody: () => Promise.resolve(bytesOf(draw.chance(0.2) ? broken(text, draw) : text)),
        });
        expect(["stored", "refused"]).toContain(kind);
      }
      await collector.close();
      expect(await storedText()).not.toMatch(/900719925474099[24]/);
      while ((await projectProfilesJob.run(SHOP, deps, signal)).more);
    },
  );

  overSeeds("F24: from the email provider is dealt with or ignored", { usual: 4 }, async (draw) => {
    const webhooks = createWebhookBatcher(deps);
    const kinds = [
      "email.delivered",
      "email.bounced",
      "email.complained",
      "email.opened",
      "email.x",
    ];
    for (let i = 0; i < BODIES; i++) {
      const event = draw.of([
        () => aResendEvent({ type: draw.of(kinds), messageId: "m1" }),
        () => aHardBounce("m1"),
        () => aListedAddress("added", "ada@example.com", "bounce"),
      ])();
      for (let changes = draw.between(1, 4); changes > 0; changes--) {
        replaceOne(event, draw.of(ODD_VALUES), draw);
      }
      const text = JSON.stringify(event);
      const body = bytesOf(draw.chance(0.2) ? broken(text, draw) : text);
      const headers = new Headers(signatureOf(body, { id: `msg_${i}`, now: NOW }));
      const outcome = await receiveEmailEvent(headers, body, {
        ...deps,
        webhooks,
        sources: [resendSource(WEBHOOK_SECRET)],
        now: () => NOW,
      });
      expect(outcome).not.toMatchObject({ kind: "unavailable" });
      expect(outcome).not.toMatchObject({ reason: "bad_signature" });
    }
    for (let hours = 0; hours < 10; hours++) {
      deps.now = () => hoursAgo(-hours);
      // A signed request may name any shop.
      for (const shopId of await dueShopsOf(applyEmailEventsJob, deps.db, deps.now())) {
        while ((await applyEmailEventsJob.run(shopId, deps, signal)).more);
      }
    }
    await expectSettled();
  });
});
