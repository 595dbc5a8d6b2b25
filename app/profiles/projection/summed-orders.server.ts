import { findPriceTerciles } from "~/catalog/price-terciles-store.server";
import type { Tx } from "~/db.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { PriceBand } from "../profile";
import type { SummedOrder } from "../project-profile";

interface Row {
  readonly profileId: ProfileId;
  readonly placedAt: Date;
  readonly currency: string;
  readonly totalMinor: bigint;
  readonly refundedMinor: bigint;
  readonly isCanceled: boolean;
  readonly isTest: boolean;
  readonly isDeleted: boolean;
  /** Sums of lines by product type and price band. */
  readonly sums: readonly (readonly [type: string, band: PriceBand, minor: number])[];
}

interface SummedOrders {
  readonly orders: ReadonlyMap<string, readonly SummedOrder[]>;
  /** The shop's. */
  readonly currency: string;
}

/**
 * Lists the orders of these profiles with lines summed by product type and price
 * band in the database, so that long orders transfer little data.
 */
export async function listSummedOrders(
  tx: Tx,
  shopId: ShopId,
  profileIds: readonly ProfileId[],
): Promise<SummedOrders> {
  const { low, high, currency } = await findPriceTerciles(tx, shopId);
  // Written so that lines and products are found by key even if the planner has no statistics of
  // newly filled tables.
  const rows = await tx.$queryRaw<Row[]>`
    select profile_id as "profileId", placed_at as "placedAt", currency,
      total_minor as "totalMinor", refunded_minor as "refundedMinor",
      cancelled_at is not null as "isCanceled", test as "isTest",
      deleted_at is not null as "isDeleted", coalesce(sums.sums, '[]') as sums
    from "order" left join lateral (
      select jsonb_agg(jsonb_build_array(type, band, minor)) as sums from (
        select type, band, sum(net_minor)::bigint as minor from (
          select net_minor,
            (select product_type from product
              where product.shop_id = line.shop_id and product.product_id = line.product_id) as type,
            case when net_minor <= ${low}::numeric * quantity then 'low'
              when net_minor <= ${high}::numeric * quantity then 'middle' else 'high' end as band
          from order_line line
          where line.shop_id = "order".shop_id and line.order_id = "order".order_id
            and quantity > 0) priced
        where type is not null group by type, band) it) sums on true
    where "order".shop_id = ${shopId} and profile_id = any(${[...profileIds]}::text[])
    order by placed_at, order_id`;
  const orders = new Map<string, SummedOrder[]>();
  for (const { profileId, totalMinor, refundedMinor, sums, ...rest } of rows) {
    const own = orders.get(profileId) ?? [];
    orders.set(profileId, own);
    own.push({
      ...rest,
      totalMinor: Number(totalMinor),
      refundedMinor: Number(refundedMinor),
      minorByType: sumByKey(sums, 0),
      minorByBand: sumByKey(sums, 1),
    });
  }
  return { orders, currency };
}

function sumByKey(sums: Row["sums"], key: 0 | 1): Record<string, number> {
  const minors = new Map<string, number>();
  for (const sum of sums) minors.set(sum[key], (minors.get(sum[key]) ?? 0) + sum[2]);
  return Object.fromEntries(minors);
}
