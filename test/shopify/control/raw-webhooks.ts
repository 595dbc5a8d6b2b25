import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { WebhookDelivery } from "../call-log";
import { deliveryUrl, type Webhook } from "../webhooks/webhook-sender";
import type { LocalShop, World } from "../world";

const RawWebhook = z.object({
  topic: z.string(),
  /** Sent byte for byte. Takes precedence over `body`. */
  rawBody: z.string().optional(),
  /** Serialized as JSON. */
  body: z.unknown().optional(),
  signature: z.enum(["right", "wrong", "missing"]).default("right"),
  /** Number of concurrent deliveries with one webhook id. */
  copies: z.number().int().min(1).default(1),
  delayMs: z.number().min(0).default(0),
  webhookId: z.string().optional(),
  eventId: z.string().optional(),
  triggeredAt: z.iso.datetime({ offset: true }).optional(),
  apiVersion: z.string().optional(),
  /** Sent in X-Shopify-Shop-Domain instead of the shop's own domain. */
  shopDomain: z.string().optional(),
  /** Default: the toml's URL for the topic, else "/webhooks". */
  uri: z.string().optional(),
});

/** Sent in this order: each starts after the previous response, unless `concurrent`. */
export const RawWebhooks = z.object({
  deliveries: z.array(RawWebhook).min(1),
  concurrent: z.boolean().default(false),
});

export type RawWebhooksInput = z.input<typeof RawWebhooks>;

/** Sends raw webhooks without subscriptions or retries, and returns each response. */
export async function sendRawWebhooks(
  world: World,
  shop: LocalShop,
  { deliveries, concurrent }: z.output<typeof RawWebhooks>,
): Promise<{ deliveries: WebhookDelivery[] }> {
  const send = async (raw: z.output<typeof RawWebhook>) => {
    const webhook = rawWebhook(world, shop, raw);
    await sleep(raw.delayMs);
    return Promise.all(Array.from({ length: raw.copies }, () => world.webhooks.sendOnce(webhook)));
  };
  if (concurrent) return { deliveries: (await Promise.all(deliveries.map(send))).flat() };

  const answered: WebhookDelivery[] = [];
  for (const raw of deliveries) answered.push(...(await send(raw)));
  return { deliveries: answered };
}

function rawWebhook(world: World, shop: LocalShop, raw: z.output<typeof RawWebhook>): Webhook {
  const { config, appUrl, clock } = world;
  const subscription = config.subscriptions.find((it) => it.topic === raw.topic);
  const uri = raw.uri ?? subscription?.uri ?? "/webhooks";
  return {
    shop: raw.shopDomain ?? shop.domain,
    topic: raw.topic,
    url: deliveryUrl(uri, { appUrl, applicationUrl: config.applicationUrl }),
    body: raw.rawBody ?? JSON.stringify(raw.body ?? {}),
    webhookId: raw.webhookId ?? randomUUID(),
    eventId: raw.eventId ?? randomUUID(),
    triggeredAt: raw.triggeredAt ?? clock.nowIso(),
    apiVersion: raw.apiVersion ?? config.webhookApiVersion,
    name: subscription?.name ?? null,
    signature: raw.signature,
  };
}
