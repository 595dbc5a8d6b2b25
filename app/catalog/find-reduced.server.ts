import { Prisma } from "~/generated/prisma/client";
import { readRows } from "~/db-reads.server";
import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";

/**
 * Whether a product that can be bought is reduced: its compare-at price is above its price.
 *
 * @param productIds those to look at; null: all of the store
 */
export async function hasReducedProduct(
  db: Db,
  shopId: ShopId,
  productIds: readonly string[] | null,
): Promise<boolean> {
  const rows = await readRows<{ productId: string }>(
    db,
    Prisma.sql`
    select product.product_id as "productId" from variant
    join product on product.shop_id = ${shopId} and product.product_id = variant.product_id
      and product.status = 'active' and product.deleted_at is null
    where variant.shop_id = ${shopId} and variant.available_for_sale
      and variant.compare_at_minor > variant.price_minor
      and (${productIds}::text[] is null or variant.product_id = any(${productIds}::text[]))
    limit 1`,
  );
  return rows.length > 0;
}
