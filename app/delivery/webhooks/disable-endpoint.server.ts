import { v7 as uuidv7 } from "uuid";
import type { Tx } from "~/db.server";
import type { Queue } from "~/jobs/queue";
import type { ShopId } from "~/lib/shop-id";
import { recordAudit } from "~/privacy/audit-store.server";
import type { Keyring } from "~/privacy/keyring.server";
import { queueSystemEmail } from "../system-emails/system-email-store.server";

interface Deps {
  readonly keyring: Pick<Keyring, "seal">;
  readonly queue: Queue;
  readonly now: Date;
}

/** Notifies the merchant that Kindred disabled an endpoint. */
export async function disableEndpoint(
  tx: Tx,
  shopId: ShopId,
  endpointId: string,
  deps: Deps,
): Promise<void> {
  const emailId = uuidv7();
  await tx.webhookEndpoint.updateMany({
    where: { shopId, endpointId },
    data: { systemEmailId: emailId },
  });
  await queueSystemEmail(tx, shopId, { kind: "notice", emailId }, deps);
  await recordAudit(tx, shopId, {
    at: deps.now,
    actor: "kindred",
    action: "webhook_endpoint_disabled",
    detail: { endpointId },
  });
  await deps.queue.announce(tx, shopId, "actions_due");
}
