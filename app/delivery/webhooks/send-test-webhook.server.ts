import { v7 as uuidv7 } from "uuid";
import type { CommonDeps } from "~/deps";
import type { ShopId } from "~/lib/shop-id";
import type { PostHook } from "../actions/post-hook.server";
import { openEndpointSecrets, type WebhookEndpoint } from "./endpoint-store.server";
import { recordTestWebhook, type WebhookEnd } from "./outgoing-webhook-store.server";
import { postWebhook } from "./post-webhook.server";

interface Deps extends CommonDeps<"db" | "keyring" | "now"> {
  readonly postHook: PostHook;
}

/** Sends a test to an endpoint at once, whatever its status. It is listed, but not repeated. */
export async function sendTestWebhook(
  shopId: ShopId,
  { endpointId, url }: Pick<WebhookEndpoint, "endpointId" | "url">,
  { db, keyring, postHook, now }: Deps,
): Promise<WebhookEnd> {
  const at = now();
  const type = "webhook.test";
  const body = JSON.stringify({ type, timestamp: at.toISOString(), shop: shopId, data: {} });
  const webhook = { endpointId, webhookId: `msg_${uuidv7()}`, type, profileId: null, body };
  const secrets = await openEndpointSecrets(db, shopId, endpointId, { keyring, now: at });
  const outcome = await postWebhook(url, webhook, secrets, { now: at, postHook });
  const end: WebhookEnd = {
    state: outcome.kind === "delivered" ? "delivered" : "failed",
    nextRunAt: null,
    lastError: outcome.kind === "delivered" ? null : outcome.reason,
    status: outcome.status,
    isTried: true,
  };
  const given = { end, keyring, now: at };
  await db.$transaction((tx) =>
    recordTestWebhook(tx, shopId, { ...webhook, occurredAt: at }, given),
  );
  return end;
}
