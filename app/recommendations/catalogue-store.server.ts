import type { Db } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import type { CatalogueProduct } from "./catalogue-product";

interface Row {
  readonly product_id: string;
  readonly title: string;
  readonly vendor: string;
  readonly product_type: string;
  readonly status: string;
  readonly has_image: boolean;
  readonly created_at: Date;
  readonly published_at: Date | null;
  readonly available: boolean;
  readonly price_minor: bigint | null;
}

/**
 * The shop's products as recommendations see them, deleted ones left out. One row a product comes
 * back from the database, however many variants there are.
 *
 * @param productIds only these; all without it
 */
export async function listCatalogueProducts(
  db: Db,
  shopId: ShopId,
  now: Date,
  productIds?: readonly string[],
): Promise<CatalogueProduct[]> {
  const narrowed = productIds
    ? Prisma.sql`and p.product_id = any(${[...productIds]})`
    : Prisma.empty;
  const rows = await db.$queryRaw<Row[]>`
    select p.product_id, p.title, p.vendor, p.product_type, p.status, p.created_at, p.published_at,
           coalesce(p.image_url, '') <> '' as has_image,
           coalesce(bool_or(v.available_for_sale), false) as available,
           min(v.price_minor) filter (where v.available_for_sale) as price_minor
    from product p
    left join variant v on v.shop_id = p.shop_id and v.product_id = p.product_id
    where p.shop_id = ${shopId} and p.deleted_at is null ${narrowed}
    group by p.shop_id, p.product_id
    order by p.product_id`;

  return rows.map((row) => ({
    productId: row.product_id,
    title: row.title,
    vendor: row.vendor,
    productType: row.product_type,
    published: row.status === "active" && row.published_at !== null && row.published_at <= now,
    available: row.available,
    hasImage: row.has_image,
    priceMinor: Number(row.price_minor ?? 0),
    since: row.published_at ?? row.created_at,
  }));
}
