import type { Tx } from "~/db.server";
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
  const rows = webhooks.map(({ body, ...webhook }) => ({
    shop_id: webhook.shopId,
    webhook_id: webhook.webhookId,
    topic: webhook.topic,
    event_id: webhook.eventId,
    api_version: webhook.apiVersion,
    triggered_at: webhook.triggeredAt,
    received_at: webhook.receivedAt,
    sealed_body: base64(
      keyring.seal(new TextDecoder().decode(body), {
        table: "inbox_entry",
        column: "sealed_body",
        shopId: webhook.shopId,
        row: webhook.webhookId,
      }),
    ),
  }));
  // As one parameter: two thousand of them took longer to bind than the rows to insert.
  await tx.$executeRaw`
    insert into inbox_entry (shop_id, webhook_id, topic, event_id, api_version, triggered_at,
      received_at, next_run_at, sealed_body)
    select shop_id, webhook_id, topic, event_id, api_version, triggered_at,
      received_at, received_at, decode(sealed_body, 'base64')
    from rows from (json_to_recordset(${JSON.stringify(rows)}::json) as (
      shop_id text, webhook_id text, topic text, event_id text, api_version text,
      triggered_at timestamptz, received_at timestamptz, sealed_body text)) with ordinality
    order by ordinality
    on conflict (shop_id, webhook_id) do nothing`;
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
