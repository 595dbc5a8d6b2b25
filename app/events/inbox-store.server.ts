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
  await tx.inboxEntry.createMany({
    data: webhooks.map(({ body, ...webhook }) => ({
      ...webhook,
      sealedBody: keyring.seal(new TextDecoder().decode(body), {
        table: "inbox_entry",
        column: "sealed_body",
        shopId: webhook.shopId,
        row: webhook.webhookId,
      }),
      nextRunAt: webhook.receivedAt,
    })),
    skipDuplicates: true,
  });
}
