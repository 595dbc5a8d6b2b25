import type { Tx } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";

/** The prices in minor units that split a shop's products into three equal groups; 0 without products. */
export interface PriceTerciles {
  readonly low: bigint;
  readonly high: bigint;
  /** The shop's. */
  readonly currency: string;
}

/**
 * Price terciles over the cheapest variant of each product. Computed once per catalog change and cached,
 * so that projecting an order does not depend on the number of products.
 */
export async function findPriceTerciles(tx: Tx, shopId: ShopId): Promise<PriceTerciles> {
  const cached = await findCached(tx, shopId);
  const { currency } = cached;
  if (cached.low !== null && cached.high !== null) {
    return { low: cached.low, high: cached.high, currency };
  }
  // Catalog changes lock this row, so that the terciles include them.
  await tx.$queryRaw`select 1 from shop where shop_id = ${shopId} for no key update`;
  const [row] = await tx.$queryRaw<{ low: bigint | null; high: bigint | null }[]>`
    select percentile_disc(1 / 3.0) within group (order by price) as low,
      percentile_disc(2 / 3.0) within group (order by price) as high
    from ${productPricesSql(shopId)}`;
  const counted = { low: row?.low ?? 0n, high: row?.high ?? 0n };
  await tx.$executeRaw`
    update shop set low_price = ${counted.low}, high_price = ${counted.high}
    where shop_id = ${shopId}`;
  return { ...counted, currency };
}

/** SQL for the price above which a product is high-priced: the cached value, else computed. */
export function highPriceSql(shopId: ShopId): Prisma.Sql {
  return Prisma.sql`coalesce(
    (select high_price from shop where shop_id = ${shopId}),
    (select percentile_disc(2 / 3.0) within group (order by price) from ${productPricesSql(shopId)}))`;
}

function productPricesSql(shopId: ShopId): Prisma.Sql {
  return Prisma.sql`(
      select min(variant.price_minor) as price from variant
      join product on product.shop_id = variant.shop_id and product.product_id = variant.product_id
      where variant.shop_id = ${shopId} and variant.price_minor > 0 and product.deleted_at is null
      group by variant.product_id) prices`;
}

async function findCached(tx: Tx, shopId: ShopId) {
  const { lowPrice, highPrice, currency } = await tx.shop.findUniqueOrThrow({
    where: { shopId },
    select: { lowPrice: true, highPrice: true, currency: true },
  });
  return { low: lowPrice, high: highPrice, currency };
}

/** Must run in the transaction that changes products: its row lock blocks concurrent computations. */
export async function invalidatePriceTerciles(tx: Tx, shopId: ShopId): Promise<void> {
  await tx.$executeRaw`
    update shop set low_price = null, high_price = null where shop_id = ${shopId}`;
}
