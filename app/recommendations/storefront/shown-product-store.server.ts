import { decideOffer, type OfferFacts } from "~/catalog/offerable";
import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";

/** The displayed data of a product in a storefront. */
export interface StorefrontProduct {
  readonly title: string;
  readonly handle: string;
  readonly imageUrl: string | null;
  /** Price of the cheapest available variant. */
  readonly priceMinor: number | null;
  readonly mayBeOffered: boolean;
}

interface Row extends OfferFacts {
  readonly productId: string;
  readonly title: string;
  readonly handle: string;
  readonly imageUrl: string | null;
}

/** The current data of these products, without deleted and unknown ones. */
export async function listShownProducts(
  db: Db,
  shopId: ShopId,
  productIds: readonly string[],
  now: Date,
): Promise<Map<string, StorefrontProduct>> {
  const rows = await db.$queryRaw<Row[]>`
    select product_id as "productId", title, handle, image_url as "imageUrl", status,
      published_at as "publishedAt", coalesce(image_url, '') <> '' as "hasImage", (
        select min(price_minor) from variant
        where variant.shop_id = product.shop_id and variant.product_id = product.product_id
          and available_for_sale) as "fromPriceMinor"
    from product
    where shop_id = ${shopId} and product_id = any(${[...new Set(productIds)]}::text[])
      and deleted_at is null`;
  return new Map(
    rows.map(({ productId, title, handle, imageUrl, ...facts }) => [
      productId,
      {
        title,
        handle,
        imageUrl,
        priceMinor: facts.fromPriceMinor === null ? null : Number(facts.fromPriceMinor),
        mayBeOffered: decideOffer(facts, now).kind === "offerable",
      },
    ]),
  );
}
