import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";

/** A product as it stands in the shop when a mail leaves. */
export interface NamedProduct {
  readonly productId: string;
  readonly title: string;
  /** Empty without a picture. */
  readonly imageUrl: string;
  readonly url: string;
  /** Of the cheapest variant that can be bought; null: it is sold out. */
  readonly priceMinor: number | null;
  /** That variant's former price, if it is reduced. */
  readonly compareAtMinor: number | null;
}

/** One that a mail can show: it has a picture and can be bought. */
export interface ProductOfMail extends NamedProduct {
  readonly priceMinor: number;
}

interface Row {
  readonly productId: string;
  readonly title: string;
  readonly handle: string;
  readonly url: string | null;
  readonly imageUrl: string;
  readonly priceMinor: bigint | null;
  readonly compareAtMinor: bigint | null;
}

/** Products by id. One without a picture, or of which nothing can be bought, is missing. */
export async function loadProducts(
  db: Db,
  shopId: ShopId,
  productIds: readonly string[],
  shopUrl: string,
): Promise<Map<string, ProductOfMail>> {
  const named = await loadNamedProducts(db, shopId, productIds, shopUrl);
  return new Map(
    [...named].flatMap(([productId, { priceMinor, ...product }]) =>
      priceMinor === null || product.imageUrl === ""
        ? []
        : [[productId, { ...product, priceMinor }]],
    ),
  );
}

/** Products by id, also those that are sold out. One that was taken out of the shop is missing. */
export async function loadNamedProducts(
  db: Db,
  shopId: ShopId,
  productIds: readonly string[],
  shopUrl: string,
): Promise<Map<string, NamedProduct>> {
  if (productIds.length === 0) return new Map();
  const rows = await db.$queryRaw<Row[]>`
    select product.product_id as "productId", product.title, handle, url,
      coalesce(image_url, '') as "imageUrl",
      cheapest.price_minor as "priceMinor", cheapest.compare_at_minor as "compareAtMinor"
    from product left join lateral (
      select price_minor, compare_at_minor from variant
      where variant.shop_id = product.shop_id and variant.product_id = product.product_id
        and available_for_sale
      order by price_minor, position limit 1) as cheapest on true
    where shop_id = ${shopId} and product_id = any(${[...new Set(productIds)]}::text[])
      and status = 'active' and deleted_at is null`;
  const base = shopUrl.replace(/\/$/, "");
  return new Map(
    rows.map(({ handle, url, priceMinor, compareAtMinor, ...product }) => [
      product.productId,
      {
        ...product,
        url: url ?? `${base}/products/${handle}`,
        priceMinor: priceMinor === null ? null : Number(priceMinor),
        compareAtMinor:
          priceMinor !== null && compareAtMinor !== null && compareAtMinor > priceMinor
            ? Number(compareAtMinor)
            : null,
      },
    ]),
  );
}
