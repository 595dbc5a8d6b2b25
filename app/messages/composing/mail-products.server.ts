import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";

/** A product as it stands in the shop when a mail leaves. */
export interface ProductOfMail {
  readonly productId: string;
  readonly title: string;
  readonly imageUrl: string;
  readonly url: string;
  /** Of the cheapest variant that can be bought. */
  readonly priceMinor: number;
  /** That variant's former price, if it is reduced. */
  readonly compareAtMinor: number | null;
}

interface Row {
  readonly productId: string;
  readonly title: string;
  readonly handle: string;
  readonly url: string | null;
  readonly imageUrl: string;
  readonly priceMinor: bigint;
  readonly compareAtMinor: bigint | null;
}

/** Products by id. One without a picture, or of which nothing can be bought, is missing. */
export async function loadProducts(
  db: Db,
  shopId: ShopId,
  productIds: readonly string[],
  shopUrl: string,
): Promise<Map<string, ProductOfMail>> {
  if (productIds.length === 0) return new Map();
  const rows = await db.$queryRaw<Row[]>`
    select product.product_id as "productId", product.title, handle, url, image_url as "imageUrl",
      cheapest.price_minor as "priceMinor", cheapest.compare_at_minor as "compareAtMinor"
    from product cross join lateral (
      select price_minor, compare_at_minor from variant
      where variant.shop_id = product.shop_id and variant.product_id = product.product_id
        and available_for_sale
      order by price_minor, position limit 1) as cheapest
    where shop_id = ${shopId} and product_id = any(${[...new Set(productIds)]}::text[])
      and status = 'active' and deleted_at is null and image_url <> ''`;
  const base = shopUrl.replace(/\/$/, "");
  return new Map(
    rows.map(({ handle, url, priceMinor, compareAtMinor, ...product }) => [
      product.productId,
      {
        ...product,
        url: url ?? `${base}/products/${handle}`,
        priceMinor: Number(priceMinor),
        compareAtMinor:
          compareAtMinor !== null && compareAtMinor > priceMinor ? Number(compareAtMinor) : null,
      },
    ]),
  );
}
