import { beforeEach } from "vitest";
import {
  createWebhookBatcher,
  type WebhookBatcher,
} from "~/events/inbox/create-webhook-batcher.server";
import { applyEmailEventsJob } from "~/feedback/email-events/apply-email-events.job.server";
import { receiveEmailEvent } from "~/feedback/email-events/receive-email-event.server";
import { resendSource } from "~/feedback/email-events/sources/resend-source.server";
import { NOW, SHOP } from "../../support/builders";
import { aResendEvent, signedEvent, WEBHOOK_SECRET } from "../../support/resend-events";
import { useOutbox } from "../../support/use-outbox";

const { signal } = new AbortController();

/** A shop with a sender, and a provider that reports its emails' events: one per test file. */
export function useEmailEvents() {
  const outbox = useOutbox();
  let webhooks: WebhookBatcher;
  beforeEach(async () => {
    await outbox.db.inboxEntry.deleteMany();
    webhooks = createWebhookBatcher(outbox.deps);
  });

  return {
    /** Recreated before each test. */
    get deps() {
      return outbox.deps;
    },
    get database() {
      return outbox.database;
    },
    plan: outbox.plan,
    drain: outbox.drain,
    get webhooks() {
      return webhooks;
    },
    receive(event: unknown, id?: string) {
      const { headers, body } = signedEvent(event, id === undefined ? {} : { id });
      const deps = {
        ...outbox.deps,
        webhooks,
        sources: [resendSource(WEBHOOK_SECRET)],
        now: () => NOW,
      };
      return receiveEmailEvent(headers, body, deps);
    },
    apply: () => applyEmailEventsJob.run(SHOP, outbox.deps, signal),
    email: (messageId: string) =>
      outbox.db.messageStatus.findFirstOrThrow({ where: { shopId: SHOP, messageId } }),
  };
}

export const delivered = (messageId: string) =>
  aResendEvent({ type: "email.delivered", messageId });
export const complaint = (messageId: string) =>
  aResendEvent({ type: "email.complained", messageId });
