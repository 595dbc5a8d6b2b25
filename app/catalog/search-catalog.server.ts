import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";

/** A catalog entry that can be chosen by name. */
export interface CatalogMatch {
  readonly kind: "product" | "collection" | "type" | "vendor" | "tag";
  /** The id of a product or a collection; the name itself of a type, a vendor or a tag. */
  readonly id: string;
  readonly label: string;
  readonly imageUrl: string | null;
}

const MAX_PER_KIND = 8;

/**
 * Finds catalog entries whose name contains the text, ignoring case. Shortest
 * names first, since they are the closest matches. Without a text: the first by name.
 */
export async function searchCatalog(db: Db, shopId: ShopId, text: string): Promise<CatalogMatch[]> {
  const pattern = `%${text.trim().replace(/[\\%_]/g, "\\$&")}%`;
  return db.$queryRaw<CatalogMatch[]>`
    with named as (
      select 'product' as kind, product_id as id, title as label, image_url as "imageUrl"
      from product where shop_id = ${shopId} and deleted_at is null
      union all
      select 'collection', collection_id, title, null
      from collection where shop_id = ${shopId} and deleted_at is null
      union
      select 'type', product_type, product_type, null
      from product where shop_id = ${shopId} and deleted_at is null and product_type <> ''
      union
      select 'vendor', vendor, vendor, null
      from product where shop_id = ${shopId} and deleted_at is null and vendor <> ''
      union
      select 'tag', tag, tag, null
      from product, unnest(tags) as tag where shop_id = ${shopId} and deleted_at is null
    ), ranked as (
      select *, row_number() over (partition by kind order by length(label), label, id) as place
      from named where label ilike ${pattern}
    )
    select kind, id, label, "imageUrl" from ranked
    where place <= ${MAX_PER_KIND}
    order by array_position(array['product', 'collection', 'type', 'vendor', 'tag'], kind), place`;
}
