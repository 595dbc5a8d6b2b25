import { z } from "zod";
import type { Db } from "~/db.server";
import type { CustomerId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { recordAudit } from "~/privacy/audit-store.server";
import type { NamedPerson } from "~/privacy/personal-data";

const REQUESTED = "data-requested/";

/** A customer with an open data request. */
export interface DataRequest {
  readonly customerId: CustomerId;
  /** ISO 8601 */
  readonly requestedAt: string;
}

/** Data requests without a download since, oldest first. The merchant has 30 days to answer. */
export async function listOpenDataRequests(db: Db, shopId: ShopId): Promise<DataRequest[]> {
  const rows = await db.$queryRaw<{ customerId: CustomerId; requestedAt: Date }[]>`
    with request as materialized (
      select detail ->> 'customerId' as customer_id, at from audit_entry
      where shop_id = ${shopId} and action = 'customer_data_requested')
    select request.customer_id as "customerId", max(request.at) as "requestedAt"
    from request
    join profile on profile.shop_id = ${shopId} and profile.customer_id = request.customer_id
    where not exists (
      select 1 from audit_entry given
      where given.shop_id = ${shopId} and given.action = 'customer_exported'
        and given.detail ->> 'customerId' = request.customer_id and given.at >= request.at)
    group by 1
    order by 2, 1`;
  return rows.map(({ customerId, requestedAt }) => ({
    customerId,
    requestedAt: requestedAt.toISOString(),
  }));
}

/** A data request without a customer page: of a guest or an unknown customer. */
export interface GuestRequest {
  readonly requestKey: string;
  /** ISO 8601 */
  readonly requestedAt: string;
}

/** Guests' data requests without a download, oldest first. */
export async function listOpenGuestRequests(db: Db, shopId: ShopId): Promise<GuestRequest[]> {
  const rows = await db.$queryRaw<{ requestKey: string; requestedAt: Date }[]>`
    with request as materialized (
      select substr(audit_id, ${REQUESTED.length + 1}::int) as key,
        detail ->> 'customerId' as customer_id, at
      from audit_entry where shop_id = ${shopId} and action = 'customer_data_requested')
    select key as "requestKey", at as "requestedAt" from request
    where not exists (
        select 1 from profile
        where profile.shop_id = ${shopId} and profile.customer_id = request.customer_id)
      and not exists (
        select 1 from audit_entry given
        where given.shop_id = ${shopId} and given.action = 'customer_exported'
          and given.detail ->> 'requestKey' = request.key)
    order by 2, 1`;
  return rows.map(({ requestKey, requestedAt }) => ({
    requestKey,
    requestedAt: requestedAt.toISOString(),
  }));
}

const RequestedPerson = z.object({
  customerId: z.string().nullable(),
  emailIndex: z.string().nullable().default(null),
  orderIds: z.array(z.string()).default([]),
});

/** The person of a request; `null` without such a request. */
export async function findRequestedPerson(
  db: Db,
  shopId: ShopId,
  requestKey: string,
): Promise<NamedPerson | null> {
  const row = await db.auditEntry.findUnique({
    where: { shopId_auditId: { shopId, auditId: `${REQUESTED}${requestKey}` } },
  });
  if (!row) return null;
  const { emailIndex, ...person } = RequestedPerson.parse(row.detail);
  return {
    ...person,
    emailIndex: emailIndex ? new Uint8Array(Buffer.from(emailIndex, "hex")) : null,
  };
}

/** Records that the merchant downloaded a guest's data. */
export async function recordGuestExport(
  db: Db,
  shopId: ShopId,
  requestKey: string,
  at: Date,
): Promise<void> {
  await recordAudit(db, shopId, {
    at,
    actor: "merchant",
    action: "customer_exported",
    detail: { requestKey },
  });
}

/** Records that the merchant downloaded a customer's data. */
export async function recordExport(
  db: Db,
  shopId: ShopId,
  customerId: CustomerId,
  at: Date,
): Promise<void> {
  await recordAudit(db, shopId, {
    at,
    actor: "merchant",
    action: "customer_exported",
    detail: { customerId },
  });
}
