import { collectionPayload, productPayload } from "../payloads/product-payload";
import { numericIdValue } from "../payloads/rest-values";
import { productRecord, type CollectionRecord, type ProductRecord } from "../store-records";
import { assignDefined, findOrThrow, type Changes, type Effect, type Scene } from "./play";

export const catalogChanges: Changes<
  | "product_created"
  | "product_updated"
  | "variant_updated"
  | "product_deleted"
  | "collection_created"
  | "collection_updated"
  | "collection_deleted"
> = {
  product_created({ world, shop, at }, { product: input }) {
    const { store } = shop;
    const product = productRecord({
      ...input,
      id: input.id ?? store.nextId(),
      createdAt: at,
      updatedAt: at,
      publishedAt: input.status === "ACTIVE" ? at : null,
      variants: input.variants.map((it) => ({ ...it, id: it.id ?? store.nextId() })),
    });
    store.addProduct(product);
    const payload = productPayload(world, product);
    return { id: product.id, emissions: [{ topic: "products/create", payload }] };
  },

  product_updated(scene, { productId, change }) {
    const product = findOrThrow("product", productId, scene.shop.store.products.get(productId));
    assignDefined<ProductRecord>(product, change);
    return touched(scene, product);
  },

  variant_updated(scene, { variantId, change }) {
    const { store } = scene.shop;
    const product = store.products.get(store.productOfVariant.get(variantId) ?? "");
    const variant = findOrThrow(
      "variant",
      variantId,
      product?.variants.find((it) => it.id === variantId),
    );
    assignDefined(variant, change);
    variant.updatedAt = scene.at;
    return touched(scene, findOrThrow("product of variant", variantId, product));
  },

  product_deleted({ shop: { store } }, { productId }) {
    const product = findOrThrow("product", productId, store.products.get(productId));
    store.products.delete(productId);
    for (const variant of product.variants) store.productOfVariant.delete(variant.id);
    for (const collection of store.collectionsOf(productId)) {
      collection.productIds = collection.productIds.filter((it) => it !== productId);
    }
    const payload = { id: numericIdValue(productId) };
    return { id: productId, emissions: [{ topic: "products/delete", payload }] };
  },

  collection_created({ shop: { store }, at }, { collection: input }) {
    const collection = { ...input, id: input.id ?? store.nextId(), updatedAt: at };
    store.collections.set(collection.id, collection);
    return collectionEffect("collections/create", collection);
  },

  collection_updated({ shop: { store }, at }, { collectionId, change }) {
    const collection = findOrThrow("collection", collectionId, store.collections.get(collectionId));
    assignDefined<CollectionRecord>(collection, change);
    collection.updatedAt = at;
    return collectionEffect("collections/update", collection);
  },

  collection_deleted({ shop: { store } }, { collectionId }) {
    findOrThrow("collection", collectionId, store.collections.get(collectionId));
    store.collections.delete(collectionId);
    const payload = { id: numericIdValue(collectionId) };
    return { id: collectionId, emissions: [{ topic: "collections/delete", payload }] };
  },
};

function touched({ world, at }: Scene, product: ProductRecord): Effect {
  product.updatedAt = at;
  const payload = productPayload(world, product);
  return { id: product.id, emissions: [{ topic: "products/update", payload }] };
}

function collectionEffect(topic: string, collection: CollectionRecord): Effect {
  return { id: collection.id, emissions: [{ topic, payload: collectionPayload(collection) }] };
}
