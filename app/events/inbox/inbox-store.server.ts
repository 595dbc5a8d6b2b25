import type { Tx } from "~/db.server";
import { packBytes } from "~/lib/pack-bytes";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { PRIVACY_TOPICS } from "../from-shopify";
import { MAIL_TOPIC } from "./mail-topic";

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

/** For what a webhook is kept: for a shop that is known, since the law requires it, or not at all. */
export type KeptFor = "shop" | "law" | null;

/** What may wait for one shop, and for all shops, that do not have the app. Each minute it is worked off. */
const MAX_WAITING_OF_SHOP = 100;
const MAX_WAITING_OF_ALL = 1_000;

/**
 * Appends webhooks in one statement. One that is there already stays as it is.
 *
 * A webhook is kept while the app is installed in its shop; what the mail provider told also after that,
 * while the shop's row is there. Requests about personal data are kept for any shop: of shops without a row
 * only so many.
 *
 * @returns for each webhook, in their order, for what it is kept
 */
export async function recordWebhooks(
  tx: Tx,
  webhooks: readonly ReceivedWebhook[],
  { keyring }: { readonly keyring: Pick<Keyring, "seal"> },
): Promise<KeptFor[]> {
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
  const required = [...PRIVACY_TOPICS];
  // A few parameters: two thousand of them took longer to bind than the rows to insert.
  const told = await tx.$queryRaw<{ keptFor: KeptFor }[]>`
    with given as materialized (
      select told.*, case
        when exists (
          select 1 from shop where shop.shop_id = told.shop_id
            and (shop.uninstalled_at is null or starts_with(told.topic, ${MAIL_TOPIC})
              or told.topic = any(${required}::text[])))
        then 'shop'
        when told.topic = any(${required}::text[])
          and row_number() over (partition by told.shop_id order by told.ordinality) + (
            select count(*) from inbox_entry waiting
            where waiting.shop_id = told.shop_id and waiting.state = 'waiting'
          ) <= ${MAX_WAITING_OF_SHOP}::int
          and row_number() over (order by told.ordinality) + (
            select count(*) from inbox_entry waiting
            where waiting.state = 'waiting' and waiting.topic = any(${required}::text[])
              and not exists (select 1 from shop where shop.shop_id = waiting.shop_id)
          ) <= ${MAX_WAITING_OF_ALL}::int
        then 'law' end as kept_for
      from rows from (json_to_recordset(${JSON.stringify(rows)}::json) as (
        at int, length int, shop_id text, webhook_id text, topic text, event_id text,
        api_version text, triggered_at timestamptz, received_at timestamptz)) with ordinality as told),
    kept as (
      insert into inbox_entry (shop_id, webhook_id, topic, event_id, api_version, triggered_at,
        received_at, next_run_at, sealed_body)
      select shop_id, webhook_id, topic, event_id, api_version, triggered_at,
        received_at, received_at, substr(${sealed.bytes}::bytea, at, length)
      from given where kept_for is not null order by ordinality
      on conflict (shop_id, webhook_id) do nothing)
    select kept_for as "keptFor" from given order by ordinality`;
  return told.map(({ keptFor }) => keptFor);
}
