import type { Tx } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";

/**
 * Advances several cursors, never back.
 *
 * @param writes common table expressions to run in the same statement
 */
export async function advanceCursors(
  tx: Tx,
  shopId: ShopId,
  cursors: readonly (readonly [consumer: string, seq: bigint])[],
  writes: readonly Prisma.Sql[] = [],
): Promise<void> {
  // An upsert locks each row before it updates it, which is written to the log as well.
  const come = Prisma.sql`
    come as materialized (
      select * from unnest(${cursors.map(([consumer]) => consumer)}::text[],
        ${cursors.map(([, seq]) => seq)}::bigint[]) as come (consumer, seq))`;
  await tx.$executeRaw`
    with ${Prisma.join([...writes, come])},
    moved as (
      update cursor set seq = come.seq from come
      where cursor.shop_id = ${shopId} and cursor.consumer = come.consumer and cursor.seq < come.seq)
    insert into cursor (shop_id, consumer, seq)
    select ${shopId}, consumer, seq from come
    where not exists (
      select from cursor own where own.shop_id = ${shopId} and own.consumer = come.consumer)
    on conflict (shop_id, consumer) do update set seq = greatest(cursor.seq, excluded.seq)`;
}
