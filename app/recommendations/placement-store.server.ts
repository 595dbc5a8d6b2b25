import type { Db } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";

/** Number of days for which an email may still sell its products. */
const COUNTED_DAYS = 7;

/** The products with tracked stock in one email. */
export interface Placement {
  readonly messageId: string;
  readonly productIds: readonly string[];
}

/**
 * SQL of a common table expression that records which products with tracked stock an email contains, each once. An email
 * composed again replaces them.
 */
export const recordPlacementsSql = (
  shopId: ShopId,
  placements: readonly Placement[],
  placedAt: Date,
): Prisma.Sql => Prisma.sql`
    placements as (
    insert into placement (shop_id, message_id, product_ids, placed_at)
    select ${shopId}, "messageId", "productIds", ${placedAt}::timestamptz
    from json_to_recordset(${JSON.stringify(placements)}::json) as placed (
      "messageId" text, "productIds" text[])
    on conflict (shop_id, message_id) do update
      set product_ids = excluded.product_ids, placed_at = excluded.placed_at)`;

/** Product id → number of last week's emails that contain it; other products are missing. */
export async function countPlacements(
  db: Db,
  shopId: ShopId,
  now: Date,
): Promise<Map<string, number>> {
  const rows = await db.$queryRaw<{ productId: string; emails: bigint }[]>`
    select product_id as "productId", count(*) as emails
    from placement, unnest(product_ids) as product_id
    where shop_id = ${shopId}
      and placed_at > ${now}::timestamptz - make_interval(days => ${COUNTED_DAYS})
    group by product_id`;
  return new Map(rows.map(({ productId, emails }) => [productId, Number(emails)]));
}

/** Purges expired placements. */
export async function purgePlacements(db: Db, shopId: ShopId, now: Date): Promise<void> {
  await db.$executeRaw`
    delete from placement where shop_id = ${shopId}
      and placed_at <= ${now}::timestamptz - make_interval(days => ${COUNTED_DAYS})`;
}
