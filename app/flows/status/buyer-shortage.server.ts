import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";

/** Minimum buyers for a flow that depends on predicted orders. */
const MIN_BUYERS = 500;

/** The shop's buyers and the required number. */
export interface BuyerShortage {
  readonly buyers: number;
  readonly needed: number;
}

/** The shortage of buyers for a flow with a predicted trigger; null if there is none. */
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
