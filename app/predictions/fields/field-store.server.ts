import { nextTimeIn } from "~/jobs/next-due-times.server";
import type { Db, Tx } from "~/db.server";
import { Prisma, type FieldSync } from "~/generated/prisma/client";
import type { Queue } from "~/jobs/queue";
import type { CustomerId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { LearnedOfCustomer } from "./customer-fields";

/** The state of the metafield sync; null if it was never turned on. */
export async function findFieldSync(db: Db, shopId: ShopId) {
  return db.fieldSync.findUnique({ where: { shopId } });
}

/** Starts the sync, or the deletion of all written metafields. */
export async function setFieldSync(
  tx: Tx,
  shopId: ShopId,
  isOn: boolean,
  { queue, now }: { readonly queue: Queue; readonly now: Date },
): Promise<void> {
  const data = { isOn, nextRunAt: now, attempts: 0, lastError: null };
  await tx.fieldSync.upsert({ where: { shopId }, create: { shopId, ...data }, update: data });
  await queue.announce(tx, shopId, "fields_wanted");
}

/**
 * Postpones the sync after a failure, unless a customer was erased or the setting changed since the run started.
 *
 * @param started the sync when the run started
 * @returns whether it was postponed
 */
export async function postponeFieldSync(
  db: Db,
  shopId: ShopId,
  { isOn, nextRunAt }: Pick<FieldSync, "isOn" | "nextRunAt">,
  failure: Pick<FieldSync, "nextRunAt" | "attempts" | "lastError">,
): Promise<boolean> {
  const { count } = await db.fieldSync.updateMany({
    where: { shopId, isOn, nextRunAt },
    data: failure,
  });
  return count > 0;
}

/**
 * Idles the shop's sync until then, unless a customer was erased or the setting changed meanwhile. If a write is under
 * way elsewhere, the sync idles only until its end.
 *
 * @param isOn the setting when the run started
 * @returns whether the sync is idle
 */
export async function restFieldSync(
  tx: Tx,
  shopId: ShopId,
  { isOn, until, now }: { readonly isOn: boolean; readonly until: Date | null; readonly now: Date },
): Promise<boolean> {
  // Erasures and setting changes write this row, too, so they are visible here or wait for the
  // lock.
  const [known] = await tx.$queryRaw<{ isOn: boolean }[]>`
    select is_on as "isOn" from field_sync where shop_id = ${shopId} for update`;
  if (known?.isOn !== isOn) return false;
  if ((await listEndingFields(tx, shopId, { isOn, limit: 1, now })).length > 0) return false;
  const rested = { nextRunAt: until, attempts: 0, lastError: null };
  const data = (await findWritesEnd(tx, shopId, now)) ?? rested;
  await tx.fieldSync.updateMany({ where: { shopId }, data });
  return true;
}

export function selectShopsWithDueFields(now: Date): Prisma.Sql {
  return Prisma.sql`
    select shop_id as "shopId" from field_sync where next_run_at <= ${now}::timestamptz`;
}

/** When a shop's fields are due. */
export const nextFieldTimes = (now: Date): Prisma.Sql[] => [
  nextTimeIn("field_sync", "next_run_at", now),
];

export interface UnsyncedFields extends LearnedOfCustomer {
  /** Fingerprint of the values to write. */
  readonly fingerprint: string;
  /** Whether nothing was written for the customer before. */
  readonly isFirst: boolean;
}

/** The first customers whose learned values differ from the last synced ones, and are not being written. */
export async function listUnsyncedFields(
  db: Db,
  shopId: ShopId,
  { limit, now }: { readonly limit: number; readonly now: Date },
): Promise<UnsyncedFields[]> {
  return db.$queryRaw<UnsyncedFields[]>`
    select learned.*, known.customer_id is null as "isFirst" from (
      select profile.customer_id as "customerId", group_key as "groupKey",
        churn_rate as "churnRate", value_minor::float8 as "valueMinor",
        jsonb_build_array(group_key, round(churn_rate::numeric, 2), value_minor)::text as fingerprint
      from prediction join profile using (shop_id, profile_id)
      where prediction.shop_id = ${shopId} and profile.customer_id is not null
        and profile.deleted_at is null) learned
    left join customer_field known
      on known.shop_id = ${shopId} and known.customer_id = learned."customerId"
    where fingerprint is distinct from known.last_synced_value
      and (known.customer_id is null or not (is_ending or ${isBeingWritten(now)}))
    order by "customerId"
    limit ${limit}`;
}

/**
 * Records, before a write, which customers are about to have fields at Shopify, so that their deletion finds them
 * whatever becomes of this run.
 *
 * @returns those of the customers who may be written: not who was erased meanwhile, and none when the sync is off
 */
export async function beginWritingFields(
  db: Db,
  shopId: ShopId,
  customerIds: readonly CustomerId[],
  now: Date,
): Promise<ReadonlySet<CustomerId>> {
  const rows = await db.$queryRaw<{ customerId: CustomerId }[]>`
    insert into customer_field (shop_id, customer_id, last_synced_value, writing_until)
    select ${shopId}, customer_id, '', ${new Date(now.getTime() + MAX_WRITE_MS)}::timestamptz
    from unnest(${[...customerIds]}::text[]) as begun (customer_id)
    where exists (select 1 from field_sync where shop_id = ${shopId} and is_on)
      and exists (
        select 1 from prediction join profile using (shop_id, profile_id)
        where prediction.shop_id = ${shopId} and profile.customer_id = begun.customer_id)
    order by customer_id
    on conflict (shop_id, customer_id) do update set
      last_synced_value = excluded.last_synced_value, writing_until = excluded.writing_until
      where not customer_field.is_ending
    returning customer_id as "customerId"`;
  return new Set(rows.map(({ customerId }) => customerId));
}

/** Ends a write. Fields of a customer whose row was deleted meanwhile are deleted again. */
export async function recordSyncedFields(
  db: Db,
  shopId: ShopId,
  synced: readonly Pick<UnsyncedFields, "customerId" | "fingerprint">[],
): Promise<void> {
  const rows = synced.map(({ customerId, fingerprint }) => ({
    customer_id: customerId,
    fingerprint,
  }));
  await db.$executeRaw`
    with synced as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (
        customer_id text, fingerprint text)),
    ended as (
      update customer_field known
      set last_synced_value = case when known.is_ending then '' else synced.fingerprint end,
        writing_until = null
      from synced where known.shop_id = ${shopId} and known.customer_id = synced.customer_id
      returning known.customer_id)
    insert into customer_field (shop_id, customer_id, last_synced_value, is_ending)
    select ${shopId}, customer_id, '', true from synced
    where customer_id not in (select customer_id from ended)
    on conflict do nothing`;
}

/**
 * Customers whose metafields must be deleted: all when the sync is off, else erased customers and
 * those who opted out of profiling. Fields that are being written are deleted later.
 */
export async function listEndingFields(
  db: Db,
  shopId: ShopId,
  { isOn, limit, now }: { readonly isOn: boolean; readonly limit: number; readonly now: Date },
): Promise<CustomerId[]> {
  const rows = await db.$queryRaw<{ customerId: CustomerId }[]>`
    select customer_id as "customerId" from customer_field
    where shop_id = ${shopId} and (is_ending or not ${isOn}::boolean or not exists (
        select 1 from prediction join profile using (shop_id, profile_id)
        where prediction.shop_id = ${shopId} and profile.customer_id = customer_field.customer_id))
      and not ${isBeingWritten(now)}
    order by customer_id
    limit ${limit}`;
  return rows.map(({ customerId }) => customerId);
}

/** Ends a deletion. Customers who are being written again stay, so that their fields can be deleted. */
export async function deleteSyncedFields(
  db: Db,
  shopId: ShopId,
  customerIds: readonly CustomerId[],
  now: Date,
): Promise<void> {
  await db.$executeRaw`
    delete from customer_field
    where shop_id = ${shopId} and customer_id = any(${[...customerIds]}::text[])
      and not ${isBeingWritten(now)}`;
}

/** All attempts of one call take less than five minutes. */
const MAX_WRITE_MS = 10 * 60_000;

const isBeingWritten = (now: Date) =>
  Prisma.sql`coalesce(writing_until > ${now}::timestamptz, false)`;

/** When the first write under way has ended at the latest; null: there is none. */
async function findWritesEnd(db: Db, shopId: ShopId, now: Date) {
  const { _min } = await db.customerField.aggregate({
    where: { shopId, writingUntil: { gt: now } },
    _min: { writingUntil: true },
  });
  return _min.writingUntil && { nextRunAt: _min.writingUntil };
}
