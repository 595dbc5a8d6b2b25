import type { PrismaClient } from "~/generated/prisma/client";
import type { Queue } from "~/jobs/queue";
import { createRateLimit } from "~/lib/rate-limit";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { PRIVACY_TOPICS } from "../from-shopify";
import { createBatcher } from "./create-batcher.server";
import { recordWebhooks, type KeptFor, type ReceivedWebhook } from "./inbox-store.server";
import { isMailTopic } from "./mail-topic";
import { createShopStandings, type ShopStanding } from "./shop-standings.server";

interface BatcherDeps {
  readonly db: PrismaClient;
  readonly queue: Pick<Queue, "announceAll">;
  readonly keyring: Pick<Keyring, "seal">;
  readonly now: () => Date;
  /** Milliseconds on a clock that does not go back; a test replaces it. */
  readonly elapsedMs?: () => number;
}

export type WebhookFate =
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
  add(webhook: ReceivedWebhook): Promise<WebhookFate>;
  /** How many are not committed yet. */
  readonly waitingCount: () => number;
  /** Commits waiting webhooks and accepts no more. */
  close(): Promise<void>;
}

/** Beyond this the database is too far behind to answer within Shopify's five seconds. */
const MAX_WAITING = 5_000;
/** For all shops without the app together, per process: a shop during installation sends a few. */
const UNKNOWN_SHOPS = { perSecond: 20, burst: 200 };
const privacyTopics: ReadonlySet<string> = new Set(PRIVACY_TOPICS);

interface Given {
  readonly webhook: ReceivedWebhook;
  /** Set by the commit. */
  keptFor: KeptFor;
}

/** Commits webhooks together. Each batch also wakes its shops, in the same transaction. */
export function createWebhookBatcher({
  db,
  queue,
  keyring,
  now,
  elapsedMs = () => performance.now(),
}: BatcherDeps): WebhookBatcher {
  const standings = createShopStandings({ db, now });
  const isWithinLimit = createRateLimit(UNKNOWN_SHOPS);
  const batcher = createBatcher<Given>({
    what: "Webhooks",
    reason: "receive-webhooks",
    maxWaiting: MAX_WAITING,
    commit: (batch) =>
      db.$transaction(async (tx) => {
        const webhooks = batch.map(({ webhook }) => webhook);
        const keptFor = await recordWebhooks(tx, webhooks, { keyring });
        batch.forEach((given, i) => (given.keptFor = keptFor[i] ?? null));
        const woken = batch.filter((given) => given.keptFor === "shop");
        const mail = woken.filter(({ webhook }) => isMailTopic(webhook.topic));
        const rest = woken.filter(({ webhook }) => !isMailTopic(webhook.topic));
        if (rest.length > 0) await queue.announceAll(tx, rest.map(shopOf), "webhook_received");
        if (mail.length > 0) await queue.announceAll(tx, mail.map(shopOf), "mail_told");
      }),
  });

  async function store(webhook: ReceivedWebhook): Promise<KeptFor> {
    const given: Given = { webhook, keptFor: null };
    await batcher.add(given);
    return given.keptFor;
  }

  /**
   * Privacy requests are stored even for shops without the app; everything else is dropped before
   * sealing.
   */
  async function takeFromOutside(
    webhook: ReceivedWebhook,
    standing: ShopStanding,
  ): Promise<WebhookFate> {
    const isRequired = privacyTopics.has(webhook.topic);
    if (!isRequired && isLate(webhook, standing)) return "late";
    if (!isWithinLimit("all", elapsedMs())) return "limited";
    if (!isRequired) return "unknown_shop";
    return (await store(webhook)) === null ? "limited" : "stored";
  }

  return {
    async add(webhook) {
      const { shopId, topic } = webhook;
      if (isMailTopic(topic)) return (await store(webhook)) === null ? "late" : "stored";
      const standing = await standings.find(shopId);
      if (standing === null) return "limited";
      if (standing.kind !== "installed") return takeFromOutside(webhook, standing);
      if ((await store(webhook)) !== null) return "stored";
      // The shop uninstalled since the lookup.
      standings.forget(shopId);
      return takeFromOutside(webhook, (await standings.find(shopId)) ?? { kind: "unknown" });
    },
    waitingCount: batcher.waitingCount,
    async close() {
      await standings.close();
      await batcher.close();
    },
  };
}

/**
 * A shop may uninstall and reinstall. Webhooks triggered after the uninstall belong to the next
 * installation.
 */
function isLate({ triggeredAt, receivedAt }: ReceivedWebhook, standing: ShopStanding): boolean {
  if (standing.kind === "uninstalled") return (triggeredAt ?? receivedAt) <= standing.at;
  return standing.kind === "erased";
}

const shopOf = ({ webhook }: Given): ShopId => webhook.shopId;
