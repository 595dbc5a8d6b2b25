import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";

/** Number of days for which an email may still sell its products. */
const COUNTED_DAYS = 7;

interface Placement {
  readonly messageId: string;
  readonly productId: string;
}

/**
 * Records which emails contain a product with tracked stock. An email composed again counts once.
 */
export async function recordPlacements(
  db: Db,
  shopId: ShopId,
  placements: readonly Placement[],
  placedAt: Date,
): Promise<void> {
  if (placements.length === 0) return;
  // One parameter, because a batch of emails has hundreds of placements with four parameters each.
  await db.$executeRaw`
    insert into placement (shop_id, message_id, product_id, placed_at)
    select ${shopId}, "messageId", "productId", ${placedAt}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(placements)}::jsonb) as placed (
      "messageId" text, "productId" text)
    on conflict do nothing`;
}

/** Product id → number of last week's emails that contain it; other products are missing. */
export async function countPlacements(
  db: Db,
  shopId: ShopId,
  now: Date,
): Promise<Map<string, number>> {
  const rows = await db.$queryRaw<{ productId: string; emails: bigint }[]>`
    select product_id as "productId", count(*) as emails from placement
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
