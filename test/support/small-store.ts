import type { SeedCustomer, SeedOrder, SeedProduct, StoreSeed } from "../shopify/store-seed";
import { CANARY_NAME } from "./log-leaks";

/** When a small store opens: a Tuesday noon in London, far from quiet hours. */
export const OPENED_AT = "2026-03-03T12:00:00.000Z";

const DAY_MS = 86_400_000;
const WARES = [
  "Cedar tray",
  "Stoneware teapot",
  "Linen napkin",
  "Beeswax candle",
  "Oak breadboard",
  "Enamel mug",
  "Wool throw",
  "Glass carafe",
];

/** A shop's contact address, at a domain unique among the tests. */
export const contactOf = (shop: string): string =>
  `hello@${shop.replace(".myshopify.com", "")}.example`;

/** Ids start at `firstId`, so that two stores share none. */
export interface SmallStoreOptions {
  readonly domain?: string;
  readonly firstId?: number;
  readonly customers?: number;
}

/**
 * A minimal store: eight products and some customers who each bought two neighboring products, so that there is
 * something to learn without a long import.
 */
export function smallStore({
  domain = "kettle.myshopify.com",
  firstId = 1_000_000,
  customers: customerCount = 12,
}: SmallStoreOptions = {}): StoreSeed {
  const openedMs = Date.parse(OPENED_AT);
  const daysBefore = (days: number) => new Date(openedMs - days * DAY_MS).toISOString();

  const products = WARES.map((title, i): SeedProduct => {
    const id = String(firstId + i);
    return {
      id,
      handle: title.toLowerCase().replaceAll(" ", "-"),
      title,
      vendor: "Kettle & Co",
      productType: i % 2 === 0 ? "Table" : "Home",
      tags: [],
      status: "ACTIVE",
      descriptionHtml: `<p>${title}</p>`,
      createdAt: daysBefore(300),
      updatedAt: daysBefore(300),
      publishedAt: daysBefore(300),
      imageUrl: `/cdn/products/${id}.svg`,
      variants: [
        {
          id: String(firstId + 100 + i),
          title: "Default Title",
          sku: `W${i}`,
          price: `${12 + i}.00`,
          compareAtPrice: null,
          inventoryQuantity: 50,
          options: [],
        },
      ],
    };
  });

  const customers = Array.from({ length: customerCount }, (_, i): SeedCustomer => {
    const id = String(firstId + 1_000 + i);
    return {
      id,
      email: `customer-${id}@example.com`,
      firstName: "Customer",
      lastName: `${CANARY_NAME} ${id}`,
      phone: null,
      locale: "en",
      countryCode: "GB",
      city: "London",
      createdAt: daysBefore(200),
      marketingState: "SUBSCRIBED",
      marketingUpdatedAt: daysBefore(200),
    };
  });

  const orders = customers.flatMap((customer, i) =>
    [0, 1].map((round): SeedOrder => {
      const product = products[(i + round) % products.length]!;
      const id = String(firstId + 10_000 + i * 2 + round);
      return {
        id,
        name: `#${id}`,
        createdAt: daysBefore(120 - round * 60 - i),
        customerId: customer.id,
        email: customer.email,
        currency: "GBP",
        lines: [
          {
            id: `${id}1`,
            productId: product.id,
            variantId: product.variants[0]!.id,
            title: product.title,
            sku: product.variants[0]!.sku,
            quantity: 1,
            unitPrice: product.variants[0]!.price,
          },
        ],
        discountCodes: [],
        refunds: [],
        cancelledAt: null,
        fulfilledAt: daysBefore(118 - round * 60 - i),
        checkoutToken: `history${id}`,
      };
    }),
  );

  return {
    shop: {
      domain,
      name: "Kettle & Co",
      email: contactOf(domain),
      currency: "GBP",
      timeZone: "Europe/London",
      countryCode: "GB",
      address1: "1 Example Street",
      city: "Bath",
      zip: "BA1 1AA",
    },
    products,
    collections: [],
    customers,
    orders: orders.sort((a, b) => a.createdAt.localeCompare(b.createdAt)),
    cutAt: OPENED_AT,
  };
}
