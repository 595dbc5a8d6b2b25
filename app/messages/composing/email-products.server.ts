import { Prisma } from "~/generated/prisma/client";
import { readRows } from "~/db-reads.server";
import type { ProductRating } from "~/catalog/ratings/product-rating";
import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";

/** A product with its current data. */
export interface NamedProduct {
  readonly productId: string;
  /** With the variant's title, if one is requested. */
  readonly title: string;
  /** Empty without an image. */
  readonly imageUrl: string;
  readonly url: string;
  /** Price of the requested variant, otherwise of the cheapest available one; null when sold out. */
  readonly priceMinor: number | null;
  /** Former price of that variant, if reduced. */
  readonly compareAtMinor: number | null;
  /** Price when the recipient viewed it, for price-drop emails. */
  readonly seenMinor: number | null;
  /** Lowest price of the 30 days before the reduction, if the email must show it. */
  readonly lowestMinor: number | null;
  /** The priced variant; null when sold out. */
  readonly soldAs: string | null;
  /** URL of a cart with one of that variant; null when sold out. */
  readonly cartUrl: string | null;
  /** Units of the requested variant, otherwise of all available ones; null if not counted or sold without stock. */
  readonly unitsLeft: number | null;
  /** What customers gave it in their reviews; null without any. */
  readonly rating: ProductRating | null;
}

export interface EmailProductRef {
  readonly productId: string;
  /** null: any variant. */
  readonly variantId: string | null;
}

interface Row extends EmailProductRef {
  readonly title: string;
  readonly variantTitle: string | null;
  readonly handle: string;
  readonly url: string | null;
  readonly imageUrl: string;
  readonly boughtAs: string | null;
  readonly priceMinor: bigint | null;
  readonly compareAtMinor: bigint | null;
  readonly unitsLeft: bigint | null;
  readonly stars: number | null;
  readonly ratingCount: number | null;
}

/** Key of a product in `loadNamedProducts`. */
export const refKey = ({ productId, variantId }: EmailProductRef) =>
  `${productId}/${variantId ?? ""}`;

/** Products by key, sold out ones included. Deleted products are missing. */
export async function loadNamedProducts(
  db: Db,
  shopId: ShopId,
  refs: readonly EmailProductRef[],
  shopUrl: string,
): Promise<Map<string, NamedProduct>> {
  if (refs.length === 0) return new Map();
  const requested = [...new Map(refs.map((ref) => [refKey(ref), ref])).values()];
  const rows = await readRows<Row>(
    db,
    Prisma.sql`
    select product.product_id as "productId", requested."variantId", product.title, product.handle,
      product.url, coalesce(product.image_url, '') as "imageUrl",
      product.rating as stars, product.rating_count as "ratingCount", own.title as "variantTitle",
      offer.variant_id as "boughtAs", offer.price_minor as "priceMinor",
      offer.compare_at_minor as "compareAtMinor", stock."unitsLeft"
    from jsonb_to_recordset(${JSON.stringify(requested)}::jsonb) as requested ("productId" text, "variantId" text)
    join product on product.shop_id = ${shopId} and product.product_id = requested."productId"
      and product.status = 'active' and product.deleted_at is null
    left join variant own on own.shop_id = ${shopId} and own.product_id = product.product_id
      and own.variant_id = requested."variantId"
    left join lateral (
      select variant_id, price_minor, compare_at_minor from variant
      where variant.shop_id = ${shopId} and variant.product_id = product.product_id
        and available_for_sale
        and (requested."variantId" is null or variant.variant_id = requested."variantId")
      order by price_minor, position limit 1) as offer on true
    left join lateral (
      select case when bool_and(coalesce(inventory_quantity > 0, false)) then sum(inventory_quantity)
        end as "unitsLeft" from variant
      where variant.shop_id = ${shopId} and variant.product_id = product.product_id
        and available_for_sale
        and (requested."variantId" is null or variant.variant_id = requested."variantId")) as stock
      on true`,
    { priceMinor: "bigint", compareAtMinor: "bigint", unitsLeft: "bigint" },
  );
  const base = shopUrl.replace(/\/$/, "");
  return new Map(rows.map((row) => [refKey(row), asNamed(row, base)]));
}

/** Shopify's title of a product's only variant. */
const NO_VARIANT = "Default Title";

function asNamed(row: Row, base: string): NamedProduct {
  const { productId, title, variantTitle, imageUrl, boughtAs, priceMinor, compareAtMinor } = row;
  const { stars, ratingCount: count } = row;
  const hasVariant = variantTitle !== null && variantTitle !== NO_VARIANT;
  const page = row.url ?? `${base}/products/${row.handle}`;
  const isReduced = priceMinor !== null && compareAtMinor !== null && compareAtMinor > priceMinor;
  return {
    productId,
    title: hasVariant ? `${title}, ${variantTitle}` : title,
    imageUrl,
    url: hasVariant && row.variantId !== null ? ofVariant(page, row.variantId) : page,
    priceMinor: priceMinor === null ? null : Number(priceMinor),
    compareAtMinor: isReduced ? Number(compareAtMinor) : null,
    seenMinor: null,
    lowestMinor: null,
    soldAs: boughtAs,
    // A Shopify permalink that opens the cart instead of the checkout.
    cartUrl: boughtAs === null ? null : `${base}/cart/${boughtAs}:1?storefront=true`,
    unitsLeft: row.unitsLeft === null ? null : Number(row.unitsLeft),
    rating: stars === null || count === null ? null : { stars, count },
  };
}

/** A product page with a preselected variant. */
function ofVariant(page: string, variantId: string): string {
  if (!URL.canParse(page)) return page;
  const url = new URL(page);
  url.searchParams.set("variant", variantId);
  return url.href;
}
