import { afterAll, beforeAll, beforeEach } from "vitest";
import type { Database } from "~/db.server";
import { drainOutboxJob } from "~/delivery/outbox/drain-outbox.job.server";
import {
  createWebhookBatcher,
  type WebhookBatcher,
} from "~/events/inbox/create-webhook-batcher.server";
import { applyMailEventsJob } from "~/feedback/mail-events/apply-mail-events.job.server";
import { receiveMailEvent } from "~/feedback/mail-events/receive-mail-event.server";
import { NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import {
  outboxDeps,
  storePlannedMail,
  storeSendingShop,
  type OutboxDeps,
} from "../../support/outbox-stage";
import { aResendEvent, signedEvent, WEBHOOK_SECRET } from "../../support/resend-events";

const { signal } = new AbortController();

/** A shop that sends, and a provider that tells what became of its mails: a test's file has one. */
export function useMailEvents() {
  let database: Database;
  let deps: OutboxDeps;
  let webhooks: WebhookBatcher;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    deps = outboxDeps(database);
    await deps.db.inboxEntry.deleteMany();
    await deps.db.bouncedAddress.deleteMany();
    await storeSendingShop(deps.db);
    webhooks = createWebhookBatcher(deps);
  });

  return {
    /** New before each test. */
    get deps() {
      return deps;
    },
    get webhooks() {
      return webhooks;
    },
    receive(event: unknown, id?: string) {
      const { headers, body } = signedEvent(event, id === undefined ? {} : { id });
      const told = { ...deps, webhooks, secret: WEBHOOK_SECRET, now: () => NOW };
      return receiveMailEvent(headers, body, told);
    },
    apply: () => applyMailEventsJob.run(SHOP, deps, signal),
    async drain() {
      for (let more = true, turns = 0; more && turns < 20; turns++) {
        more = (await drainOutboxJob.run(SHOP, deps, signal)).more;
      }
    },
    plan: (customerId: string, messageId: string) =>
      storePlannedMail(deps, { customerId, messageId }),
    mail: (messageId: string) =>
      deps.db.message.findFirstOrThrow({ where: { shopId: SHOP, messageId } }),
  };
}

export const delivered = (messageId: string) =>
  aResendEvent({ type: "email.delivered", messageId });
export const complaint = (messageId: string) =>
  aResendEvent({ type: "email.complained", messageId });
