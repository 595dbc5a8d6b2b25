import type { Db } from "~/db.server";
import type { CustomerId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { recordAudit } from "./audit-store.server";
import type { Keyring } from "./keyring.server";

interface PassedOnRequest {
  /** The webhook's id: a repeated delivery is recorded once. */
  readonly requestKey: string;
  /** `null` for a guest. */
  readonly customerId: CustomerId | null;
  readonly email: string | null;
  readonly orderIds: readonly string[];
  /** Shopify's number of the request. */
  readonly requestId: string | null;
}

interface Deps {
  readonly db: Db;
  readonly keyring: Pick<Keyring, "blindIndex">;
  readonly now: () => Date;
}

/**
 * Records a data request from Shopify. A guest has no id: the blind index of the address and the
 * orders identify the data.
 */
export async function recordDataRequest(
  shopId: ShopId,
  { requestKey, email, customerId, orderIds, requestId }: PassedOnRequest,
  { db, keyring, now }: Deps,
): Promise<void> {
  const emailIndex = email && Buffer.from(keyring.blindIndex(shopId, email)).toString("hex");
  await recordAudit(db, shopId, {
    auditId: `data-requested/${requestKey}`,
    at: now(),
    actor: "shopify",
    action: "customer_data_requested",
    detail: { customerId, requestId, emailIndex, orderIds: [...orderIds] },
  });
}
