import type { BulkNode } from "./group-bulk-lines";
import { at, findInvalidInstant, gidTail, instantOf, textOf } from "../read-json";
import {
  notAnInstant,
  refused,
  translated,
  type TranslationContext,
  type EventTranslation,
} from "../translation";
import { collectionChanged } from "../from-shopify/collection";

/** A collection of the back-fill with its members as children. */
export function bulkCollection(
  { fields, children }: BulkNode,
  { shopId, now }: TranslationContext,
): EventTranslation {
  const bad = findInvalidInstant(fields, ["updatedAt"], now);
  if (bad) return notAnInstant(bad);
  const collectionId = gidTail(at(fields, "id"), "Collection");
  if (!collectionId) return refused("the collection has no id");
  const updatedAt = instantOf(at(fields, "updatedAt"), now);
  if (!updatedAt) return refused("the collection does not tell when it was changed");
  return translated(
    collectionChanged(shopId, {
      collectionId,
      handle: textOf(at(fields, "handle"), 255) ?? "",
      title: textOf(at(fields, "title"), 500) ?? "",
      updatedAt,
      productIds: children.flatMap((child) => gidTail(at(child, "id"), "Product") ?? []),
    }),
  );
}
