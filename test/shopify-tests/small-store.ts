import type { StoreSeed } from "../shopify/store-seed";

/** Two products, two customers, two orders (one partly refunded): enough for every rule. */
export function smallStore(domain = "acme.myshopify.com"): StoreSeed {
  return {
    cutAt: "2026-06-01T00:00:00Z",
    shop: {
      domain,
      name: "Acme Gifts",
      email: "hello@acme.example.com",
      currency: "GBP",
      timeZone: "Europe/London",
      countryCode: "GB",
      address1: "1 High Street",
      city: "London",
      zip: "N1 1AA",
    },
    products: [
      product("101", "tea-light", "Tea light", "2.50"),
      product("102", "mug", "Mug", "7.95"),
    ],
    collections: [
      {
        id: "301",
        handle: "home",
        title: "Home",
        updatedAt: "2026-01-02T00:00:00Z",
        productIds: ["101", "102"],
      },
    ],
    customers: [
      customer("201", "2026-01-01T00:00:00Z", "SUBSCRIBED"),
      customer("202", "2026-02-01T00:00:00Z", "NOT_SUBSCRIBED"),
      customer("203", "2026-07-01T00:00:00Z", "SUBSCRIBED"),
    ],
    orders: [
      order("401", "2026-05-01T10:00:00Z", "201"),
      {
        ...order("402", "2026-05-20T10:00:00Z", "202"),
        refunds: [
          {
            id: "501",
            createdAt: "2026-05-22T10:00:00Z",
            lines: [{ lineId: "4021", quantity: 1, subtotal: "2.50" }],
          },
        ],
      },
      order("403", "2026-07-01T10:00:00Z", "203"),
    ],
  };
}

function product(id: string, handle: string, title: string, price: string) {
  return {
    id,
    handle,
    title,
    vendor: "Acme",
    productType: "Gifts",
    tags: ["gift"],
    status: "ACTIVE" as const,
    descriptionHtml: `<p>${title}</p>`,
    createdAt: "2026-01-01T00:00:00Z",
    updatedAt: "2026-01-02T00:00:00Z",
    publishedAt: "2026-01-01T00:00:00Z",
    imageUrl: `/cdn/products/${id}.svg`,
    variants: [
      {
        id: `${id}1`,
        title: "Default Title",
        sku: `SKU-${id}`,
        price,
        compareAtPrice: null,
        inventoryQuantity: 10,
        options: [{ name: "Title", value: "Default Title" }],
      },
    ],
  };
}

function customer(id: string, createdAt: string, marketingState: "SUBSCRIBED" | "NOT_SUBSCRIBED") {
  return {
    id,
    email: `customer-${id}@example.com`,
    firstName: "Customer",
    lastName: id,
    phone: null,
    locale: "en",
    countryCode: "GB",
    city: "London",
    createdAt,
    marketingState,
    marketingUpdatedAt: marketingState === "SUBSCRIBED" ? createdAt : null,
  };
}

function order(id: string, createdAt: string, customerId: string) {
  return {
    id,
    name: `#${id}`,
    createdAt,
    customerId,
    email: `customer-${customerId}@example.com`,
    currency: "GBP",
    lines: [
      {
        id: `${id}1`,
        productId: "101",
        variantId: "1011",
        title: "Tea light",
        sku: "SKU-101",
        quantity: 2,
        unitPrice: "2.50",
      },
      {
        id: `${id}2`,
        productId: "102",
        variantId: "1021",
        title: "Mug",
        sku: "SKU-102",
        quantity: 1,
        unitPrice: "7.95",
      },
    ],
    discountCodes: [],
    refunds: [],
    cancelledAt: null,
    fulfilledAt: null,
    checkoutToken: `checkout-${id}`,
  };
}
