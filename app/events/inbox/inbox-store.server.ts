import type { Tx } from "~/db.server";
import { packBytes } from "~/lib/pack-bytes";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { PRIVACY_TOPICS } from "../from-shopify/from-shopify";
import { EMAIL_TOPIC } from "./email-topic";

/** A verified webhook, not yet parsed. */
export interface ReceivedWebhook {
  readonly shopId: ShopId;
  /** Unique per delivery, the same in each retry. */
  readonly webhookId: string;
  readonly topic: string;
  readonly eventId: string | null;
  readonly apiVersion: string | null;
  readonly triggeredAt: Date | null;
  readonly receivedAt: Date;
  readonly body: Uint8Array;
}

/** Why a webhook is stored: for an installed shop, because the law requires it, or not at all. */
export type StorageBasis = "shop" | "law" | null;

/** The backlog allowed for one shop, and for all shops, without the app. It drains every minute. */
const MAX_WAITING_OF_SHOP = 100;
const MAX_WAITING_OF_ALL = 1_000;

/**
 * Appends webhooks in one statement. Existing ones stay unchanged.
 *
 * A webhook is stored while the app is installed in its shop; the email provider's events also
 * afterward, as long as the shop's row exists. Privacy requests are stored for any shop, up to a limit
 * for shops without a row.
 *
 * @returns the storage basis of each webhook, in the given order
 */
export async function recordWebhooks(
  tx: Tx,
  webhooks: readonly ReceivedWebhook[],
  { keyring }: { readonly keyring: Pick<Keyring, "seal"> },
): Promise<StorageBasis[]> {
  const sealed = packBytes(webhooks, ({ body, shopId, webhookId }) =>
    keyring.seal(new TextDecoder().decode(body), {
      table: "inbox_entry",
      column: "sealed_body",
      shopId,
      row: webhookId,
    }),
  );
  const rows = sealed.packed.map(({ item: webhook, at, length }) => ({
    at,
    length,
    shop_id: webhook.shopId,
    webhook_id: webhook.webhookId,
    topic: webhook.topic,
    event_id: webhook.eventId,
    api_version: webhook.apiVersion,
    triggered_at: webhook.triggeredAt,
    received_at: webhook.receivedAt,
  }));
  const required = [...PRIVACY_TOPICS];
  // Few parameters: binding two thousand took longer than inserting the rows.
  const stored = await tx.$queryRaw<{ storageBasis: StorageBasis }[]>`
    with classified as materialized (
      select incoming.*, case
        when exists (
          select 1 from shop where shop.shop_id = incoming.shop_id
            and (shop.uninstalled_at is null or starts_with(incoming.topic, ${EMAIL_TOPIC})
              or incoming.topic = any(${required}::text[])))
        then 'shop'
        when incoming.topic = any(${required}::text[])
          and row_number() over (partition by incoming.shop_id order by incoming.ordinality) + (
            select count(*) from inbox_entry waiting
            where waiting.shop_id = incoming.shop_id and waiting.state = 'waiting'
          ) <= ${MAX_WAITING_OF_SHOP}::int
          and row_number() over (order by incoming.ordinality) + (
            select count(*) from inbox_entry waiting
            where waiting.state = 'waiting' and waiting.topic = any(${required}::text[])
              and not exists (select 1 from shop where shop.shop_id = waiting.shop_id)
          ) <= ${MAX_WAITING_OF_ALL}::int
        then 'law' end as storage_basis
      from rows from (json_to_recordset(${JSON.stringify(rows)}::json) as (
        at int, length int, shop_id text, webhook_id text, topic text, event_id text,
        api_version text, triggered_at timestamptz, received_at timestamptz)) with ordinality as incoming),
    inserted as (
      insert into inbox_entry (shop_id, webhook_id, topic, event_id, api_version, triggered_at,
        received_at, next_run_at, sealed_body)
      select shop_id, webhook_id, topic, event_id, api_version, triggered_at,
        received_at, received_at, substr(${sealed.bytes}::bytea, at, length)
      from classified where storage_basis is not null order by ordinality
      on conflict (shop_id, webhook_id) do nothing)
    select storage_basis as "storageBasis" from classified order by ordinality`;
  return stored.map(({ storageBasis }) => storageBasis);
}
