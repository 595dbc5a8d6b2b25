import type { CommonDeps } from "~/deps";
import type { Queue } from "~/jobs/queue";
import { createRateLimit } from "~/lib/rate-limit";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { PRIVACY_TOPICS } from "../from-shopify/from-shopify";
import { createBatcher } from "~/lib/create-batcher.server";
import { recordWebhooks, type StorageBasis, type ReceivedWebhook } from "./inbox-store.server";
import { isEmailTopic } from "./email-topic";
import { createInstallationCache, type InstallationState } from "./installation-cache.server";

interface BatcherDeps extends CommonDeps<"db" | "now"> {
  readonly queue: Pick<Queue, "announceAll">;
  readonly keyring: Pick<Keyring, "seal">;
  /** A monotonic clock in milliseconds; replaced in tests. */
  readonly elapsedMs?: () => number;
}

export type WebhookResult =
  /** Committed, now or by an earlier delivery. */
  | "stored"
  /** Not stored: the webhook predates the uninstall. */
  | "late"
  /** Not stored: the app is not (yet) installed in the shop. The sender should retry. */
  | "unknown_shop"
  /** Not stored: too many webhooks for shops without the app. The sender should retry. */
  | "limited";

export interface WebhookBatcher {
  /**
   * Resolves when the webhook is committed or rejected.
   *
   * @throws AppError `unavailable` when it cannot be stored now: the sender must try again
   */
  add(webhook: ReceivedWebhook): Promise<WebhookResult>;
  /** Number of uncommitted webhooks. */
  readonly waitingCount: () => number;
  /** Commits waiting webhooks and accepts no more. */
  close(): Promise<void>;
}

/** Beyond this the database is too far behind to answer within Shopify's five seconds. */
const MAX_WAITING = 5_000;
/** For all shops without the app together, per process: a shop during installation sends a few. */
const UNKNOWN_SHOPS = { perSecond: 20, burst: 200 };
const privacyTopics: ReadonlySet<string> = new Set(PRIVACY_TOPICS);

interface PendingWebhook {
  readonly webhook: ReceivedWebhook;
  /** Set by the commit. */
  storageBasis: StorageBasis;
}

/** Commits webhooks together. Each batch also wakes its shops, in the same transaction. */
export function createWebhookBatcher({
  db,
  queue,
  keyring,
  now,
  elapsedMs = () => performance.now(),
}: BatcherDeps): WebhookBatcher {
  const installations = createInstallationCache({ db, now });
  const isWithinLimit = createRateLimit(UNKNOWN_SHOPS);
  const batcher = createBatcher<PendingWebhook>({
    what: "Webhooks",
    reason: "receive-webhooks",
    maxWaiting: MAX_WAITING,
    commit: (batch) =>
      db.$transaction(async (tx) => {
        const webhooks = batch.map(({ webhook }) => webhook);
        const storageBasis = await recordWebhooks(tx, webhooks, { keyring });
        batch.forEach((pending, i) => (pending.storageBasis = storageBasis[i] ?? null));
        const woken = batch.filter((pending) => pending.storageBasis === "shop");
        const email = woken.filter(({ webhook }) => isEmailTopic(webhook.topic));
        const rest = woken.filter(({ webhook }) => !isEmailTopic(webhook.topic));
        if (rest.length > 0) await queue.announceAll(tx, rest.map(shopOf), "webhook_received");
        if (email.length > 0)
          await queue.announceAll(tx, email.map(shopOf), "email_event_received");
      }),
  });

  async function store(webhook: ReceivedWebhook): Promise<StorageBasis> {
    const pending: PendingWebhook = { webhook, storageBasis: null };
    await batcher.add(pending);
    return pending.storageBasis;
  }

  /**
   * Privacy requests are stored even for shops without the app; everything else is dropped before
   * sealing.
   */
  async function addForUninstalledShop(
    webhook: ReceivedWebhook,
    installation: InstallationState,
  ): Promise<WebhookResult> {
    const isRequired = privacyTopics.has(webhook.topic);
    if (!isRequired && isLate(webhook, installation)) return "late";
    if (!isWithinLimit("all", elapsedMs())) return "limited";
    if (!isRequired) return "unknown_shop";
    return (await store(webhook)) === null ? "limited" : "stored";
  }

  return {
    async add(webhook) {
      const { shopId, topic } = webhook;
      if (isEmailTopic(topic)) return (await store(webhook)) === null ? "late" : "stored";
      const installation = await installations.find(shopId);
      if (installation === null) return "limited";
      if (installation.kind !== "installed") return addForUninstalledShop(webhook, installation);
      if ((await store(webhook)) !== null) return "stored";
      // The shop uninstalled since the lookup.
      installations.invalidate(shopId);
      return addForUninstalledShop(
        webhook,
        (await installations.find(shopId)) ?? { kind: "unknown" },
      );
    },
    waitingCount: batcher.waitingCount,
    async close() {
      await installations.close();
      await batcher.close();
    },
  };
}

/**
 * A shop may uninstall and reinstall. Webhooks triggered after the uninstall belong to the next
 * installation.
 */
function isLate(
  { triggeredAt, receivedAt }: ReceivedWebhook,
  installation: InstallationState,
): boolean {
  if (installation.kind === "uninstalled") return (triggeredAt ?? receivedAt) <= installation.at;
  return installation.kind === "erased";
}

const shopOf = ({ webhook }: PendingWebhook): ShopId => webhook.shopId;
