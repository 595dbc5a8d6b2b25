import { findPriceTerciles } from "~/catalog/price-terciles-store.server";
import type { Tx } from "~/db.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { PriceBand } from "../profile";
import type { SummedOrder } from "../project-profile";

interface OrderRow {
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

/** The shop, with one of the orders or without any. */
type Row = ShopRow & { readonly [Key in keyof OrderRow]: OrderRow[Key] | null };

interface ShopRow {
  readonly shopCurrency: string;
  readonly arePricesKnown: boolean;
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
  let rows = await listRows(tx, shopId, profileIds);
  if (rows[0]?.arePricesKnown === false) {
    await findPriceTerciles(tx, shopId);
    rows = await listRows(tx, shopId, profileIds);
  }
  const orders = new Map<string, SummedOrder[]>();
  for (const row of rows) {
    if (row.profileId === null) continue;
    const { profileId, totalMinor, refundedMinor, sums, ...rest } = row as OrderRow;
    const own = orders.get(profileId) ?? [];
    orders.set(profileId, own);
    own.push({
      placedAt: rest.placedAt,
      currency: rest.currency,
      isCanceled: rest.isCanceled,
      isTest: rest.isTest,
      isDeleted: rest.isDeleted,
      totalMinor: Number(totalMinor),
      refundedMinor: Number(refundedMinor),
      minorByType: sumByKey(sums, 0),
      minorByBand: sumByKey(sums, 1),
    });
  }
  return { orders, currency: rows[0]?.shopCurrency ?? "" };
}

function listRows(tx: Tx, shopId: ShopId, profileIds: readonly ProfileId[]): Promise<Row[]> {
  // Written so that lines and products are found by key even if the planner has no statistics of
  // newly filled tables.
  return tx.$queryRaw<Row[]>`
    select shop.currency as "shopCurrency",
      (low_price is not null and high_price is not null) as "arePricesKnown",
      profile_id as "profileId", placed_at as "placedAt", "order".currency,
      total_minor as "totalMinor", refunded_minor as "refundedMinor",
      cancelled_at is not null as "isCanceled", test as "isTest",
      deleted_at is not null as "isDeleted", coalesce(sums.sums, '[]') as sums
    from shop
    left join "order" on "order".shop_id = shop.shop_id
      and "order".profile_id = any(${[...profileIds]}::text[])
    left join lateral (
      select jsonb_agg(jsonb_build_array(type, band, minor)) as sums from (
        select type, band, sum(net_minor)::bigint as minor from (
          select net_minor,
            (select product_type from product
              where product.shop_id = line.shop_id and product.product_id = line.product_id) as type,
            case when net_minor <= low_price::numeric * quantity then 'low'
              when net_minor <= high_price::numeric * quantity then 'middle' else 'high' end as band
          from order_line line
          where line.shop_id = "order".shop_id and line.order_id = "order".order_id
            and quantity > 0) priced
        where type is not null group by type, band) it) sums on true
    where shop.shop_id = ${shopId}
    order by placed_at, order_id`;
}

function sumByKey(sums: OrderRow["sums"], key: 0 | 1): Record<string, number> {
  const minors = new Map<string, number>();
  for (const sum of sums) minors.set(sum[key], (minors.get(sum[key]) ?? 0) + sum[2]);
  return Object.fromEntries(minors);
}
