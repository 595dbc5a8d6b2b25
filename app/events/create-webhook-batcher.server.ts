import type { PrismaClient } from "~/generated/prisma/client";
import type { Queue } from "~/jobs/queue";
import { AppError } from "~/lib/errors";
import type { Keyring } from "~/privacy/keyring.server";
import { recordWebhooks, type ReceivedWebhook } from "./inbox-store.server";

interface BatcherDeps {
  readonly db: PrismaClient;
  readonly queue: Pick<Queue, "announceAll">;
  readonly keyring: Pick<Keyring, "seal">;
}

export interface WebhookBatcher {
  /**
   * Resolves when the webhook is committed.
   *
   * @throws AppError `unavailable` when it cannot be stored now: the sender must try again
   */
  add(webhook: ReceivedWebhook): Promise<void>;
  /** Commits what waits and takes no more. */
  close(): Promise<void>;
}

/** How long the first webhook of a batch waits for company. */
const GATHER_MS = 2;
const MAX_ROWS = 200;
/** Beyond this the database is too far behind to answer within Shopify's five seconds. */
const MAX_WAITING = 5_000;

interface Waiting {
  readonly webhook: ReceivedWebhook;
  readonly resolve: () => void;
  readonly reject: (error: AppError) => void;
}

/**
 * Commits webhooks together: a commit costs about the same for 200 rows as for
 * one, and is what a webhook's answer waits for. Each batch also wakes its
 * shops, in the same transaction.
 */
export function createWebhookBatcher({ db, queue, keyring }: BatcherDeps): WebhookBatcher {
  let waiting: Waiting[] = [];
  let committing: Promise<void> | null = null;
  let isClosed = false;

  async function commitAll(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
    while (waiting.length > 0) {
      const batch = waiting.slice(0, MAX_ROWS);
      waiting = waiting.slice(MAX_ROWS);
      await commit(batch);
    }
    committing = null;
  }

  async function commit(batch: readonly Waiting[]): Promise<void> {
    const webhooks = batch.map((it) => it.webhook);
    try {
      await db.$transaction(async (tx) => {
        await recordWebhooks(tx, webhooks, { keyring });
        const shopIds = webhooks.map((it) => it.shopId);
        await queue.announceAll(tx, shopIds, "webhook_received");
      });
      for (const { resolve } of batch) resolve();
    } catch (cause) {
      const error = new AppError("unavailable", "Webhooks cannot be stored now", { cause });
      for (const { reject } of batch) reject(error);
    }
  }

  return {
    add(webhook) {
      if (isClosed || waiting.length >= MAX_WAITING) {
        const why = isClosed ? "is closing" : "is full";
        return Promise.reject(new AppError("unavailable", `The inbox ${why}`));
      }
      return new Promise((resolve, reject) => {
        waiting.push({ webhook, resolve, reject });
        committing ??= commitAll();
      });
    },
    async close() {
      isClosed = true;
      await committing;
    },
  };
}
