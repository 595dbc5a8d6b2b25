import { openTrackingLevelOf } from "~/events/open-tracking";
import { gidTail } from "~/events/read-json";
import { keepTrackingLevels } from "~/events/tracking-refusal-store.server";
import type { ShopId } from "~/lib/shop-id";
import { adminGraphql } from "~/shopify/admin-graphql.server";
import {
  GID_TYPE,
  STOCK_BY_CHANGE,
  type ListVariables,
  type StockResource,
} from "~/shopify/operations/shop-stock";
import { findOwnVersions } from "./own-stock.server";
import { changedSearch, findUntold, lookEnd, nextLookAfter, seenAfter } from "./reconciliation";
import type { Reconciliation } from "./reconciliation-store.server";
import { takeIn, type ReconcileDeps } from "./take-in.server";

/** Each object may need a request of its own. */
const PAGE_SIZE = 50;
/** Shopify limits paging to 25,000 objects: a longer sync continues in the next run with a new search. */
const MOST_PAGES = 400;

/**
 * Reads the changes at Shopify since the last sync, page by page,
 * and upserts what no webhook reported.
 *
 * @param isOver whether to stop after the current page; the next run resumes there
 * @returns whether the sync is complete
 */
export async function lookForChanges(
  shopId: ShopId,
  { resource, seenTo }: Reconciliation,
  shop: { readonly currency: string },
  isOver: () => boolean,
  deps: ReconcileDeps,
): Promise<boolean> {
  const lookTo = lookEnd(deps.now());
  const query = changedSearch(seenTo, lookTo);
  let after: string | null = null;

  for (let page = 1; page <= MOST_PAGES; page++) {
    const variables: ListVariables = { first: PAGE_SIZE, after, query };
    const { list } = await adminGraphql(shopId, STOCK_BY_CHANGE[resource], variables, deps);
    const shown = shownOf(resource, list.nodes);
    // Neither webhooks nor versions contain this, so it is always read.
    const levels = list.nodes.flatMap((it) => openTrackingLevelOf(it) ?? []);
    await deps.db.$transaction((tx) => keepTrackingLevels(tx, shopId, levels));
    const ids = shown.map((it) => it.id);
    const untold = findUntold(shown, await findOwnVersions(deps.db, shopId, resource, ids));
    const last = list.nodes.at(-1);
    const isLast = !list.pageInfo.hasNextPage || !last;
    const next = isLast
      ? { seenTo: lookTo, nextLookAt: nextLookAfter(deps.now()), reason: null }
      : { seenTo: seenAfter(last.updatedAt) };
    await takeIn(shopId, resource, { untold, deleted: [] }, next, shop, deps);
    if (isLast) return true;
    if (isOver()) return false;
    after = list.pageInfo.endCursor;
  }
  return false;
}

/** Maps Shopify objects to our ids. */
export function shownOf(
  resource: StockResource,
  nodes: readonly { readonly id: string; readonly updatedAt: Date }[],
): { readonly id: string; readonly gid: string; readonly updatedAt: Date }[] {
  return nodes.flatMap(({ id: gid, updatedAt }) => {
    const id = gidTail(gid, GID_TYPE[resource]);
    return id ? [{ id, gid, updatedAt }] : [];
  });
}
