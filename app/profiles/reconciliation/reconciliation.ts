import { seesOlderOrders } from "~/shopify/older-orders";
import type { StockResource } from "~/shopify/operations/shop-stock";

/** In the order in which they are looked at: an order leans on its products and its customer. */
export const RESOURCES = [
  "products",
  "customers",
  "orders",
] as const satisfies readonly StockResource[];

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** What was changed so lately is left to its webhook, which may be on its way. */
const WEBHOOK_TIME_MS = 5 * MINUTE_MS;
/** Looks overlap: Shopify's search is behind its records by a little. */
const OVERLAP_MS = 10 * MINUTE_MS;
const LOOK_EVERY_MS = 60 * MINUTE_MS;
/** Counts that agree may hide one that is missing and one that is too many. */
const SWEEP_EVERY_MS = 7 * DAY_MS;
/** Without read_all_orders Shopify shows sixty days; a day less, so that none drops out while we look. */
const SHOWN_ORDERS_MS = 59 * DAY_MS;

/** Up to when a look that begins now reads. */
export const lookEnd = (now: Date): Date => new Date(now.getTime() - WEBHOOK_TIME_MS);

/** When a look may begin that is to read up to an instant. */
export const lookBegin = (lookTo: Date): Date => new Date(lookTo.getTime() + WEBHOOK_TIME_MS);

/** When the next look is due after one that began now. */
export const nextLookAfter = (now: Date): Date => new Date(now.getTime() + LOOK_EVERY_MS);

/** Shopify's search for what was changed between the last look and this one's end. */
export function changedSearch(seenTo: Date, lookTo: Date): string {
  const from = new Date(seenTo.getTime() - OVERLAP_MS);
  return `updated_at:>='${from.toISOString()}' AND updated_at:<='${lookTo.toISOString()}'`;
}

/** What a look that is not at its end has seen when the last change that it saw is of `updatedAt`. */
export const seenAfter = (updatedAt: Date): Date => new Date(updatedAt.getTime() + OVERLAP_MS);

/**
 * From when on Shopify shows a resource to the app; `null`: it shows all of it.
 *
 * @param grantedScopes as the shop's row holds them, joined by commas
 */
export function shownSince(resource: StockResource, grantedScopes: string, now: Date): Date | null {
  if (resource !== "orders" || seesOlderOrders(grantedScopes)) return null;
  return new Date(now.getTime() - SHOWN_ORDERS_MS);
}

/** Shopify's search for what it shows of a resource, past an id. */
export function shownSearch(since: Date | null, afterId: string | null): string | null {
  const terms = [
    ...(since ? [`created_at:>='${since.toISOString()}'`] : []),
    ...(afterId === null ? [] : [`id:>${afterId}`]),
  ];
  return terms.length > 0 ? terms.join(" AND ") : null;
}

interface Counted {
  readonly shopifyCount: number;
  readonly ownCount: number;
  readonly sweptAt: Date | null;
}

/** Whether all ids are to be compared: where the counts differ, and once a week where they do not. */
export function needsSweep({ shopifyCount, ownCount, sweptAt }: Counted, now: Date): boolean {
  if (shopifyCount !== ownCount) return true;
  return sweptAt === null || now.getTime() - sweptAt.getTime() >= SWEEP_EVERY_MS;
}

/** So many may vanish in a day whatever the shop's size. */
const ALWAYS_BELIEVED = 100;
const BELIEVED_SHARE = 0.1;

/**
 * Whether what Shopify does not show can have been deleted. When much of a
 * resource is gone at once, it is likelier that the app is not let see it, and
 * forgetting everybody cannot be taken back.
 */
export function canBelieveDeletions({
  shopifyCount,
  ownCount,
}: Pick<Counted, "shopifyCount" | "ownCount">): boolean {
  return ownCount - shopifyCount <= Math.max(ALWAYS_BELIEVED, ownCount * BELIEVED_SHARE);
}

interface Untold<T> {
  readonly object: T;
  /** false: we have an older version of it. */
  readonly isNew: boolean;
}

/**
 * Which of Shopify's objects we do not have as they stand there. Shopify's
 * instants have whole seconds; ours may lie anywhere inside the second.
 */
export function findUntold<T extends { readonly id: string; readonly updatedAt: Date }>(
  shown: readonly T[],
  own: ReadonlyMap<string, OwnVersion>,
): Untold<T>[] {
  return shown.flatMap((object): Untold<T>[] => {
    const version = own.get(object.id);
    if (!version) return [{ object, isNew: true }];
    const second = Math.floor(object.updatedAt.getTime() / 1000) * 1000;
    const isKnown =
      version.isGone || (version.updatedAt !== null && version.updatedAt.getTime() >= second);
    return isKnown ? [] : [{ object, isNew: false }];
  });
}

/** The version of an object that we have. */
export interface OwnVersion {
  /** `null`: known by name only, such as a customer by their order. */
  readonly updatedAt: Date | null;
  /** Deleted, erased or merged: nothing that is told of it now is taken. */
  readonly isGone: boolean;
}
