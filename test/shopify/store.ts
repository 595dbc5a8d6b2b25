import { aggregateOrder, type OrderTotals } from "./order-totals";
import type {
  BulkCodesRecord,
  CartRecord,
  CheckoutRecord,
  CollectionRecord,
  CustomerRecord,
  DiscountRecord,
  FileRecord,
  MarketingActivityRecord,
  OrderRecord,
  ProductRecord,
  MetafieldDefinitionRecord,
  SegmentRecord,
  ShopRecord,
} from "./store-records";
import {
  collectionRecord,
  customerRecord,
  orderRecord,
  productRecord,
  shopRecord,
} from "./store-records";
import type { StagedUpload } from "./files/staged-uploads";
import type { StoreSeed } from "./store-seed";

/** One shop's records in memory. Maps are keyed by the numeric id, carts and checkouts by their token. */
export interface Store {
  readonly seed: StoreSeed;
  readonly shop: ShopRecord;
  readonly customers: Map<string, CustomerRecord>;
  readonly products: Map<string, ProductRecord>;
  readonly collections: Map<string, CollectionRecord>;
  readonly segments: Map<string, SegmentRecord>;
  /** Of customers, by namespace.key. */
  readonly metafieldDefinitions: Map<string, MetafieldDefinitionRecord>;
  readonly orders: Map<string, OrderRecord>;
  readonly carts: Map<string, CartRecord>;
  readonly checkouts: Map<string, CheckoutRecord>;
  readonly discounts: Map<string, DiscountRecord>;
  readonly bulkCodes: Map<string, BulkCodesRecord>;
  readonly marketing: Map<string, MarketingActivityRecord>;
  readonly files: Map<string, FileRecord>;
  /** file id → its bytes */
  readonly fileBytes: Map<string, Buffer>;
  /** By the key in their form. */
  readonly stagedUploads: Map<string, StagedUpload>;
  /** variant id → product id */
  readonly productOfVariant: Map<string, string>;
  /** customer id → order ids, oldest first */
  readonly ordersOfCustomer: Map<string, string[]>;
  /** product id → collection ids */
  collectionsOf(productId: string): CollectionRecord[];
  totalsOf(order: OrderRecord): OrderTotals;
  nextId(): string;
  addProduct(product: ProductRecord): void;
  addOrder(order: OrderRecord): void;
}

/** Shopify's initial data of every shop. */
const FIRST_SEGMENTS: readonly SegmentRecord[] = [
  {
    id: "901",
    name: "Email subscribers",
    query: "email_subscription_status = 'SUBSCRIBED'",
  },
  {
    id: "902",
    name: "Customers who have purchased more than once",
    query: "number_of_orders > 1",
  },
  { id: "903", name: "Customers who haven't purchased", query: "number_of_orders = 0" },
];

/** Fills a store with the seed's state at `cutAt`. Later records stay in `seed` until an event names them. */
export function openStore(seed: StoreSeed): Store {
  const records = {
    customers: new Map<string, CustomerRecord>(),
    products: new Map<string, ProductRecord>(),
    collections: new Map<string, CollectionRecord>(),
    metafieldDefinitions: new Map<string, MetafieldDefinitionRecord>(),
    segments: new Map(FIRST_SEGMENTS.map((it) => [it.id, { ...it }])),
    orders: new Map<string, OrderRecord>(),
    carts: new Map<string, CartRecord>(),
    checkouts: new Map<string, CheckoutRecord>(),
    discounts: new Map<string, DiscountRecord>(),
    bulkCodes: new Map<string, BulkCodesRecord>(),
    marketing: new Map<string, MarketingActivityRecord>(),
    files: new Map<string, FileRecord>(),
    fileBytes: new Map<string, Buffer>(),
    stagedUploads: new Map<string, StagedUpload>(),
    productOfVariant: new Map<string, string>(),
    ordersOfCustomer: new Map<string, string[]>(),
  };
  // Far above any id of a seed, and still exact as a JavaScript number.
  let lastId = 7_000_000_000_000;
  const store: Store = {
    seed,
    shop: shopRecord(seed.shop, seed.cutAt),
    ...records,
    collectionsOf: (productId) =>
      [...records.collections.values()].filter((it) => it.productIds.includes(productId)),
    totalsOf: aggregateOrder,
    nextId: () => String(++lastId),
    addProduct(product) {
      records.products.set(product.id, product);
      for (const variant of product.variants) records.productOfVariant.set(variant.id, product.id);
    },
    addOrder(order) {
      records.orders.set(order.id, order);
      if (order.customerId === null) return;
      const known = records.ordersOfCustomer.get(order.customerId);
      if (known) known.push(order.id);
      else records.ordersOfCustomer.set(order.customerId, [order.id]);
    },
  };
  const isPast = (instant: string) => Date.parse(instant) <= Date.parse(seed.cutAt);

  for (const product of seed.products) {
    if (isPast(product.createdAt)) store.addProduct(productRecord(product));
  }
  for (const customer of seed.customers) {
    if (isPast(customer.createdAt)) store.customers.set(customer.id, customerRecord(customer));
  }
  for (const collection of seed.collections) {
    store.collections.set(collection.id, collectionRecord(collection));
  }
  for (const order of seed.orders) {
    if (isPast(order.createdAt)) store.addOrder(orderRecord(order, seed.cutAt));
  }
  return store;
}

/** The customer's spend, net of refunds, in the shop's smallest unit. */
export function amountSpentMinor(store: Store, customerId: string): number {
  let sum = 0;
  for (const orderId of store.ordersOfCustomer.get(customerId) ?? []) {
    const order = store.orders.get(orderId);
    if (order && !order.test) sum += store.totalsOf(order).currentTotalMinor;
  }
  return sum;
}
