import { openTrackingLevelOf } from "~/events/open-tracking";
import { gidTail } from "~/events/read-json";
import { storeTrackingLevels } from "~/events/tracking-refusal-store.server";
import type { ShopId } from "~/lib/shop-id";
import { adminGraphql } from "~/shopify/admin-graphql.server";
import {
  GID_TYPE,
  STOCK_BY_CHANGE,
  type ListVariables,
  type StockResource,
} from "~/shopify/operations/shop-stock";
import { findLocalVersions } from "./local-objects.server";
import {
  buildChangedSearch,
  findMissing,
  getSyncEnd,
  getNextSyncAt,
  getSyncedUntil,
} from "./reconciliation";
import type { Reconciliation } from "./reconciliation-store.server";
import { upsertMissing, type ReconcileDeps } from "./upsert-missing.server";

/** Each object may need a separate request. */
const PAGE_SIZE = 50;
/** Shopify limits paging to 25,000 objects: a longer sync continues in the next run with a new search. */
const MAX_PAGES = 400;

/**
 * Reads the changes at Shopify since the last sync, page by page,
 * and upserts what no webhook reported.
 *
 * @param isOver whether to stop after the current page; the next run resumes there
 * @returns whether the sync is complete
 */
export async function syncChanges(
  shopId: ShopId,
  { resource, syncedUntil }: Reconciliation,
  shop: { readonly currency: string },
  isOver: () => boolean,
  deps: ReconcileDeps,
): Promise<boolean> {
  const syncUntil = getSyncEnd(deps.now());
  const query = buildChangedSearch(syncedUntil, syncUntil);
  let after: string | null = null;

  for (let page = 1; page <= MAX_PAGES; page++) {
    const variables: ListVariables = { first: PAGE_SIZE, after, query };
    const { list } = await adminGraphql(shopId, STOCK_BY_CHANGE[resource], variables, deps);
    const listed = toListedObjects(resource, list.nodes);
    // Neither webhooks nor versions contain this, so it is always read.
    const levels = list.nodes.flatMap((it) => openTrackingLevelOf(it) ?? []);
    await deps.db.$transaction((tx) => storeTrackingLevels(tx, shopId, levels));
    const ids = listed.map((it) => it.id);
    const missing = findMissing(listed, await findLocalVersions(deps.db, shopId, resource, ids));
    const last = list.nodes.at(-1);
    const isLast = !list.pageInfo.hasNextPage || !last;
    const next = isLast
      ? { syncedUntil: syncUntil, nextSyncAt: getNextSyncAt(deps.now()), reason: null }
      : { syncedUntil: getSyncedUntil(last.updatedAt) };
    await upsertMissing(shopId, resource, { missing, deleted: [] }, next, shop, deps);
    if (isLast) return true;
    if (isOver()) return false;
    after = list.pageInfo.endCursor;
  }
  return false;
}

/** Maps Shopify objects to our ids. */
export function toListedObjects(
  resource: StockResource,
  nodes: readonly { readonly id: string; readonly updatedAt: Date }[],
): { readonly id: string; readonly gid: string; readonly updatedAt: Date }[] {
  return nodes.flatMap(({ id: gid, updatedAt }) => {
    const id = gidTail(gid, GID_TYPE[resource]);
    return id ? [{ id, gid, updatedAt }] : [];
  });
}
