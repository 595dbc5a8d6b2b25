import type { Db, Tx } from "~/db.server";
import type { Event } from "~/events/event";
import type { CustomerId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";

/** Records merges. Shopify merges a customer once, so the first record is kept. */
export async function recordMerges(
  tx: Tx,
  shopId: ShopId,
  merges: readonly Event<"customer_merged">[],
): Promise<void> {
  await tx.customerMerge.createMany({
    data: merges.flatMap(({ customerId, payload }) =>
      customerId === null || customerId === payload.intoCustomerId
        ? []
        : { shopId, customerId, ...payload },
    ),
    skipDuplicates: true,
  });
}

/**
 * Maps merged customers to their final survivor over chains of merges. Customers who were
 * not merged are absent.
 */
export async function findMergeSurvivors(
  db: Db,
  shopId: ShopId,
  customerIds: readonly CustomerId[],
): Promise<ReadonlyMap<string, string>> {
  if (customerIds.length === 0) return new Map();
  // `union` removes duplicates, so that circular merges terminate without a result.
  const rows = await db.$queryRaw<{ customerId: CustomerId; intoCustomerId: CustomerId }[]>`
    with recursive became (customer_id, into_customer_id) as (
      select customer_id, into_customer_id from customer_merge
      where shop_id = ${shopId} and customer_id = any(${[...new Set(customerIds)]}::text[])
      union
      select became.customer_id, next.into_customer_id from became
      join customer_merge next
        on next.shop_id = ${shopId} and next.customer_id = became.into_customer_id)
    select customer_id as "customerId", into_customer_id as "intoCustomerId" from became
    where not exists (
      select 1 from customer_merge
      where shop_id = ${shopId} and customer_id = became.into_customer_id)`;
  return new Map(rows.map(({ customerId, intoCustomerId }) => [customerId, intoCustomerId]));
}

/** A customer and all customers who were merged into it. */
export async function listMergedCustomers(
  db: Db,
  shopId: ShopId,
  customerId: CustomerId,
): Promise<string[]> {
  const rows = await db.$queryRaw<{ customerId: CustomerId }[]>`
    with recursive was (customer_id) as (
      select ${customerId}::text
      union
      select merge.customer_id from was
      join customer_merge merge
        on merge.shop_id = ${shopId} and merge.into_customer_id = was.customer_id)
    select customer_id as "customerId" from was`;
  return rows.map((it) => it.customerId);
}
