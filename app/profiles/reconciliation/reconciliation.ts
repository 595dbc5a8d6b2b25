import { canReadOlderOrders } from "~/shopify/older-orders";
import type { StockResource } from "~/shopify/operations/shop-stock";

/** In processing order: orders depend on products and customers. */
export const RESOURCES = [
  "products",
  "customers",
  "orders",
] as const satisfies readonly StockResource[];

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Changes this recent are left to their webhooks. */
const WEBHOOK_GRACE_MS = 5 * MINUTE_MS;
/** Syncs overlap, because Shopify's search index lags behind. */
const OVERLAP_MS = 10 * MINUTE_MS;
const SYNC_INTERVAL_MS = 60 * MINUTE_MS;
/** Equal counts may hide one missing and one surplus object. */
const SWEEP_INTERVAL_MS = 7 * DAY_MS;
/** Without read_all_orders Shopify shows sixty days; a day less, so that none disappears meanwhile. */
const VISIBLE_ORDERS_MS = 59 * DAY_MS;

/** The end of a sync that starts now. */
export const getSyncEnd = (now: Date): Date => new Date(now.getTime() - WEBHOOK_GRACE_MS);

/** The earliest start of a sync up to an instant. */
export const getSyncStart = (syncUntil: Date): Date =>
  new Date(syncUntil.getTime() + WEBHOOK_GRACE_MS);

/** When the sync after one that started now is due. */
export const getNextSyncAt = (now: Date): Date => new Date(now.getTime() + SYNC_INTERVAL_MS);

/** The search query for changes between the last sync and the end of this one. */
export function buildChangedSearch(syncedUntil: Date, syncUntil: Date): string {
  const from = new Date(syncedUntil.getTime() - OVERLAP_MS);
  return `updated_at:>='${from.toISOString()}' AND updated_at:<='${syncUntil.toISOString()}'`;
}

/** The progress of an incomplete sync whose last change is at `updatedAt`. */
export const getSyncedUntil = (updatedAt: Date): Date => new Date(updatedAt.getTime() + OVERLAP_MS);

/**
 * The start of the range of a resource that is visible to the app; `null`: unlimited.
 *
 * @param grantedScopes comma-separated, as in the shop's row
 */
export function getVisibleSince(
  resource: StockResource,
  grantedScopes: string,
  now: Date,
): Date | null {
  if (resource !== "orders" || canReadOlderOrders(grantedScopes)) return null;
  return new Date(now.getTime() - VISIBLE_ORDERS_MS);
}

/** The search query for the visible objects after an id. */
export function buildVisibleSearch(since: Date | null, afterId: string | null): string | null {
  const terms = [
    ...(since ? [`created_at:>='${since.toISOString()}'`] : []),
    ...(afterId === null ? [] : [`id:>${afterId}`]),
  ];
  return terms.length > 0 ? terms.join(" AND ") : null;
}

interface Counted {
  readonly shopifyCount: number;
  readonly ownCount: number;
  readonly lastSweptAt: Date | null;
}

/** Whether to compare all ids: if the counts differ, and once a week otherwise. */
export function needsSweep({ shopifyCount, ownCount, lastSweptAt }: Counted, now: Date): boolean {
  if (shopifyCount !== ownCount) return true;
  return lastSweptAt === null || now.getTime() - lastSweptAt.getTime() >= SWEEP_INTERVAL_MS;
}

/** Deletions per day that are plausible for a shop of any size. */
const MAX_PLAUSIBLE_COUNT = 100;
const MAX_PLAUSIBLE_SHARE = 0.1;

/**
 * Whether the number of missing objects can be deletions. If much of a
 * resource is missing at once, the app more likely lost access, and
 * deleting all customers could not be undone.
 */
export function areDeletionsPlausible({
  shopifyCount,
  ownCount,
}: Pick<Counted, "shopifyCount" | "ownCount">): boolean {
  return ownCount - shopifyCount <= Math.max(MAX_PLAUSIBLE_COUNT, ownCount * MAX_PLAUSIBLE_SHARE);
}

interface MissingObject<T> {
  readonly object: T;
  /** false: an older version is stored. */
  readonly isNew: boolean;
}

/**
 * The Shopify objects that are missing or outdated here. Shopify's
 * timestamps have whole seconds; ours may have milliseconds.
 */
export function findMissing<T extends { readonly id: string; readonly updatedAt: Date }>(
  shown: readonly T[],
  own: ReadonlyMap<string, LocalVersion>,
): MissingObject<T>[] {
  return shown.flatMap((object): MissingObject<T>[] => {
    const version = own.get(object.id);
    if (!version) return [{ object, isNew: true }];
    const second = Math.floor(object.updatedAt.getTime() / 1000) * 1000;
    const isCurrent =
      version.isGone || (version.updatedAt !== null && version.updatedAt.getTime() >= second);
    return isCurrent ? [] : [{ object, isNew: false }];
  });
}

/** The stored version of an object. */
export interface LocalVersion {
  /** `null`: only referenced, such as a customer by an order. */
  readonly updatedAt: Date | null;
  /** Deleted, erased or merged: later updates are ignored. */
  readonly isGone: boolean;
}
