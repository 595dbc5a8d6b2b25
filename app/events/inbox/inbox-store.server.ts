import type { Tx } from "~/db.server";
import { packBytes } from "~/lib/pack-bytes";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";

/** A webhook as received: verified, not yet understood. */
export interface ReceivedWebhook {
  readonly shopId: ShopId;
  /** Unique for a delivery and the same in each of its retries. */
  readonly webhookId: string;
  readonly topic: string;
  readonly eventId: string | null;
  readonly apiVersion: string | null;
  readonly triggeredAt: Date | null;
  readonly receivedAt: Date;
  readonly body: Uint8Array;
}

/** Appends webhooks in one statement. One that is there already stays as it is. */
export async function recordWebhooks(
  tx: Tx,
  webhooks: readonly ReceivedWebhook[],
  { keyring }: { readonly keyring: Pick<Keyring, "seal"> },
): Promise<void> {
  const sealed = packBytes(
    webhooks.map(({ body, shopId, webhookId }) =>
      keyring.seal(new TextDecoder().decode(body), {
        table: "inbox_entry",
        column: "sealed_body",
        shopId,
        row: webhookId,
      }),
    ),
  );
  const rows = webhooks.map((webhook, i) => ({
    ...sealed.places[i],
    shop_id: webhook.shopId,
    webhook_id: webhook.webhookId,
    topic: webhook.topic,
    event_id: webhook.eventId,
    api_version: webhook.apiVersion,
    triggered_at: webhook.triggeredAt,
    received_at: webhook.receivedAt,
  }));
  // Two parameters: two thousand of them took longer to bind than the rows to insert.
  await tx.$executeRaw`
    insert into inbox_entry (shop_id, webhook_id, topic, event_id, api_version, triggered_at,
      received_at, next_run_at, sealed_body)
    select shop_id, webhook_id, topic, event_id, api_version, triggered_at,
      received_at, received_at, substr(${sealed.bytes}::bytea, at, length)
    from rows from (json_to_recordset(${JSON.stringify(rows)}::json) as (
      at int, length int, shop_id text, webhook_id text, topic text, event_id text,
      api_version text, triggered_at timestamptz, received_at timestamptz)) with ordinality
    order by ordinality
    on conflict (shop_id, webhook_id) do nothing`;
}
