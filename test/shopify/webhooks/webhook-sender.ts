import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { WebhookSubscription } from "../app-config";
import type { CallLog, WebhookDelivery } from "../call-log";
import { takeFault, type Faults } from "../faults";
import { postWebhook, type SignatureKind } from "./post-webhook";

/** Eight retries within four hours with growing delays (Shopify documents only these limits). */
export const RETRY_DELAYS_MS = [10, 30, 60, 300, 900, 1800, 3600, 7200].map((it) => it * 1000);
/** Between attempts that do not count. */
const UNCOUNTED_RETRY_MS = 100;

export interface Webhook {
  readonly shop: string;
  readonly topic: string;
  readonly url: string;
  readonly body: string;
  readonly webhookId: string;
  readonly eventId: string;
  readonly triggeredAt: string;
  readonly apiVersion: string;
  readonly name: string | null;
  readonly signature: SignatureKind;
}

export interface WebhookSettings {
  readonly apiSecret: string;
  readonly timeoutMs: number;
  /** 0.001 turns Shopify's four hours of retries into fourteen seconds. */
  readonly retryScale: number;
  readonly inFlightPerShop: number;
  /** true: an attempt without an answer does not count, because a restart can outlast the scaled four hours. */
  readonly outlastsRestarts: boolean;
}

export interface WebhookSender {
  /** Queues a delivery with retries; injected faults apply. */
  send(webhook: Webhook): void;
  /** One attempt now, outside the queue. */
  sendOnce(webhook: Webhook): Promise<WebhookDelivery>;
  /** Resolves when nothing is queued, in flight or waiting for a retry. */
  idle(): Promise<void>;
  pending(): number;
  /** Sends the deliveries in an open reorder window. */
  flush(): void;
  /** Drops all queued deliveries of the shop. */
  discard(shop: string): void;
  stop(): void;
}

interface ShopQueue {
  queue: Webhook[];
  inFlight: number;
}

