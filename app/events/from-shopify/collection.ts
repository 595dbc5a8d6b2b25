import type { AnyEvent, CollectionSnapshot } from "../event";
import { at, findInvalidInstant, gidTail, idOf, pastInstantOf, textOf } from "../read-json";
import {
  notAnInstant,
  refused,
  translated,
  type TranslationContext,
  type EventTranslation,
} from "../translation";

/**
 * collections/create and collections/update: name and handle, not the members. Whole seconds: a
 * member list from the backfill has no finer timestamp and must not look older than the webhook.
 */
export function fromCollection(body: unknown, context: TranslationContext): EventTranslation {
  const { shopId, now, triggeredAt } = context;
  const bad = findInvalidInstant(body, ["updated_at"], now);
  if (bad) return notAnInstant(bad);
  const collectionId = collectionIdOf(body);
  if (!collectionId) return refused("the collection has no id");
  const updatedAt = pastInstantOf(at(body, "updated_at"), now) ?? triggeredAt;
  if (!updatedAt) return refused("the collection does not tell when it was changed");
  return translated(
    collectionChanged(shopId, {
      collectionId,
      handle: textOf(at(body, "handle"), 255) ?? "",
      title: textOf(at(body, "title"), 500) ?? "",
      updatedAt,
      productIds: null,
    }),
  );
}

/** collections/delete */
export function fromCollectionDeleted(
  body: unknown,
  { shopId, triggeredAt, now }: TranslationContext,
): EventTranslation {
  const collectionId = collectionIdOf(body);
  if (!collectionId) return refused("the collection has no id");
  const occurredAt = triggeredAt ?? now;
  return translated({
    shopId,
    source: "shopify",
    sourceId: `collection/${collectionId}/deleted/${occurredAt.toISOString()}`,
    kind: "collection_deleted",
    customerId: null,
    occurredAt,
    payload: { collectionId },
    personal: null,
  });
}

/**
 * Only the backfill reports members. They have their own key because a webhook may have reported
 * the collection at the same `updatedAt`.
 */
export function collectionChanged(
  shopId: TranslationContext["shopId"],
  collection: CollectionSnapshot,
): AnyEvent {
  const { collectionId, updatedAt, productIds } = collection;
  const key = `collection/${collectionId}/${updatedAt.toISOString()}`;
  return {
    shopId,
    source: "shopify",
    sourceId: productIds ? `${key}/members` : key,
    kind: "collection_changed",
    customerId: null,
    occurredAt: updatedAt,
    payload: collection,
    personal: null,
  };
}

const collectionIdOf = (body: unknown): string | null =>
  gidTail(at(body, "admin_graphql_api_id"), "Collection") ?? idOf(at(body, "id"));
