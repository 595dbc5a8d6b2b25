import { ProductSnapshot, type AnyEvent, type VariantSnapshot } from "../event";
import {
  at,
  findInvalidInstant,
  countOf,
  gidTail,
  idOf,
  instantOf,
  listOf,
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
import { versionOf } from "./version-instant";

const MAX_VARIANTS = 2_048;
const MAX_TAGS = 250;

/** products/create and products/update */
export function fromProduct(body: unknown, context: TranslationContext): EventTranslation {
  const { shopId, currency, now } = context;
  // A `published_at` in the far future means unpublished; the other fields still count.
  const bad = findInvalidInstant(body, ["created_at", "updated_at"], now);
  if (bad) return notAnInstant(bad);
  const productId = productIdOf(body);
  if (!productId) return refused("the product has no id");
  const title = textOf(at(body, "title"), 500);
  if (!title) return refused("the product has no title");
  if (!Array.isArray(at(body, "variants")))
    return refused("the product does not tell its variants");
  const publishedAt = instantOf(at(body, "published_at"), now);
  const updatedAt = versionOf(body, context);
  if (!updatedAt) return refused("the product does not tell when it was changed");

  const variants = variantsFrom(at(body, "variants"), currency);
  if (!variants) return refused("a variant has no id or no price");
  return translated(
    productChanged(shopId, {
      productId,
      title,
      handle: textOf(at(body, "handle"), 255) ?? "",
      vendor: textOf(at(body, "vendor"), 255) ?? "",
      productType: textOf(at(body, "product_type"), 255) ?? "",
      tags: tagsOf(at(body, "tags")),
      status: statusOf(at(body, "status")),
      url: null,
      imageUrl:
        urlOf(at(body, "image", "src")) ?? urlOf(at(listOf(at(body, "images"), 1)[0], "src")),
      createdAt: instantOf(at(body, "created_at"), now) ?? publishedAt ?? updatedAt,
      publishedAt,
      updatedAt,
      variants,
    }),
  );
}

/** products/delete: the body contains only the id. */
export function fromProductDeleted(
  body: unknown,
  { shopId, triggeredAt, now }: TranslationContext,
): EventTranslation {
  const productId = productIdOf(body);
  if (!productId) return refused("the product has no id");
  const occurredAt = triggeredAt ?? now;
  return translated({
    shopId,
    source: "shopify",
    sourceId: `product/${productId}/deleted/${occurredAt.toISOString()}`,
    kind: "product_deleted",
    customerId: null,
    occurredAt,
    payload: { productId },
    personal: null,
  });
}

export function productChanged(
  shopId: TranslationContext["shopId"],
  product: ProductSnapshot,
): AnyEvent {
  return {
    shopId,
    source: "shopify",
    sourceId: `product/${product.productId}/${product.updatedAt.toISOString()}`,
    kind: "product_changed",
    customerId: null,
    occurredAt: product.updatedAt,
    payload: product,
    personal: null,
  };
}

/** `null` when one of them has no id or no price. */
function variantsFrom(variants: unknown, currency: string): VariantSnapshot[] | null {
  const read = new Map<string, VariantSnapshot>();
  for (const variant of listOf(variants, MAX_VARIANTS)) {
    const variantId =
      gidTail(at(variant, "admin_graphql_api_id"), "ProductVariant") ?? idOf(at(variant, "id"));
    const priceMinor = minorOf(at(variant, "price"), currency);
    if (!variantId || priceMinor === null) return null;
    read.set(variantId, {
      variantId,
      title: textOf(at(variant, "title"), 500) ?? "",
      sku: textOf(at(variant, "sku"), 255),
      priceMinor,
      compareAtMinor: minorOf(at(variant, "compare_at_price"), currency),
      inventoryQuantity: countOf(at(variant, "inventory_quantity")),
      availableForSale: isAvailable(variant),
    });
  }
  return [...read.values()];
}

/**
 * The webhook has no availability: a variant is available when stock is left, not tracked, or may
 * go negative.
 */
function isAvailable(variant: unknown): boolean {
  const quantity = countOf(at(variant, "inventory_quantity"));
  return (
    quantity === null ||
    quantity > 0 ||
    at(variant, "inventory_policy") === "continue" ||
    at(variant, "inventory_management") === null
  );
}

/** "a, b" in a webhook, a list in GraphQL. */
export function tagsOf(value: unknown): string[] {
  const tags = typeof value === "string" ? value.split(",", MAX_TAGS) : listOf(value, MAX_TAGS);
  return [...new Set(tags.flatMap((tag) => textOf(tag, 255) ?? []))];
}

/** An unknown status keeps the product out of emails. */
export function statusOf(value: unknown): ProductSnapshot["status"] {
  const status = typeof value === "string" ? value.toLowerCase() : "";
  return ProductSnapshot.shape.status.safeParse(status).data ?? "draft";
}

const productIdOf = (body: unknown): string | null =>
  gidTail(at(body, "admin_graphql_api_id"), "Product") ?? idOf(at(body, "id"));
