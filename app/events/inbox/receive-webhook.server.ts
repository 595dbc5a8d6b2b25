import { z } from "zod";
import type { Config } from "~/config";
import { AppError } from "~/lib/errors";
import type { Log } from "~/lib/log.server";
import { ShopId } from "~/lib/shop-id";
import type { WebhookBatcher, WebhookResult } from "./create-webhook-batcher.server";
import { openSignedJson } from "./open-signed-json.server";

interface Deps {
  readonly webhooks: Pick<WebhookBatcher, "add">;
  readonly config: { readonly shopify: Pick<Config["shopify"], "apiSecret" | "apiSecretOld"> };
  readonly now: () => Date;
  readonly log: Pick<Log, "warn" | "error">;
}

export type WebhookOutcome =
  | { readonly kind: WebhookResult }
  | { readonly kind: "refused"; readonly reason: "bad_signature" | "bad_headers" }
  /** Not stored: Shopify retries. */
  | { readonly kind: "unavailable" };

const Token = z.string().min(1).max(255);
const Headers = z.object({
  shopId: z.string().toLowerCase().pipe(ShopId),
  webhookId: Token,
  topic: Token,
  eventId: Token.nullable().catch(null),
  apiVersion: Token.nullable().catch(null),
  triggeredAt: z.coerce
    .date()
    .min(new Date("2000-01-01"))
    .max(new Date("2100-01-01"))
    .nullable()
    .catch(null),
});

/**
 * Receives one webhook: verifies the raw bytes and stores them while the app is installed. A job
 * parses the body, so no body can make this fail.
 */
export async function receiveWebhook(
  headers: globalThis.Headers,
  body: Uint8Array,
  { webhooks, config, now, log }: Deps,
): Promise<WebhookOutcome> {
  if (openSignedJson(body, headers.get("x-shopify-hmac-sha256"), config.shopify) === null) {
    return { kind: "refused", reason: "bad_signature" };
  }
  const parsed = Headers.safeParse({
    shopId: headers.get("x-shopify-shop-domain"),
    webhookId: headers.get("x-shopify-webhook-id"),
    topic: headers.get("x-shopify-topic"),
    eventId: headers.get("x-shopify-event-id"),
    apiVersion: headers.get("x-shopify-api-version"),
    triggeredAt: headers.get("x-shopify-triggered-at"),
  });
  if (!parsed.success) {
    const fields = parsed.error.issues.map((it) => it.path.join("."));
    log.warn({ fields }, "webhook with a valid signature lacks headers");
    return { kind: "refused", reason: "bad_headers" };
  }
  try {
    return { kind: await webhooks.add({ ...parsed.data, receivedAt: now(), body }) };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "unavailable") throw error;
    const { shopId, topic } = parsed.data;
    log.error({ err: error, shopId, topic }, "webhook could not be stored");
    return { kind: "unavailable" };
  }
}
