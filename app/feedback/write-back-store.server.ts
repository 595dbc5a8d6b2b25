import type { Db } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import { MarketingState } from "~/events/event";
import {
  claimDueRows,
  endFailed,
  INSTALLED,
  postponeDueRows,
  retryAt,
  selectShopsWithDueRows,
  settleDueRows,
  type Claim,
  nextDueRowTimes,
} from "~/jobs/due-rows.server";
import type { ShopId } from "~/lib/shop-id";
import type { UnsubscribedCustomer } from "./plan-write-back";

export const CONSENT_WRITE_BACKS = {
  name: "suppression",
  key: { emailIndex: "bytea", reason: "text" },
  states: [],
  leaseMs: 10 * 60_000,
  retry: { firstMs: 30_000, longestMs: 6 * 3_600_000 },
} as const;

/** A suppression to report to Shopify, claimed by this worker. */
export type DueWriteBack = UnsubscribedCustomer & Claim<"emailIndex" | "reason">;

interface Row extends Pick<UnsubscribedCustomer, "unsubscribedAt"> {
  readonly emailIndex: Uint8Array;
  readonly reason: string;
  readonly attempts: number;
  readonly leaseUntil: Date;
  readonly customerId: string | null;
  readonly marketingState: string | null;
  readonly optIn: string | null;
  readonly changedAt: Date | null;
}

/** Claims due reports, longest waiting first, with the customer who has the address now. */
export async function claimWriteBacks(
  db: Db,
  shopId: ShopId,
  now: Date,
  limit: number,
): Promise<DueWriteBack[]> {
  const query = {
    limit,
    select: Prisma.sql`it.created_at as "unsubscribedAt", owner.customer_id as "customerId",
      owner.marketing_state as "marketingState", owner.marketing_opt_in as "optIn",
      owner.marketing_changed_at as "changedAt"`,
    selectJoin: Prisma.sql`left join lateral (
      select * from profile
      where shop_id = it.shop_id and email_index = it.email_index
        and customer_id is not null and deleted_at is null
      order by source_updated_at desc nulls last
      limit 1) owner on true`,
  };
  const rows = await claimDueRows<Row>(db, CONSENT_WRITE_BACKS, shopId, query, now);
  return rows.map(({ customerId, marketingState, optIn, changedAt, ...row }) => ({
    ...row,
    customer:
      customerId === null
        ? null
        : {
            customerId,
            consent: { marketingState: MarketingState.parse(marketingState), optIn, changedAt },
          },
  }));
}

/** Completes a report: done, or abandoned because of `lastError`. */
export async function settleWriteBack(
  db: Db,
  shopId: ShopId,
  row: DueWriteBack,
  {
    writtenBackAt = null,
    lastError = null,
  }: { writtenBackAt?: Date | null; lastError?: string | null },
): Promise<void> {
  const ends = [{ row, end: { nextRunAt: null, lastError } }];
  const set = Prisma.sql`written_back_at = coalesce(${writtenBackAt}::timestamptz, it.written_back_at)`;
  await settleDueRows(db, CONSENT_WRITE_BACKS, shopId, ends, { set });
}

/** Postpones these and all other due reports of a shop after a failure that concerns the whole shop. */
export async function postponeWriteBacks(
  db: Db,
  shopId: ShopId,
  [first, ...others]: readonly DueWriteBack[],
  lastError: string,
  now: Date,
): Promise<void> {
  if (!first) return;
  const ends = [first, ...others].map((row) => ({
    row,
    end: endFailed(CONSENT_WRITE_BACKS, row, lastError, now),
  }));
  await settleDueRows(db, CONSENT_WRITE_BACKS, shopId, ends);
  const until = retryAt(CONSENT_WRITE_BACKS, first, now);
  const rest = { until, lastError, and: Prisma.sql`true` };
  await postponeDueRows(db, CONSENT_WRITE_BACKS, shopId, rest, now);
}

/** Installed shops with a write-back that is due. */
export const selectShopsWithDueWriteBacks = (now: Date): Prisma.Sql =>
  selectShopsWithDueRows(CONSENT_WRITE_BACKS, now, { join: INSTALLED });

/** When a shop's next opt-out is due. */
export const nextWriteBackTimes = (now: Date): readonly Prisma.Sql[] =>
  nextDueRowTimes(CONSENT_WRITE_BACKS, now);
