import type { CommonDeps } from "~/deps";
import { eventsFromBulkNode } from "~/events/backfill/from-shopify-bulk";
import type { AnyEvent } from "~/events/event";
import { recordEvents } from "~/events/event-store.server";
import { eventsFromWebhook } from "~/events/from-shopify/from-shopify";
import type { ShopId } from "~/lib/shop-id";
import { adminGraphql, type AdminDeps } from "~/shopify/admin-graphql.server";
import {
  GID_TYPE,
  STOCK_OBJECT,
  type ObjectVariables,
  type StockResource,
} from "~/shopify/operations/shop-stock";
import { inferMergeSurvivor } from "./infer-merge-survivor.server";
import {
  addFindings,
  saveReconciliation,
  type FindingCounts,
  type Reconciliation,
} from "./reconciliation-store.server";

export type ReconcileDeps = AdminDeps & CommonDeps<"db" | "queue" | "keyring" | "now">;

/** The findings of one page of a sync or a sweep. */
export interface PageFindings {
  readonly missing: readonly {
    readonly object: { readonly gid: string };
    readonly isNew: boolean;
  }[];
  /** Ids in our format. */
  readonly deleted: readonly string[];
}

/**
 * Fetches objects that no webhook reported and records them as webhook events:
 * with the same keys, so that a late webhook
 * changes nothing. Saves the reconciliation's progress in the same transaction.
 *
 * @returns number of objects with new events
 */
export async function upsertMissing(
  shopId: ShopId,
  resource: StockResource,
  found: PageFindings,
  next: Partial<Omit<Reconciliation, "resource">>,
  { currency }: { readonly currency: string },
  deps: ReconcileDeps,
): Promise<number> {
  const fetched: FetchedEvents[] = [];
  for (const { object, isNew } of found.missing) {
    const events = await fetchEvents(shopId, resource, object.gid, currency, deps);
    fetched.push({ kind: isNew ? "newCount" : "changedCount", events });
  }
  for (const id of found.deleted) {
    fetched.push(await buildDeletionEvents(shopId, resource, id, currency, deps));
  }

  const { db, queue, now } = deps;
  return db.$transaction(async (tx) => {
    const finds = { newCount: 0, changedCount: 0, deletedCount: 0 };
    for (const { kind, events } of fetched) {
      const { recorded } = await recordEvents(tx, events, deps);
      if (recorded > 0) finds[kind]++;
    }
    await addFindings(tx, shopId, resource, finds, now());
    await saveReconciliation(tx, shopId, resource, next);
    const foundCount = finds.newCount + finds.changedCount + finds.deletedCount;
    if (foundCount > 0) await queue.announce(tx, shopId, "events_recorded");
    return foundCount;
  });
}

/** The events of an object's webhooks; empty if it was deleted meanwhile. */
async function fetchEvents(
  shopId: ShopId,
  resource: StockResource,
  id: string,
  currency: string,
  deps: ReconcileDeps,
): Promise<readonly AnyEvent[]> {
  const children: unknown[] = [];
  let after: string | null = null;
  let fields: Record<string, unknown>;
  do {
    const variables: ObjectVariables = resource === "customers" ? { id } : { id, after };
    const { one } = await adminGraphql(shopId, STOCK_OBJECT[resource], variables, deps);
    if (!one) return [];
    fields = one;
    children.push(...(one.children?.nodes ?? []));
    after = one.children?.pageInfo.hasNextPage ? one.children.pageInfo.endCursor : null;
  } while (after !== null);

  const fetched = eventsFromBulkNode(
    shopId,
    resource,
    { fields, children },
    { currency, now: deps.now() },
  );
  if (fetched.kind === "refused") {
    deps.log.warn({ shopId, resource, reason: fetched.reason }, "an object could not be read");
  }
  return fetched.kind === "events" ? fetched.events : [];
}

interface FetchedEvents {
  readonly kind: keyof FindingCounts;
  readonly events: readonly AnyEvent[];
}

/**
 * The events of an object that is missing at Shopify. Queries it once more by id
 * before deleting data: it may have returned or be new, and a
 * customer may have been merged.
 */
async function buildDeletionEvents(
  shopId: ShopId,
  resource: StockResource,
  id: string,
  currency: string,
  deps: ReconcileDeps,
): Promise<FetchedEvents> {
  const gid = toGid(resource, id);
  const { one } = await adminGraphql(shopId, STOCK_OBJECT[resource], { id: gid }, deps);
  if (one) return { kind: "deletedCount", events: [] };
  const now = deps.now();
  const webhook = { shopId, triggeredAt: now, headerTriggeredAt: null, currency, now };
  const survivorId = resource === "customers" ? await inferMergeSurvivor(shopId, id, deps) : null;
  const fetched =
    survivorId === null
      ? eventsFromWebhook({
          ...webhook,
          topic: `${resource}/delete`,
          body: { id, admin_graphql_api_id: gid },
        })
      : eventsFromWebhook({
          ...webhook,
          topic: "customers/merge",
          body: {
            status: "completed",
            admin_graphql_api_customer_deleted_id: gid,
            admin_graphql_api_customer_kept_id: toGid("customers", survivorId),
          },
        });
  return {
    kind: survivorId === null ? "deletedCount" : "changedCount",
    events: fetched.kind === "events" ? fetched.events : [],
  };
}

/** `gid://shopify/Order/1` */
const toGid = (resource: StockResource, id: string): string =>
  `gid://shopify/${GID_TYPE[resource]}/${id}`;
