import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";

/** A product as it stands in the shop when a mail leaves. */
export interface NamedProduct {
  readonly productId: string;
  /** With the variant's, where one is asked for. */
  readonly title: string;
  /** Empty without a picture. */
  readonly imageUrl: string;
  readonly url: string;
  /** Of the variant that is asked for, else the cheapest that can be bought; null: it is sold out. */
  readonly priceMinor: number | null;
  /** That variant's former price, if it is reduced. */
  readonly compareAtMinor: number | null;
  /** What it cost when the recipient looked at it, where the mail is about that. */
  readonly seenMinor: number | null;
  /** The lowest price of the 30 days before it became cheaper, where the mail has to say it. */
  readonly lowestMinor: number | null;
  /** The variant whose price it is; null: it is sold out. */
  readonly soldAs: string | null;
  /** Where one piece of that variant lies in the cart; null while it is sold out. */
  readonly cartUrl: string | null;
}

export interface ProductRef {
  readonly productId: string;
  /** null: any variant. */
  readonly variantId: string | null;
}

interface Row extends ProductRef {
  readonly title: string;
  readonly variantTitle: string | null;
  readonly handle: string;
  readonly url: string | null;
  readonly imageUrl: string;
  readonly boughtAs: string | null;
  readonly priceMinor: bigint | null;
  readonly compareAtMinor: bigint | null;
}

/** Under which `loadNamedProducts` gives a product. */
export const refKey = ({ productId, variantId }: ProductRef) => `${productId}/${variantId ?? ""}`;

/** Products, also those that are sold out, by their key. One that was taken out of the shop is missing. */
export async function loadNamedProducts(
  db: Db,
  shopId: ShopId,
  refs: readonly ProductRef[],
  shopUrl: string,
): Promise<Map<string, NamedProduct>> {
  if (refs.length === 0) return new Map();
  const asked = [...new Map(refs.map((ref) => [refKey(ref), ref])).values()];
  const rows = await db.$queryRaw<Row[]>`
    select product.product_id as "productId", asked."variantId", product.title, product.handle,
      product.url, coalesce(product.image_url, '') as "imageUrl", own.title as "variantTitle",
      offer.variant_id as "boughtAs", offer.price_minor as "priceMinor",
      offer.compare_at_minor as "compareAtMinor"
    from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as asked ("productId" text, "variantId" text)
    join product on product.shop_id = ${shopId} and product.product_id = asked."productId"
      and product.status = 'active' and product.deleted_at is null
    left join variant own on own.shop_id = ${shopId} and own.product_id = product.product_id
      and own.variant_id = asked."variantId"
    left join lateral (
      select variant_id, price_minor, compare_at_minor from variant
      where variant.shop_id = ${shopId} and variant.product_id = product.product_id
        and available_for_sale
        and (asked."variantId" is null or variant.variant_id = asked."variantId")
      order by price_minor, position limit 1) as offer on true`;
  const base = shopUrl.replace(/\/$/, "");
  return new Map(rows.map((row) => [refKey(row), asNamed(row, base)]));
}

/** Shopify's name for the one variant of a product without any. */
const NO_VARIANT = "Default Title";

function asNamed(row: Row, base: string): NamedProduct {
  const { productId, title, variantTitle, imageUrl, boughtAs, priceMinor, compareAtMinor } = row;
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
    // A permalink of Shopify's: it leads to the cart rather than into the checkout.
    cartUrl: boughtAs === null ? null : `${base}/cart/${boughtAs}:1?storefront=true`,
  };
}

/** A product's page with a variant chosen on it. */
function ofVariant(page: string, variantId: string): string {
  if (!URL.canParse(page)) return page;
  const url = new URL(page);
  url.searchParams.set("variant", variantId);
  return url.href;
}
