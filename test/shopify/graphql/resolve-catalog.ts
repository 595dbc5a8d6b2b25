import { minor, decimal } from "../order-totals";
import {
  gid,
  idOf,
  type CollectionRecord,
  type ProductRecord,
  type VariantRecord,
} from "../store-records";
import { pictureUrl, productUrl } from "../world";
import { bySortKey, connection, countOf, type ConnectionArgs } from "./connection";
import type { Fields } from "./resolvers";
import type { GraphqlContext } from "./run-document";

type SortArgs = ConnectionArgs & { sortKey?: string };

const productSearch = {
  id: (it: ProductRecord) => Number(it.id),
  updated_at: (it: ProductRecord) => it.updatedAt,
  created_at: (it: ProductRecord) => it.createdAt,
  published_at: (it: ProductRecord) => it.publishedAt,
  status: (it: ProductRecord) => it.status,
  handle: (it: ProductRecord) => it.handle,
  title: (it: ProductRecord) => it.title,
  vendor: (it: ProductRecord) => it.vendor,
  product_type: (it: ProductRecord) => it.productType,
  tag: (it: ProductRecord) => it.tags,
};

export const catalogQueries: Fields = {
  products: (_: unknown, args: SortArgs, context: GraphqlContext) =>
    connection([...context.shop.store.products.values()], args, context, {
      isRoot: true,
      search: productSearch,
      sortBy: bySortKey(args.sortKey),
    }),
  product: (_: unknown, { id }: { id: string }, { shop }: GraphqlContext) =>
    shop.store.products.get(idOf("Product", id) ?? "") ?? null,
  productVariant: (_: unknown, { id }: { id: string }, context: GraphqlContext) =>
    findVariant(context, idOf("ProductVariant", id)),
  nodes: (_: unknown, { ids }: { ids: readonly string[] }, context: GraphqlContext) =>
    ids.map((id) => {
      const product = context.shop.store.products.get(idOf("Product", id) ?? "");
      if (product) return { __typename: "Product", ...product };
      const customer = context.shop.store.customers.get(idOf("Customer", id) ?? "");
      if (customer) return { __typename: "Customer", ...customer };
      const found = findVariant(context, idOf("ProductVariant", id));
      return found && { __typename: "ProductVariant", ...found };
    }),
  productsCount: (_: unknown, { query }: { query?: string | null }, { shop }: GraphqlContext) =>
    countOf([...shop.store.products.values()], query, productSearch),
  collections: (_: unknown, args: SortArgs, context: GraphqlContext) =>
    connection([...context.shop.store.collections.values()], args, context, {
      isRoot: true,
      search: {
        updated_at: (it) => it.updatedAt,
        title: (it) => it.title,
        handle: (it) => it.handle,
      },
      sortBy: bySortKey(args.sortKey),
    }),
  collection: (_: unknown, { id }: { id: string }, { shop }: GraphqlContext) =>
    shop.store.collections.get(idOf("Collection", id) ?? "") ?? null,
};

/** A variant does not know its product, so both are passed. */
interface VariantSource {
  readonly product: ProductRecord;
  readonly variant: VariantRecord;
}

export function findVariant(
  { shop }: GraphqlContext,
  variantId: string | null,
): VariantSource | null {
  const product = shop.store.products.get(shop.store.productOfVariant.get(variantId ?? "") ?? "");
  const variant = product?.variants.find((it) => it.id === variantId);
  return product && variant ? { product, variant } : null;
}

