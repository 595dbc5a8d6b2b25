import type { PrismaClient } from "~/generated/prisma/client";
import type { Queue } from "~/jobs/queue";
import type { Keyring } from "~/privacy/keyring.server";
import { createBatcher, type Batcher } from "./create-batcher.server";
import { MAIL_TOPIC } from "./mail-topic";
import { recordWebhooks, type ReceivedWebhook } from "./inbox-store.server";

interface BatcherDeps {
  readonly db: PrismaClient;
  readonly queue: Pick<Queue, "announceAll">;
  readonly keyring: Pick<Keyring, "seal">;
}

export type WebhookBatcher = Batcher<ReceivedWebhook>;

/** Beyond this the database is too far behind to answer within Shopify's five seconds. */
const MAX_WAITING = 5_000;

/** Commits webhooks together. Each batch also wakes its shops, in the same transaction. */
export function createWebhookBatcher({ db, queue, keyring }: BatcherDeps): WebhookBatcher {
  return createBatcher({
    what: "Webhooks",
    maxWaiting: MAX_WAITING,
    commit: (webhooks) =>
      db.$transaction(async (tx) => {
        await recordWebhooks(tx, webhooks, { keyring });
        const isMail = ({ topic }: ReceivedWebhook) => topic.startsWith(MAIL_TOPIC);
        const mail = webhooks.filter(isMail);
        const rest = webhooks.filter((it) => !isMail(it));
        if (rest.length > 0) await queue.announceAll(tx, rest.map(shopOf), "webhook_received");
        if (mail.length > 0) await queue.announceAll(tx, mail.map(shopOf), "mail_told");
      }),
  });
}

const shopOf = ({ shopId }: ReceivedWebhook) => shopId;
