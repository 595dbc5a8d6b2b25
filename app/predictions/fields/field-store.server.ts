import { nextTimeIn } from "~/jobs/next-due-times.server";
import type { Db, Tx } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
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

export async function settleFieldSync(
  db: Db,
  shopId: ShopId,
  end: {
    readonly nextRunAt: Date | null;
    readonly attempts: number;
    readonly lastError: string | null;
  },
): Promise<void> {
  await db.fieldSync.updateMany({ where: { shopId }, data: end });
}

/**
 * Idles the shop's sync until then, unless a customer was erased or the setting changed meanwhile.
 *
 * @param isOn the setting when the run started
 * @returns whether the sync is idle
 */
export async function restFieldSync(
  tx: Tx,
  shopId: ShopId,
  { isOn, until }: { readonly isOn: boolean; readonly until: Date | null },
): Promise<boolean> {
  // Erasures and setting changes write this row, too, so they are visible here or wait for the
  // lock.
  const [known] = await tx.$queryRaw<{ isOn: boolean }[]>`
    select is_on as "isOn" from field_sync where shop_id = ${shopId} for update`;
  if (known?.isOn !== isOn) return false;
  if ((await listEndingFields(tx, shopId, { isOn, limit: 1 })).length > 0) return false;
  await settleFieldSync(tx, shopId, { nextRunAt: until, attempts: 0, lastError: null });
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

interface UnsyncedFields extends LearnedOfCustomer {
  /** Fingerprint of the values to write. */
  readonly fingerprint: string;
}

/** The first customers whose learned values differ from the last synced ones. */
export async function listUnsyncedFields(
  db: Db,
  shopId: ShopId,
  limit: number,
): Promise<UnsyncedFields[]> {
  return db.$queryRaw<UnsyncedFields[]>`
    select * from (
      select profile.customer_id as "customerId", group_key as "groupKey",
        churn_rate as "churnRate", value_minor::float8 as "valueMinor",
        concat_ws('|', group_key, round(churn_rate::numeric, 2), value_minor) as fingerprint
      from prediction join profile using (shop_id, profile_id)
      where prediction.shop_id = ${shopId} and profile.customer_id is not null
        and profile.deleted_at is null) learned
    where fingerprint is distinct from (
      select known.last_synced_value from customer_field known
      where known.shop_id = ${shopId} and known.customer_id = learned."customerId")
    order by "customerId"
    limit ${limit}`;
}

export async function recordSyncedFields(
  db: Db,
  shopId: ShopId,
  synced: readonly Pick<UnsyncedFields, "customerId" | "fingerprint">[],
): Promise<void> {
  const rows = synced.map(({ customerId, fingerprint }) => ({
    customer_id: customerId,
    last_synced_value: fingerprint,
  }));
  await db.$executeRaw`
    insert into customer_field (shop_id, customer_id, last_synced_value)
    select ${shopId}, customer_id, last_synced_value
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (customer_id text, last_synced_value text)
    on conflict (shop_id, customer_id) do update set last_synced_value = excluded.last_synced_value`;
}

/**
 * Customers whose metafields must be deleted: all when the sync is off, else erased customers and
 * those who opted out of profiling.
 */
export async function listEndingFields(
  db: Db,
  shopId: ShopId,
  { isOn, limit }: { readonly isOn: boolean; readonly limit: number },
): Promise<string[]> {
  const rows = await db.$queryRaw<{ customerId: CustomerId }[]>`
    select customer_id as "customerId" from customer_field
    where shop_id = ${shopId} and (is_ending or not ${isOn}::boolean or not exists (
      select 1 from prediction join profile using (shop_id, profile_id)
      where prediction.shop_id = ${shopId} and profile.customer_id = customer_field.customer_id))
    order by customer_id
    limit ${limit}`;
  return rows.map(({ customerId }) => customerId);
}

export async function deleteSyncedFields(
  db: Db,
  shopId: ShopId,
  customerIds: readonly CustomerId[],
): Promise<void> {
  await db.customerField.deleteMany({ where: { shopId, customerId: { in: [...customerIds] } } });
}
