import type { Tx } from "~/db.server";
import type { CollectionSnapshot } from "~/events/event";
import type { ShopId } from "~/lib/shop-id";

/**
 * Updates collections to the newest snapshots. Most snapshots omit the
 * members; a known list stays until a newer list arrives.
 */
export async function projectCollections(
  tx: Tx,
  shopId: ShopId,
  snapshots: readonly CollectionSnapshot[],
): Promise<void> {
  if (snapshots.length === 0) return;
  const newest = new Map<string, CollectionSnapshot>();
  for (const snapshot of snapshots.toSorted((a, b) => +a.updatedAt - +b.updatedAt)) {
    const productIds = snapshot.productIds ?? newest.get(snapshot.collectionId)?.productIds ?? null;
    newest.set(snapshot.collectionId, { ...snapshot, productIds });
  }
  const rows = [...newest.values()];
  await tx.$executeRaw`
    insert into collection (shop_id, collection_id, handle, title, product_ids, source_updated_at)
    select ${shopId}, "collectionId", handle, title,
      array(select jsonb_array_elements_text(coalesce("productIds", '[]'))), "updatedAt"
    from jsonb_to_recordset(${JSON.stringify(rows.map(withMembers))}::jsonb) as incoming (
      "collectionId" text, handle text, title text, "productIds" jsonb, "updatedAt" timestamptz)
    on conflict (shop_id, collection_id) do update set
      handle = excluded.handle, title = excluded.title,
      product_ids = case when excluded.product_ids = '{}' then collection.product_ids
        else excluded.product_ids end,
      source_updated_at = excluded.source_updated_at
    where collection.source_updated_at <= excluded.source_updated_at`;
  // The backfill may finish after a newer webhook that contains no members.
  await tx.$executeRaw`
    update collection set product_ids = array(select jsonb_array_elements_text("productIds"))
    from jsonb_to_recordset(${JSON.stringify(rows.filter((it) => it.productIds))}::jsonb) as incoming (
      "collectionId" text, "productIds" jsonb)
    where collection.shop_id = ${shopId} and collection.collection_id = incoming."collectionId"
      and collection.product_ids = '{}'`;
}

/** Marks collections as deleted, including unknown ones. */
export async function projectDeletedCollections(
  tx: Tx,
  shopId: ShopId,
  deleted: readonly { readonly collectionId: string; readonly at: Date }[],
): Promise<void> {
  if (deleted.length === 0) return;
  const latestFirst = deleted.toSorted((a, b) => +b.at - +a.at);
  const rows = [...new Map(latestFirst.map((it) => [it.collectionId, it])).values()];
  await tx.$executeRaw`
    insert into collection (shop_id, collection_id, handle, title, product_ids, source_updated_at,
      deleted_at)
    select ${shopId}, "collectionId", '', '', '{}', to_timestamp(0), at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as deleted ("collectionId" text, at timestamptz)
    on conflict (shop_id, collection_id) do update
      set deleted_at = least(collection.deleted_at, excluded.deleted_at)`;
}

/** JSON null is a value to `jsonb`, and would not be coalesced. */
const withMembers = (it: CollectionSnapshot) => ({ ...it, productIds: it.productIds ?? [] });
