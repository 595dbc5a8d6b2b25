import type { PrismaClient } from "~/generated/prisma/client";
import type { Queue } from "~/jobs/queue";
import type { Keyring } from "~/privacy/keyring.server";
import { createBatcher, type Batcher } from "./create-batcher.server";
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
        const shopIds = webhooks.map((it) => it.shopId);
        await queue.announceAll(tx, shopIds, "webhook_received");
      }),
  });
}