export function createWebhookSender(
  settings: WebhookSettings,
  faults: Faults,
  log: CallLog,
): WebhookSender {
  const shopQueues = new Map<string, ShopQueue>();
  const stopping = new AbortController();
  let unfinished = 0;
  let held: Webhook[] = [];
  let idleWaiters: (() => void)[] = [];

  function finish() {
    unfinished -= 1;
    if (unfinished > 0) return;
    for (const resolve of idleWaiters) resolve();
    idleWaiters = [];
  }

  function queueOf(shop: string): ShopQueue {
    let shopQueue = shopQueues.get(shop);
    if (!shopQueue) shopQueues.set(shop, (shopQueue = { queue: [], inFlight: 0 }));
    return shopQueue;
  }

  function enqueue(webhook: Webhook) {
    unfinished += 1;
    queueOf(webhook.shop).queue.push(webhook);
    pump(webhook.shop);
  }

  function pump(shop: string) {
    const shopQueue = queueOf(shop);
    while (shopQueue.inFlight < settings.inFlightPerShop && !stopping.signal.aborted) {
      const webhook = shopQueue.queue.shift();
      if (!webhook) return;
      shopQueue.inFlight += 1;
      tryOnce(webhook, 1).then(
        (delivery) => {
          shopQueue.inFlight -= 1;
          pump(shop);
          if (delivery.outcome === "delivered") finish();
          else retry(webhook, delivery);
        },
        (error: unknown) => crash(error),
      );
    }
  }

  /** A retry waits outside the queue, so that one dead address does not delay the rest. */
  function retry(webhook: Webhook, { attempt, outcome }: WebhookDelivery) {
    const isAnswered = outcome !== "unreachable" && outcome !== "timed_out";
    const counts = isAnswered || !settings.outlastsRestarts;
    const delayMs = RETRY_DELAYS_MS[attempt - 1];
    if (delayMs === undefined || stopping.signal.aborted) {
      finish();
      return;
    }
    const waitMs = counts ? delayMs * settings.retryScale : UNCOUNTED_RETRY_MS;
    sleep(waitMs, undefined, { signal: stopping.signal }).then(
      async () => {
        const delivery = await tryOnce(webhook, counts ? attempt + 1 : attempt);
        if (delivery.outcome === "delivered") finish();
        else retry(webhook, delivery);
      },
      () => finish(),
    );
  }

  async function tryOnce(webhook: Webhook, attempt: number): Promise<WebhookDelivery> {
    const delivery = await postWebhook(webhook, attempt, settings);
    log.add("webhooks", delivery);
    return delivery;
  }

  function sendWithFaults(webhook: Webhook) {
    const { topics, copies, delayMs } = faults.webhooks;
    if (topics.length > 0 && !topics.includes(webhook.topic)) {
      enqueue(webhook);
      return;
    }
    if (takeFault(faults.webhooks, "drop")) {
      log.add("webhooks", droppedDelivery(webhook));
      return;
    }

    const times = takeFault(faults.webhooks, "duplicate") ? copies : 1;
    if (takeFault(faults.webhooks, "delay")) {
      unfinished += 1;
      setTimeout(() => {
        for (let i = 0; i < times; i++) enqueue(webhook);
        finish();
      }, delayMs);
      return;
    }
    for (let i = 0; i < times; i++) hold(webhook);
  }

  function hold(webhook: Webhook) {
    if (faults.webhooks.reorderWindow < 2) {
      enqueue(webhook);
      return;
    }
    held.push(webhook);
    if (held.length >= faults.webhooks.reorderWindow) flush();
  }

  function flush() {
    const ready = held.reverse();
    held = [];
    ready.forEach(enqueue);
  }

  return {
    send: sendWithFaults,
    async sendOnce(webhook) {
      return tryOnce(webhook, 1);
    },
    idle() {
      flush();
      if (unfinished === 0) return Promise.resolve();
      return new Promise((resolve) => idleWaiters.push(resolve));
    },
    pending: () => unfinished + held.length,
    flush,
    discard(shop) {
      const shopQueue = queueOf(shop);
      const dropped = shopQueue.queue.splice(0).length;
      for (let i = 0; i < dropped; i++) finish();
    },
    stop() {
      stopping.abort();
      for (const shopQueue of shopQueues.values()) shopQueue.queue.length = 0;
    },
  };
}

function crash(error: unknown): never {
  throw error instanceof Error ? error : new Error(String(error));
}

function droppedDelivery(webhook: Webhook): WebhookDelivery {
  const { shop, topic, webhookId, url, body } = webhook;
  const at = new Date().toISOString();
  return {
    at,
    shop,
    topic,
    webhookId,
    url,
    body,
    attempt: 0,
    status: null,
    outcome: "dropped",
    latencyMs: 0,
  };
}

/** The delivery of a topic to one subscription. */
export function webhookFor(
  subscription: WebhookSubscription,
  facts: {
    shop: string;
    appUrl: string;
    applicationUrl: string;
    apiVersion: string;
    eventId: string;
    triggeredAt: string;
    body: string;
  },
): Webhook {
  return {
    shop: facts.shop,
    topic: subscription.topic,
    url: deliveryUrl(subscription.uri, facts),
    body: facts.body,
    webhookId: randomUUID(),
    eventId: facts.eventId,
    triggeredAt: facts.triggeredAt,
    apiVersion: facts.apiVersion,
    name: subscription.name,
    signature: "right",
  };
}

/** Relative URLs, and those under the toml's application_url, are resolved to the running app. */
export function deliveryUrl(
  uri: string,
  { appUrl, applicationUrl }: { appUrl: string; applicationUrl: string },
): string {
  if (uri.startsWith("/")) return appUrl + uri;
  const base = applicationUrl.replace(/\/$/, "");
  return uri.startsWith(`${base}/`) ? appUrl + uri.slice(base.length) : uri;
}
