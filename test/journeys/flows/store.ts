import type { SeedCustomer, SeedOrder, SeedProduct, StoreSeed } from "../../shopify/store-seed";
import { otherBuyers } from "./other-buyers";
import { OPENED_AT, smallStore } from "../../support/small-store";

const DAY_MS = 86_400_000;
const daysBefore = (days: number) => new Date(Date.parse(OPENED_AT) - days * DAY_MS).toISOString();

/** The store's products, with price and stock, newest last. */
const WARES = {
  tray: ["Cedar tray", 12, 50],
  teapot: ["Stoneware teapot", 30, 50],
  napkin: ["Linen napkin", 8, 50],
  spoon: ["Birch spoon", 6, 50],
  candle: ["Beeswax candle", 9, 30],
  board: ["Oak breadboard", 25, 50],
  mug: ["Enamel mug", 11, 50],
  throw: ["Wool throw", 60, 50],
  carafe: ["Glass carafe", 22, 50],
  coffee: ["Coffee beans", 14, 50],
  tin: ["Tea tin", 10, 50],
  sieve: ["Fine sieve", 7, 50],
  jug: ["Milk jug", 15, 50],
  cosy: ["Quilted cosy", 19, 50],
  caddy: ["Walnut caddy", 24, 50],
  trivet: ["Cork trivet", 13, 50],
  slippers: ["Felt slippers", 35, 0],
  hat: ["Straw hat", 28, 0],
  clock: ["Wall clock", 45, 0],
  kettle: ["Copper kettle", 55, 0],
  stool: ["Milking stool", 21, 50],
  vase: ["Green vase", 40, 50],
  bowl: ["Salad bowl", 18, 50],
  lamp: ["Brass lamp", 80, 50],
  pot: ["Clay pot", 16, 50],
} as const;
export type StoreProduct = keyof typeof WARES;
export const WARE_KEYS = Object.keys(WARES) as StoreProduct[];

const idOf = (ware: StoreProduct) => 501 + WARE_KEYS.indexOf(ware);
export const lineOf = (ware: StoreProduct) => ({
  productId: String(idOf(ware)),
  variantId: String(100 + idOf(ware)),
});
/** The store's products that an email shows. */
export const productsIn = (html: string): StoreProduct[] =>
  WARE_KEYS.filter((ware) => html.includes(WARES[ware][0]));

/** A customer before the store opens. */
export interface Past {
  /** Default: 150 days before. */
  readonly cameDaysAgo?: number;
  /** Default: they have opted in. */
  readonly agreed?: boolean;
  readonly bought?: readonly (readonly [daysAgo: number, ware: StoreProduct, quantity?: number])[];
}

/** A store with these customers and other buyers. */
export function storeWithCrowd(people: readonly Customer[]): StoreSeed {
  const others = otherBuyers().map((past, n) => ({ ...past, customerId: String(10_000 + n) }));
  return storeFor([...people, ...others]);
}

/** A store with these customers. */
export function storeFor(everybody: readonly Customer[]): StoreSeed {
  const orders = everybody.flatMap(ordersOf);
  return {
    shop: smallStore().shop,
    products: WARE_KEYS.map(productOf),
    collections: [],
    customers: everybody.map(customerOf),
    orders: orders.sort((a, b) => a.createdAt.localeCompare(b.createdAt)),
    cutAt: OPENED_AT,
  };
}

export const addressOf = (customerId: string) => `customer-${customerId}@example.com`;

export interface Customer extends Past {
  readonly customerId: string;
}

function customerOf({ customerId, cameDaysAgo = 150, agreed = true }: Customer): SeedCustomer {
  return {
    id: customerId,
    email: addressOf(customerId),
    firstName: "Customer",
    lastName: customerId,
    phone: null,
    locale: "en",
    countryCode: "GB",
    city: "London",
    createdAt: daysBefore(cameDaysAgo),
    marketingState: agreed ? "SUBSCRIBED" : "NOT_SUBSCRIBED",
    marketingUpdatedAt: agreed ? daysBefore(cameDaysAgo) : null,
  };
}

/** Purchases of one day are one order, fulfilled the day after. */
function ordersOf({ customerId, bought = [] }: Customer): SeedOrder[] {
  return [...Map.groupBy(bought, ([daysAgo]) => daysAgo)].map(([daysAgo, lines], i): SeedOrder => {
    const id = `${customerId}0${i}`;
    return {
      id,
      name: `#${id}`,
      createdAt: daysBefore(daysAgo),
      customerId,
      email: addressOf(customerId),
      currency: "GBP",
      lines: lines.map(([, ware, quantity = 1], at) => ({
        id: `${id}${at}`,
        ...lineOf(ware),
        title: WARES[ware][0],
        sku: ware,
        quantity,
        unitPrice: `${WARES[ware][1]}.00`,
      })),
      discountCodes: [],
      refunds: [],
      cancelledAt: null,
      fulfilledAt: daysBefore(daysAgo - 1),
      checkoutToken: `history${id}`,
    };
  });
}

function productOf(ware: StoreProduct, n: number): SeedProduct {
  const [title, price, stock] = WARES[ware];
  const { productId: id, variantId } = lineOf(ware);
  const since = daysBefore(400 - n * 10);
  return {
    id,
    handle: ware,
    title,
    vendor: "Kettle & Co",
    productType: n % 2 === 0 ? "Table" : "Home",
    tags: [],
    status: "ACTIVE",
    descriptionHtml: `<p>${title}</p>`,
    createdAt: since,
    updatedAt: since,
    publishedAt: since,
    imageUrl: `/cdn/products/${id}.svg`,
    variants: [
      {
        id: variantId,
        title: "Default Title",
        sku: ware,
        price: `${price}.00`,
        compareAtPrice: null,
        inventoryQuantity: stock,
        options: [],
      },
    ],
  };
}
