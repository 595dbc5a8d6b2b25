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

/** Each may have to be fetched on its own before the page is done. */
const PAGE_SIZE = 50;
/** Shopify's pages end after 25,000 objects: a longer look goes on in the next run, with a search of its own. */
const MOST_PAGES = 400;

/**
 * Looks through what was changed at Shopify since the last look, page by page,
 * and takes in what no webhook told.
 *
 * @param isOver whether to stop after the page in hand; the next run goes on there
 * @returns whether the look came to its end
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
    // Not told by any webhook, and not by the version either: asked for by itself.
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

/** Shopify's objects by the ids under which we keep them. */
export function shownOf(
  resource: StockResource,
  nodes: readonly { readonly id: string; readonly updatedAt: Date }[],
): { readonly id: string; readonly gid: string; readonly updatedAt: Date }[] {
  return nodes.flatMap(({ id: gid, updatedAt }) => {
    const id = gidTail(gid, GID_TYPE[resource]);
    return id ? [{ id, gid, updatedAt }] : [];
  });
}
