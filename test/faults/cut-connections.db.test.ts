import { createHmac } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeEach, expect } from "vitest";
import pg from "pg";
import { findScope } from "~/db-scope.server";
import { openDatabase } from "~/db.server";
import { createWebhookBatcher } from "~/events/inbox/create-webhook-batcher.server";
import { receiveWebhook } from "~/events/inbox/receive-webhook.server";
import { hoursAgo, SHOP } from "../support/builders";
import { useOutbox } from "../support/use-outbox";
import { overSeeds } from "../support/over-seeds";
import { expectEachOnce } from "./expect-each-once";

const outbox = useOutbox();
const { run, at, plan } = outbox;
beforeEach(async () => {
  await outbox.db.inboxEntry.deleteMany();
});

const NO_CONNECTIONS = "a PGlite has no connections to cut";

/** Closes every other connection to the database, like a server restart. */
async function cutConnections(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
  );
  await client.end();
}

overSeeds(
  "F16: a database that cuts its connections in the middle of sending loses no email and doubles none",
  { usual: 4 },
  async (draw, { skip }) => {
    const { driver } = outbox.database;
    if (driver.kind !== "postgres") return skip(NO_CONNECTIONS);
    const emails = draw.between(1, 20);
    for (let i = 1; i <= emails; i++) await plan(String(i), `m${i}`);
    const cuts = draw.between(1, 6);
    for (let round = 0; round < cuts; round++) {
      at(hoursAgo(-0.1 * round));
      const running = Promise.allSettled(Array.from({ length: draw.between(1, 3) }, () => run()));
      await sleep(draw.between(0, 60));
      await cutConnections(driver.url);
      await running;
    }
    for (let round = cuts; round < cuts + 8; round++) {
      at(hoursAgo(-0.1 * round));
      // A closed connection may be noticed only now; the queue retries a failed job. Messages that the worker had
      // claimed are processed one by one.
      while ((await run().catch(() => null))?.more);
    }
    const taken = outbox.mailer.calls.flatMap(({ key, emails }) =>
      emails.map(({ to, messageId }) => ({ recipient: to, messageId, key })),
    );
    // A retry has the key and the bytes of the first attempt, so a provider accepts it once.
    const once = new Map(taken.map((email) => [`${email.key} ${email.messageId}`, email]));
    await expectEachOnce(outbox.db, [...once.values()], emails);
    expect(outbox.mailer.taken).toHaveLength(emails);
  },
);

const SECRET = "secret";
function aSignedWebhook(id: number) {
  const body = new TextEncoder().encode(JSON.stringify({ id }));
  const headers = new Headers({
    "x-shopify-hmac-sha256": createHmac("sha256", SECRET).update(body).digest("base64"),
    "x-shopify-shop-domain": SHOP,
    "x-shopify-webhook-id": `w-${id}`,
    "x-shopify-topic": "orders/create",
    "x-shopify-api-version": "2026-10",
  });
  return { headers, body };
}

overSeeds(
  "F16: webhooks that come while connections are cut, two of them for all, are acknowledged only when they are kept",
  { usual: 4 },
  async (draw, { skip }) => {
    const { driver } = outbox.database;
    if (driver.kind !== "postgres") return skip(NO_CONNECTIONS);
    const { url } = driver;
    const narrow = await openDatabase({ driver: "postgres", url, poolSize: 2 }, findScope);
    const inbox = {
      ...outbox.deps,
      db: narrow.db,
      webhooks: createWebhookBatcher({ ...outbox.deps, db: narrow.db }),
      config: { shopify: { apiSecret: SECRET, apiSecretOld: null } },
    };
    const count = draw.between(20, 300);
    const kept = new Set<number>();
    // Shopify retries unacknowledged webhooks, and sometimes acknowledged ones.
    for (let delivery = 0; delivery < 20 && kept.size < count; delivery++) {
      const all = Array.from({ length: count }, (_, i) => i);
      const due = draw.shuffled(all).filter((id) => !kept.has(id) || draw.chance(0.1));
      const answers = due.map(async (id) => {
        await sleep(draw.between(0, 60));
        const { headers, body } = aSignedWebhook(id);
        const { kind } = await receiveWebhook(headers, body, inbox);
        expect(["stored", "unavailable"]).toContain(kind);
        if (kind === "stored") kept.add(id);
      });
      for (let cuts = delivery < 4 ? draw.between(0, 4) : 0; cuts > 0; cuts--) {
        await sleep(draw.between(0, 30));
        await cutConnections(url);
      }
      await Promise.all(answers);
      const rows = await outbox.db.inboxEntry.findMany({ select: { webhookId: true } });
      const stored = new Set(rows.map(({ webhookId }) => webhookId));
      expect([...kept].filter((id) => !stored.has(`w-${id}`))).toEqual([]);
    }
    expect(await outbox.db.inboxEntry.count()).toBe(count);
    await narrow.close();
  },
);
