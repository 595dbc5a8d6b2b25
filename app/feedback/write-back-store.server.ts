import type { Db } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import { MarketingState } from "~/events/event";
import type { ShopId } from "~/lib/shop-id";
import { nextWriteBackAt, type UnsubscribedCustomer } from "./plan-write-back";

/** A suppression to report to Shopify. */
export interface DueWriteBack extends UnsubscribedCustomer {
  readonly emailIndex: Uint8Array<ArrayBuffer>;
  readonly reason: string;
  readonly attempts: number;
}

interface Row {
  readonly email_index: Uint8Array;
  readonly reason: string;
  readonly created_at: Date;
  readonly attempts: number;
  readonly customer_id: string | null;
  readonly marketing_state: string | null;
  readonly marketing_opt_in: string | null;
  readonly marketing_changed_at: Date | null;
}

/** Due reports, longest waiting first, with the customer who has the address now. */
export async function listDueWriteBacks(
  db: Db,
  shopId: ShopId,
  now: Date,
  limit: number,
): Promise<DueWriteBack[]> {
  const rows = await db.$queryRaw<Row[]>`
    select s.email_index, s.reason, s.created_at, s.write_back_attempts as attempts,
           p.customer_id, p.marketing_state, p.marketing_opt_in, p.marketing_changed_at
    from suppression s
    left join lateral (
      select * from profile
      where shop_id = s.shop_id and email_index = s.email_index
        and customer_id is not null and deleted_at is null
      order by source_updated_at desc nulls last
      limit 1
    ) p on true
    where s.shop_id = ${shopId} and s.write_back_at <= ${now}::timestamptz
    order by s.write_back_at
    limit ${limit}`;
  return rows.map((row) => ({
    emailIndex: new Uint8Array(row.email_index),
    reason: row.reason,
    attempts: row.attempts,
    unsubscribedAt: row.created_at,
    customer:
      row.customer_id === null
        ? null
        : {
            customerId: row.customer_id,
            consent: {
              marketingState: MarketingState.parse(row.marketing_state),
              optIn: row.marketing_opt_in,
              changedAt: row.marketing_changed_at,
            },
          },
  }));
}

/** Completes a report: done, or abandoned with a reason. */
export async function settleWriteBack(
  db: Db,
  shopId: ShopId,
  { emailIndex, reason }: DueWriteBack,
  end: { readonly writtenBackAt: Date } | { readonly writeBackReason: string },
): Promise<void> {
  await db.suppression.updateMany({
    where: { shopId, emailIndex, reason },
    data: { writeBackReason: null, ...end, writeBackAt: null },
  });
}

/** Postpones all due reports of a shop after a failure that concerns the whole shop. */
export async function postponeWriteBacks(
  db: Db,
  shopId: ShopId,
  failed: DueWriteBack,
  why: string,
  now: Date,
): Promise<void> {
  await db.suppression.updateMany({
    where: { shopId, writeBackAt: { lte: now } },
    data: {
      writeBackAt: nextWriteBackAt(failed.attempts + 1, now),
      writeBackAttempts: { increment: 1 },
      writeBackReason: why,
    },
  });
}

/** Installed shops with a write-back that is due. */
export function selectShopsWithDueWriteBacks(now: Date): Prisma.Sql {
  return Prisma.sql`
    select distinct s.shop_id as "shopId" from suppression s
    join shop on shop.shop_id = s.shop_id and shop.uninstalled_at is null
    where s.write_back_at <= ${now}::timestamptz`;
}
