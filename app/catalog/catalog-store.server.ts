import { readRows } from "~/db-reads.server";
import type { Db } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import type { CatalogProduct } from "./catalog-product";
import { decideOffer, type OfferFacts } from "./offerable";

const WITH_VARIANTS = {
  include: { variants: { orderBy: { position: "asc" } } },
} as const satisfies Prisma.ProductDefaultArgs;

export type ProductWithVariants = Prisma.ProductGetPayload<typeof WITH_VARIANTS>;

/** Loads products with their variants in position order. Includes deleted products; skips unknown ids. */
export async function findProducts(
  db: Db,
  shopId: ShopId,
  productIds: readonly string[],
): Promise<ProductWithVariants[]> {
  return db.product.findMany({
    where: { shopId, productId: { in: [...productIds] } },
    ...WITH_VARIANTS,
  });
}

interface CatalogRow extends OfferFacts {
  readonly productId: string;
  readonly title: string;
  readonly vendor: string;
  readonly productType: string;
  readonly tags: readonly string[];
  readonly unitsLeft: bigint | null;
  readonly createdAt: Date;
}

/**
 * Lists the shop's products and whether each can be offered at `now`, without deleted ones. Reads one row per
 * product, regardless of its number of variants.
 *
 * @param productIds limits the result to these products
 */
export async function listCatalogProducts(
  db: Db,
  shopId: ShopId,
  now: Date,
  productIds?: readonly string[],
): Promise<CatalogProduct[]> {
  const productFilter = productIds
    ? Prisma.sql`and p.product_id = any(${[...productIds]})`
    : Prisma.empty;
  const rows = await readRows<CatalogRow>(
    db,
    Prisma.sql`
    select p.product_id as "productId", p.title, p.vendor, p.product_type as "productType", coalesce(p.tags, '{}') as tags, p.status,
           p.created_at as "createdAt", p.published_at as "publishedAt",
           coalesce(p.image_url, '') <> '' as "hasImage",
           min(v.price_minor) filter (where v.available_for_sale) as "fromPriceMinor",
           case when bool_and(coalesce(v.inventory_quantity > 0, false)) filter (where v.available_for_sale)
             then sum(v.inventory_quantity) filter (where v.available_for_sale) end as "unitsLeft"
    from product p
    left join variant v on v.shop_id = p.shop_id and v.product_id = p.product_id
    where p.shop_id = ${shopId} and p.deleted_at is null ${productFilter}
    group by p.shop_id, p.product_id
    order by p.product_id`,
    {
      createdAt: "instant",
      publishedAt: "instant",
      fromPriceMinor: "bigint",
      unitsLeft: "bigint",
    },
  );
  return rows.map(({ productId, title, vendor, productType, tags, unitsLeft, ...row }) => ({
    productId,
    title,
    vendor,
    productType,
    tags,
    priceMinor: row.fromPriceMinor === null ? null : Number(row.fromPriceMinor),
    unitsLeft: unitsLeft === null ? null : Number(unitsLeft),
    offer: decideOffer(row, now),
    since: row.publishedAt ?? row.createdAt,
  }));
}
