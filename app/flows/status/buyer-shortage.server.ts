import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";

/** So many customers must have ordered before a flow may rest on when they are expected to order again. */
const MIN_BUYERS = 500;

/** How far a shop is from knowing enough for a flow. */
export interface BuyerShortage {
  readonly buyers: number;
  readonly needed: number;
}

/** Whether a flow that begins by a prediction begins too early in this shop; null if it may, or does not. */
export async function findBuyerShortage(
  db: Db,
  shopId: ShopId,
  flowId: string,
): Promise<BuyerShortage | null> {
  const [row] = await db.$queryRaw<{ isPredicted: boolean; buyers: number }[]>`
    select version.definition->'trigger'->>'kind' = 'order_expected' as "isPredicted",
      (select count(*)::int from (
        select 1 from profile where shop_id = ${shopId} and order_count > 0 limit ${MIN_BUYERS}::int
      ) known) as buyers
    from flow join flow_version version on version.shop_id = flow.shop_id
      and version.flow_id = flow.flow_id and version.version = flow.live_version
    where flow.shop_id = ${shopId} and flow.flow_id = ${flowId}`;
  if (!row?.isPredicted || row.buyers >= MIN_BUYERS) return null;
  return { buyers: row.buyers, needed: MIN_BUYERS };
}
