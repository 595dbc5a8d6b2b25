import type { VariantSnapshot } from "../event";
import type { BulkNode } from "./group-bulk-lines";
import {
  at,
  findInvalidInstant,
  countOf,
  gidTail,
  instantOf,
  minorOf,
  textOf,
  urlOf,
} from "../read-json";
import {
  notAnInstant,
  refused,
  translated,
  type TranslationContext,
  type EventTranslation,
} from "../translation";
import { productChanged, statusOf, tagsOf } from "../from-shopify/product";

/** A product of the back-fill with its variants as children. */
export function bulkProduct(
  { fields, children }: BulkNode,
  context: TranslationContext,
): EventTranslation {
  const { shopId, currency, now } = context;
  const bad = findInvalidInstant(fields, ["createdAt", "updatedAt"], now);
  if (bad) return notAnInstant(bad);
  const productId = gidTail(at(fields, "id"), "Product");
  if (!productId) return refused("the product has no id");
  const title = textOf(at(fields, "title"), 500);
  if (!title) return refused("the product has no title");
  const updatedAt = instantOf(at(fields, "updatedAt"), now);
  if (!updatedAt) return refused("the product does not tell when it was changed");
  const variants = children.filter((it) => gidTail(at(it, "id"), "ProductVariant"));
  if (variants.some((it) => minorOf(at(it, "price"), currency) === null)) {
    return refused("a variant has no price");
  }
  return translated(
    productChanged(shopId, {
      productId,
      title,
      handle: textOf(at(fields, "handle"), 255) ?? "",
      vendor: textOf(at(fields, "vendor"), 255) ?? "",
      productType: textOf(at(fields, "productType"), 255) ?? "",
      tags: tagsOf(at(fields, "tags")),
      status: statusOf(at(fields, "status")),
      url: urlOf(at(fields, "onlineStoreUrl")),
      imageUrl: urlOf(at(fields, "featuredMedia", "preview", "image", "url")),
      createdAt: instantOf(at(fields, "createdAt"), now) ?? updatedAt,
      publishedAt: instantOf(at(fields, "publishedAt"), now),
      updatedAt,
      variants: variants
        .toSorted((a, b) => (countOf(at(a, "position")) ?? 0) - (countOf(at(b, "position")) ?? 0))
        .map((it) => variantFrom(it, currency)),
    }),
  );
}

function variantFrom(variant: unknown, currency: string): VariantSnapshot {
  const isCounted = at(variant, "inventoryItem", "tracked") !== false;
  return {
    variantId: gidTail(at(variant, "id"), "ProductVariant") ?? "",
    title: textOf(at(variant, "title"), 500) ?? "",
    sku: textOf(at(variant, "sku"), 255),
    priceMinor: minorOf(at(variant, "price"), currency) ?? 0,
    compareAtMinor: minorOf(at(variant, "compareAtPrice"), currency),
    inventoryQuantity: isCounted ? countOf(at(variant, "inventoryQuantity")) : null,
    availableForSale: at(variant, "availableForSale") === true,
  };
}
