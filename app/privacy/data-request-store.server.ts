import { v7 as uuidv7 } from "uuid";
import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { recordAudit } from "./audit-store.server";

/** A customer who asked, through Shopify, for what is kept of them. */
export interface DataRequest {
  readonly customerId: string;
  /** ISO 8601 */
  readonly requestedAt: string;
}

/** What was asked for and has not been downloaded since, longest waiting first. The merchant has 30 days to answer. */
export async function listOpenDataRequests(db: Db, shopId: ShopId): Promise<DataRequest[]> {
  const rows = await db.$queryRaw<{ customerId: string; requestedAt: Date }[]>`
    select asked.detail ->> 'customerId' as "customerId", max(asked.at) as "requestedAt"
    from audit_entry asked
    where asked.shop_id = ${shopId} and asked.action = 'customer_data_requested'
      and asked.detail ->> 'customerId' is not null
      and not exists (
        select 1 from audit_entry given
        where given.shop_id = asked.shop_id and given.action = 'customer_exported'
          and given.detail ->> 'customerId' = asked.detail ->> 'customerId'
          and given.at >= asked.at)
    group by 1
    order by 2, 1`;
  return rows.map(({ customerId, requestedAt }) => ({
    customerId,
    requestedAt: requestedAt.toISOString(),
  }));
}

/** Notes that the merchant took a customer's data out. */
export async function recordExport(
  db: Db,
  shopId: ShopId,
  customerId: string,
  at: Date,
): Promise<void> {
  await recordAudit(db, shopId, {
    auditId: uuidv7(),
    at,
    actor: "merchant",
    action: "customer_exported",
    detail: { customerId },
  });
}
