import { createHmac } from "node:crypto";
import type { WebhookDelivery } from "../call-log";
import type { Webhook, WebhookSettings } from "./webhook-sender";

export type SignatureKind = "right" | "wrong" | "missing";

/** Base64 HMAC-SHA256 over the raw body, with the app's secret. */
function signWebhook(body: string, apiSecret: string): string {
  return createHmac("sha256", apiSecret).update(body, "utf8").digest("base64");
}

function webhookHeaders(webhook: Webhook, apiSecret: string): Record<string, string> {
  const headers: Record<string, string> = {
    "content-type": "application/json",
    "user-agent": "Shopify-Captain-Hook",
    "x-shopify-topic": webhook.topic,
    "x-shopify-shop-domain": webhook.shop,
    "x-shopify-api-version": webhook.apiVersion,
    "x-shopify-webhook-id": webhook.webhookId,
    "x-shopify-event-id": webhook.eventId,
    "x-shopify-triggered-at": webhook.triggeredAt,
  };
  if (webhook.name !== null) headers["x-shopify-name"] = webhook.name;
  if (webhook.signature !== "missing") {
    const secret = webhook.signature === "right" ? apiSecret : `${apiSecret}-not`;
    headers["x-shopify-hmac-sha256"] = signWebhook(webhook.body, secret);
  }
  return headers;
}

/** One attempt. Anything but a 2xx within the timeout is a failure; redirects are not followed. */
export async function postWebhook(
  webhook: Webhook,
  attempt: number,
  settings: WebhookSettings,
): Promise<WebhookDelivery> {
  const startedAt = performance.now();
  const answer = await post(webhook, settings);
  return {
    at: new Date().toISOString(),
    shop: webhook.shop,
    topic: webhook.topic,
    webhookId: webhook.webhookId,
    url: webhook.url,
    attempt,
    ...answer,
    latencyMs: Math.round((performance.now() - startedAt) * 100) / 100,
    body: webhook.body,
  };
}

async function post(
  webhook: Webhook,
  { apiSecret, timeoutMs }: WebhookSettings,
): Promise<Pick<WebhookDelivery, "status" | "outcome">> {
  try {
    const response = await fetch(webhook.url, {
      method: "POST",
      body: webhook.body,
      headers: webhookHeaders(webhook, apiSecret),
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
    });
    await response.arrayBuffer();
    return { status: response.status, outcome: response.ok ? "delivered" : "refused" };
  } catch (error) {
    const isTimeout = error instanceof Error && error.name === "TimeoutError";
    return { status: null, outcome: isTimeout ? "timed_out" : "unreachable" };
  }
}