export const catalogFields: Readonly<Record<string, Fields>> = {
  Product: {
    id: (it: ProductRecord) => gid("Product", it.id),
    legacyResourceId: (it: ProductRecord) => it.id,
    onlineStoreUrl: (it: ProductRecord, _: unknown, { world, shop }: GraphqlContext) =>
      it.publishedAt === null ? null : productUrl(world, shop, it.handle),
    description: (it: ProductRecord) => it.descriptionHtml.replace(/<[^>]*>/g, " ").trim(),
    totalInventory: (it: ProductRecord) =>
      it.variants.reduce((sum, variant) => sum + variant.inventoryQuantity, 0),
    tracksInventory: () => true,
    hasOutOfStockVariants: (it: ProductRecord) => it.variants.some((v) => v.inventoryQuantity <= 0),
    isGiftCard: () => false,
    category: () => null,
    featuredMedia: (it: ProductRecord, _: unknown, { world }: GraphqlContext) => {
      const image = imageOf(it, pictureUrl(world, it.imageUrl));
      return (
        image && {
          __typename: "MediaImage",
          id: image.id,
          alt: it.title,
          preview: { image, status: "READY" },
          image,
        }
      );
    },
    priceRangeV2: (it: ProductRecord, _: unknown, { shop }: GraphqlContext) => {
      const prices = priceRange(
        it.variants.map((v) => v.price),
        shop.store.shop.currency,
      );
      return prices && { minVariantPrice: prices.min, maxVariantPrice: prices.max };
    },
    compareAtPriceRange: (it: ProductRecord, _: unknown, { shop }: GraphqlContext) => {
      const listed = it.variants.map((v) => v.compareAtPrice).filter((price) => price !== null);
      const prices = priceRange(listed, shop.store.shop.currency);
      return (
        prices && { minVariantCompareAtPrice: prices.min, maxVariantCompareAtPrice: prices.max }
      );
    },
    metafield: (it: ProductRecord, { namespace, key }: { namespace: string; key: string }) => {
      const value = it.metafields?.[`${namespace}.${key}`];
      return value === undefined ? null : { namespace, key, value };
    },
    seo: () => ({ title: null, description: null }),
    variants: (it: ProductRecord, args: ConnectionArgs, context: GraphqlContext) =>
      connection(
        it.variants.map((variant): VariantSource => ({ product: it, variant })),
        args,
        context,
      ),
    collections: (it: ProductRecord, args: ConnectionArgs, context: GraphqlContext) =>
      connection(context.shop.store.collectionsOf(it.id), args, context),
  },
  ProductVariant: {
    id: ({ variant }: VariantSource) => gid("ProductVariant", variant.id),
    legacyResourceId: ({ variant }: VariantSource) => variant.id,
    title: ({ variant }: VariantSource) => variant.title,
    displayName: ({ product, variant }: VariantSource) => `${product.title} - ${variant.title}`,
    sku: ({ variant }: VariantSource) => variant.sku,
    price: ({ variant }: VariantSource) => variant.price,
    compareAtPrice: ({ variant }: VariantSource) => variant.compareAtPrice,
    availableForSale: ({ product, variant }: VariantSource) =>
      product.status === "ACTIVE" && variant.inventoryQuantity > 0,
    inventoryQuantity: ({ variant }: VariantSource) => variant.inventoryQuantity,
    inventoryPolicy: () => "DENY",
    inventoryItem: ({ variant }: VariantSource, _: unknown, { shop }: GraphqlContext) => ({
      id: gid("InventoryItem", variant.id),
      legacyResourceId: variant.id,
      tracked: true,
      unitCost: variant.unitCost
        ? { amount: variant.unitCost, currencyCode: shop.store.shop.currency }
        : null,
    }),
    selectedOptions: ({ variant }: VariantSource) => variant.options,
    createdAt: ({ product }: VariantSource) => product.createdAt,
    updatedAt: ({ variant }: VariantSource) => variant.updatedAt,
    position: ({ product, variant }: VariantSource) => product.variants.indexOf(variant) + 1,
    product: ({ product }: VariantSource) => product,
    image: () => null,
  },
  Collection: {
    id: (it: CollectionRecord) => gid("Collection", it.id),
    legacyResourceId: (it: CollectionRecord) => it.id,
    sortOrder: () => "BEST_SELLING",
    descriptionHtml: () => "",
    image: () => null,
    products: (it: CollectionRecord, args: ConnectionArgs, context: GraphqlContext) =>
      connection(
        it.productIds.flatMap((id) => context.shop.store.products.get(id) ?? []),
        args,
        context,
      ),
  },
};

function imageOf(product: ProductRecord, url: string | null) {
  return url === null
    ? null
    : { id: gid("ImageSource", product.id), url, altText: product.title, width: 600, height: 600 };
}

function priceRange(prices: readonly string[], currency: string) {
  if (prices.length === 0) return null;
  const minors = prices.map((it) => minor(it, currency));
  const money = (amountMinor: number) => ({
    amount: decimal(amountMinor, currency),
    currencyCode: currency,
  });
  return { min: money(Math.min(...minors)), max: money(Math.max(...minors)) };
}
