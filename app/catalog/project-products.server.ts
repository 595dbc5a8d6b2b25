import type { Tx } from "~/db.server";
import type { ProductSnapshot } from "~/events/event";
import type { ShopId } from "~/lib/shop-id";

/** A webhook contains at most this many variants; a list of this length may be truncated. */
const WEBHOOK_VARIANTS = 100;

/**
 * Updates products to the newest snapshots, unless a newer one is already
 * stored. Uses a fixed number of statements.
 */
export async function projectProducts(
  tx: Tx,
  shopId: ShopId,
  snapshots: readonly ProductSnapshot[],
): Promise<void> {
  if (snapshots.length === 0) return;
  const newest = new Map<string, ProductSnapshot>();
  const urls = new Map<string, string>();
  for (const product of snapshots.toSorted((a, b) => +a.updatedAt - +b.updatedAt)) {
    newest.set(product.productId, product);
    if (product.url) urls.set(product.productId, product.url);
  }
  const upserted = await upsertProducts(tx, shopId, [...newest.values()]);
  await fillUrls(tx, shopId, urls);
  await replaceVariants(
    tx,
    shopId,
    upserted.flatMap((productId) => newest.get(productId) ?? []),
  );
}

/** Marks products as deleted, including unknown ones, whose snapshots may arrive late. */
export async function projectDeletedProducts(
  tx: Tx,
  shopId: ShopId,
  deleted: readonly { readonly productId: string; readonly at: Date }[],
): Promise<void> {
  if (deleted.length === 0) return;
  const latestFirst = deleted.toSorted((a, b) => +b.at - +a.at);
  const rows = [...new Map(latestFirst.map((it) => [it.productId, it])).values()];
  await tx.$executeRaw`
    insert into product (shop_id, product_id, handle, title, vendor, product_type, tags, status,
      created_at, source_updated_at, deleted_at)
    select ${shopId}, "productId", '', '', '', '', '{}', 'archived', at, to_timestamp(0), at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as deleted ("productId" text, at timestamptz)
    on conflict (shop_id, product_id) do update
      set deleted_at = least(product.deleted_at, excluded.deleted_at)`;
}

/** @returns ids of products whose snapshot was not older than the stored one */
async function upsertProducts(
  tx: Tx,
  shopId: ShopId,
  products: readonly ProductSnapshot[],
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ productId: string }[]>`
    insert into product (shop_id, product_id, handle, title, vendor, product_type, tags, status, url,
      image_url, created_at, published_at, source_updated_at)
    select ${shopId}, "productId", handle, title, vendor, "productType",
      array(select jsonb_array_elements_text(tags)), status, url, "imageUrl", "createdAt",
      "publishedAt", "updatedAt"
    from jsonb_to_recordset(${JSON.stringify(products)}::jsonb) as incoming (
      "productId" text, handle text, title text, vendor text, "productType" text, tags jsonb,
      status text, url text, "imageUrl" text, "createdAt" timestamptz, "publishedAt" timestamptz,
      "updatedAt" timestamptz)
    on conflict (shop_id, product_id) do update set
      handle = excluded.handle, title = excluded.title, vendor = excluded.vendor,
      product_type = excluded.product_type, tags = excluded.tags, status = excluded.status,
      url = coalesce(excluded.url, product.url), image_url = excluded.image_url,
      created_at = excluded.created_at, published_at = excluded.published_at,
      source_updated_at = excluded.source_updated_at, rating_read_at = null
    where product.source_updated_at <= excluded.source_updated_at
    returning product_id as "productId"`;
  return rows.map((it) => it.productId);
}

/** Only the backfill reports URLs. They apply even after a newer webhook. */
async function fillUrls(tx: Tx, shopId: ShopId, urls: ReadonlyMap<string, string>): Promise<void> {
  if (urls.size === 0) return;
  const rows = [...urls].map(([productId, url]) => ({ productId, url }));
  await tx.$executeRaw`
    update product set url = incoming.url
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as incoming ("productId" text, url text)
    where product.shop_id = ${shopId} and product.product_id = incoming."productId"
      and product.url is null`;
}

async function replaceVariants(
  tx: Tx,
  shopId: ShopId,
  products: readonly ProductSnapshot[],
): Promise<void> {
  const complete = products.filter((it) => it.variants.length !== WEBHOOK_VARIANTS);
  const variants = products.flatMap(({ productId, variants }) =>
    variants.map((variant, index) => ({ ...variant, productId, position: index + 1 })),
  );
  const currentVariantIds = complete.flatMap((it) => it.variants.map(({ variantId }) => variantId));
  await tx.$executeRaw`
    delete from variant where shop_id = ${shopId}
      and product_id = any(${complete.map((it) => it.productId)}::text[])
      and variant_id <> all(${currentVariantIds}::text[])`;
  const rows = [...new Map(variants.map((it) => [it.variantId, it])).values()];
  await tx.$executeRaw`
    insert into variant (shop_id, variant_id, product_id, position, title, sku, price_minor,
      compare_at_minor, inventory_quantity, available_for_sale)
    select ${shopId}, "variantId", "productId", position, title, sku, "priceMinor",
      "compareAtMinor", "inventoryQuantity", "availableForSale"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as incoming (
      "variantId" text, "productId" text, position int, title text, sku text, "priceMinor" bigint,
      "compareAtMinor" bigint, "inventoryQuantity" int, "availableForSale" boolean)
    on conflict (shop_id, variant_id) do update set
      product_id = excluded.product_id, position = excluded.position, title = excluded.title,
      sku = excluded.sku, price_minor = excluded.price_minor,
      compare_at_minor = excluded.compare_at_minor,
      inventory_quantity = excluded.inventory_quantity,
      available_for_sale = excluded.available_for_sale,
      -- Whoever changes a product may have changed its cost, which snapshots do not contain.
      cost_read_at = null`;
}
