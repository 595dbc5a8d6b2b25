import {
  gid,
  type CollectionRecord,
  type ProductRecord,
  type VariantRecord,
} from "../store-records";
import { pictureUrl, type World } from "../world";
import { numericIdValue } from "./rest-values";

/** products/create and products/update; like Shopify, at most 100 variants. */
export function productPayload(world: World, product: ProductRecord) {
  const image = imagePayload(world, product);
  const optionNames = [...new Set(product.variants.flatMap((it) => it.options.map((o) => o.name)))];
  return {
    id: numericIdValue(product.id),
    admin_graphql_api_id: gid("Product", product.id),
    title: product.title,
    body_html: product.descriptionHtml,
    handle: product.handle,
    vendor: product.vendor,
    product_type: product.productType,
    status: product.status.toLowerCase(),
    tags: product.tags.join(", "),
    published_at: product.publishedAt,
    published_scope: "global",
    template_suffix: null,
    created_at: product.createdAt,
    updated_at: product.updatedAt,
    variants: product.variants
      .slice(0, 100)
      .map((variant, index) => variantPayload(product, variant, index + 1)),
    options: optionNames.map((name, index) => ({
      id: numericIdValue(`${product.id}${index}`),
      product_id: numericIdValue(product.id),
      name,
      position: index + 1,
      values: [
        ...new Set(
          product.variants.flatMap((it) =>
            it.options.filter((o) => o.name === name).map((o) => o.value),
          ),
        ),
      ],
    })),
    images: image ? [image] : [],
    image,
    media: [],
    variant_gids: product.variants.map((variant) => ({
      admin_graphql_api_id: gid("ProductVariant", variant.id),
      updated_at: variant.updatedAt,
    })),
    has_variants_that_requires_components: false,
    category: null,
  };
}

function variantPayload(product: ProductRecord, variant: VariantRecord, position: number) {
  return {
    id: numericIdValue(variant.id),
    admin_graphql_api_id: gid("ProductVariant", variant.id),
    product_id: numericIdValue(product.id),
    title: variant.title,
    sku: variant.sku,
    barcode: null,
    price: variant.price,
    compare_at_price: variant.compareAtPrice,
    position,
    inventory_item_id: numericIdValue(variant.id),
    inventory_policy: "deny",
    inventory_quantity: variant.inventoryQuantity,
    old_inventory_quantity: variant.inventoryQuantity,
    option1: variant.options[0]?.value ?? null,
    option2: variant.options[1]?.value ?? null,
    option3: variant.options[2]?.value ?? null,
    image_id: null,
    taxable: true,
    created_at: product.createdAt,
    updated_at: variant.updatedAt,
  };
}

function imagePayload(world: World, product: ProductRecord) {
  const src = pictureUrl(world, product.imageUrl);
  if (src === null) return null;
  return {
    id: numericIdValue(product.id),
    product_id: numericIdValue(product.id),
    admin_graphql_api_id: gid("MediaImage", product.id),
    position: 1,
    alt: product.title,
    width: 600,
    height: 600,
    src,
    variant_ids: [],
    created_at: product.createdAt,
    updated_at: product.updatedAt,
  };
}

export function collectionPayload(collection: CollectionRecord) {
  return {
    id: numericIdValue(collection.id),
    admin_graphql_api_id: gid("Collection", collection.id),
    handle: collection.handle,
    title: collection.title,
    updated_at: collection.updatedAt,
    body_html: null,
    published_at: collection.updatedAt,
    sort_order: "best-selling",
    template_suffix: null,
    published_scope: "web",
  };
}
