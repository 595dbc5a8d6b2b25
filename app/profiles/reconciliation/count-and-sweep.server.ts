import type { ShopId } from "~/lib/shop-id";
import { adminGraphql } from "~/shopify/admin-graphql.server";
import { STOCK_BY_ID, STOCK_COUNT } from "~/shopify/operations/shop-stock";
import { toListedObjects } from "./sync-changes.server";
import { countLocal, findLocalVersions, listLocalIds } from "./local-objects.server";
import {
  areDeletionsPlausible,
  needsSweep,
  buildVisibleSearch,
  getVisibleSince,
} from "./reconciliation";
import {
  getNextNight,
  saveReconciliation,
  type Reconciliation,
} from "./reconciliation-store.server";
import { upsertMissing, type ReconcileDeps } from "./upsert-missing.server";

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
export async function countResource(
  shopId: ShopId,
  { resource, lastSweptAt }: Reconciliation,
  shop: ShopFacts,
  deps: ReconcileDeps,
): Promise<Pick<Reconciliation, "shopifyCount" | "ownCount" | "sweepCursor">> {
  const { db } = deps;
  const now = deps.now();
  const since = getVisibleSince(resource, shop.grantedScopes, now);
  const { total } = await adminGraphql(
    shopId,
    STOCK_COUNT[resource],
    { query: buildVisibleSearch(since, null) },
    deps,
  );
  const ownCount = await countLocal(db, shopId, resource, since);
  const shopifyCount = total?.count ?? 0;
  const sweepCursor = needsSweep({ shopifyCount, ownCount, lastSweptAt }, now) ? BEGINNING : null;
  const counted = { shopifyCount, ownCount, sweepCursor };
  await saveReconciliation(db, shopId, resource, {
    ...counted,
    countedAt: now,
    ...(sweepCursor === null && {
      nextCountAt: await getNextNight(db, shopId, now),
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
export async function sweepResource(
  shopId: ShopId,
  from: Reconciliation,
  shop: ShopFacts,
  isOver: () => boolean,
  deps: ReconcileDeps,
): Promise<boolean> {
  const { resource } = from;
  const { db } = deps;
  const shopifyCount = from.shopifyCount ?? 0;
  const deletes = areDeletionsPlausible({ shopifyCount, ownCount: from.ownCount ?? 0 });
  let sweepCursor = from.sweepCursor ?? BEGINNING;
  let foundCount = 0;

  for (;;) {
    const since = getVisibleSince(resource, shop.grantedScopes, deps.now());
    const query = buildVisibleSearch(since, sweepCursor) ?? "";
    const { list } = await adminGraphql(
      shopId,
      STOCK_BY_ID[resource],
      { first: PAGE_SIZE, after: null, query },
      deps,
    );
    const shown = toListedObjects(resource, list.nodes);
    const ids = shown.map((it) => it.id);
    const isLast = !list.pageInfo.hasNextPage;
    const upTo = isLast ? null : (ids.at(-1) ?? null);
    const known = await findLocalVersions(db, shopId, resource, ids);
    const missing = shown
      .filter((it) => !known.has(it.id))
      .map((object) => ({ object, isNew: true }));
    const shopifyIds = new Set(ids);
    const own = deletes
      ? await listLocalIds(db, shopId, resource, { after: sweepCursor, upTo, since })
      : [];
    const deleted = own.filter((id) => !shopifyIds.has(id));
    sweepCursor = upTo ?? sweepCursor;
    const now = deps.now();
    const found = { missing, deleted };
    foundCount += await upsertMissing(shopId, resource, found, { sweepCursor }, shop, deps);
    if (isLast) {
      await saveReconciliation(db, shopId, resource, {
        sweepCursor: null,
        lastSweptAt: now,
        nextCountAt:
          foundCount > 0 ? new Date(+now + RECOUNT_MS) : await getNextNight(db, shopId, now),
        keptCount: deletes ? 0 : (from.ownCount ?? 0) - shopifyCount,
        reason: null,
      });
      return true;
    }
    if (isOver()) return false;
  }
}
