import type { ShopId } from "~/lib/shop-id";
import { adminGraphql } from "~/shopify/admin-graphql.server";
import { STOCK_BY_ID, STOCK_COUNT } from "~/shopify/operations/shop-stock";
import { shownOf } from "./look-for-changes.server";
import { countOwn, findOwnVersions, listOwnIds } from "./own-stock.server";
import { canBelieveDeletions, needsSweep, shownSearch, shownSince } from "./reconciliation";
import { nextNight, saveReconciliation, type Reconciliation } from "./reconciliation-store.server";
import { takeIn, type ReconcileDeps } from "./take-in.server";

interface ShopFacts {
  readonly currency: string;
  readonly grantedScopes: string;
}

const PAGE_SIZE = 250;
/** Recount after missing objects were upserted. */
const RECOUNT_MS = 10 * 60_000;
/** Below every id. */
const BEGINNING = "0";

/**
 * Compares the count of a resource with Shopify.
 *
 * @returns the start of the sweep that has to follow; `null` if none is needed
 */
export async function countStock(
  shopId: ShopId,
  { resource, sweptAt }: Reconciliation,
  shop: ShopFacts,
  deps: ReconcileDeps,
): Promise<Pick<Reconciliation, "shopifyCount" | "ownCount" | "sweptTo">> {
  const { db } = deps;
  const now = deps.now();
  const since = shownSince(resource, shop.grantedScopes, now);
  const { total } = await adminGraphql(
    shopId,
    STOCK_COUNT[resource],
    { query: shownSearch(since, null) },
    deps,
  );
  const ownCount = await countOwn(db, shopId, resource, since);
  const shopifyCount = total?.count ?? 0;
  const sweptTo = needsSweep({ shopifyCount, ownCount, sweptAt }, now) ? BEGINNING : null;
  const counted = { shopifyCount, ownCount, sweptTo };
  await saveReconciliation(db, shopId, resource, {
    ...counted,
    countedAt: now,
    ...(sweptTo === null && {
      nextCountAt: await nextNight(db, shopId, now),
      keptCount: 0,
      reason: null,
    }),
  });
  return counted;
}

/**
 * Compares all ids with Shopify, page by page: upserts missing objects
 * and deletes those deleted at Shopify, unless their number is implausible.
 *
 * @param isOver whether to stop after the current page; the next run resumes there
 * @returns whether the sweep is complete
 */
export async function sweepStock(
  shopId: ShopId,
  from: Reconciliation,
  shop: ShopFacts,
  isOver: () => boolean,
  deps: ReconcileDeps,
): Promise<boolean> {
  const { resource } = from;
  const { db } = deps;
  const shopifyCount = from.shopifyCount ?? 0;
  const deletes = canBelieveDeletions({ shopifyCount, ownCount: from.ownCount ?? 0 });
  let sweptTo = from.sweptTo ?? BEGINNING;
  let foundCount = 0;

  for (;;) {
    const since = shownSince(resource, shop.grantedScopes, deps.now());
    const query = shownSearch(since, sweptTo) ?? "";
    const { list } = await adminGraphql(
      shopId,
      STOCK_BY_ID[resource],
      { first: PAGE_SIZE, after: null, query },
      deps,
    );
    const shown = shownOf(resource, list.nodes);
    const ids = shown.map((it) => it.id);
    const isLast = !list.pageInfo.hasNextPage;
    const upTo = isLast ? null : (ids.at(-1) ?? null);
    const known = await findOwnVersions(db, shopId, resource, ids);
    const untold = shown
      .filter((it) => !known.has(it.id))
      .map((object) => ({ object, isNew: true }));
    const there = new Set(ids);
    const own = deletes
      ? await listOwnIds(db, shopId, resource, { after: sweptTo, upTo, since })
      : [];
    const deleted = own.filter((id) => !there.has(id));
    sweptTo = upTo ?? sweptTo;
    const now = deps.now();
    const found = { untold, deleted };
    foundCount += await takeIn(shopId, resource, found, { sweptTo }, shop, deps);
    if (isLast) {
      await saveReconciliation(db, shopId, resource, {
        sweptTo: null,
        sweptAt: now,
        nextCountAt:
          foundCount > 0 ? new Date(+now + RECOUNT_MS) : await nextNight(db, shopId, now),
        keptCount: deletes ? 0 : (from.ownCount ?? 0) - shopifyCount,
        reason: null,
      });
      return true;
    }
    if (isOver()) return false;
  }
}
