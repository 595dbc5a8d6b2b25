import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { FIRST_CUSTOMER, FIRST_PRODUCT } from "../seed-shop";

export interface SignedWebhook {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

interface Order {
  readonly [field: string]: unknown;
  readonly customer: object;
  readonly line_items: readonly object[];
}

const FIXTURE = "test/fixtures/shopify/orders-create.json";
const FIRST_NEW_ORDER = 6_000_000_000;
/** As `seedShop` gives it to the customer. */
const EMAIL = "customer-<customer>@example.com";

/**
 * Signed orders/create webhooks, each with another order of one product by one of the shop's customers, like the
 * fixture without its postal addresses. About 4 kB each.
 */
export function orderWebhooks(secret: string, { customers, products }: Range) {
  // Texts and placeholders in turn: joining them costs less of the measured machine than searching for the latter.
  const pieces = readTemplate().split(/<(order|customer|product|at)>/);
  return (shopId: string, n: number): SignedWebhook => {
    const at = new Date().toISOString();
    const values: Readonly<Record<string, string>> = {
      order: String(FIRST_NEW_ORDER + n),
      customer: String(FIRST_CUSTOMER + (n % customers)),
      product: String(FIRST_PRODUCT + (n % products)),
      at,
    };
    const body = Buffer.from(
      pieces.map((piece, i) => (i % 2 === 0 ? piece : values[piece]!)).join(""),
    );
    return {
      body,
      headers: {
        "x-shopify-hmac-sha256": createHmac("sha256", secret).update(body).digest("base64"),
        "x-shopify-shop-domain": shopId,
        "x-shopify-webhook-id": `bench-${n}`,
        "x-shopify-event-id": `bench-event-${n}`,
        "x-shopify-topic": "orders/create",
        "x-shopify-api-version": "2026-10",
        "x-shopify-triggered-at": at,
        "content-type": "application/json",
      },
    };
  };
}

interface Range {
  readonly customers: number;
  readonly products: number;
}

/** The fixture as text with placeholders. Ids are numbers on the wire, so the quotes around them are removed. */
function readTemplate(): string {
  const order = JSON.parse(readFileSync(FIXTURE, "utf8")) as Order;
  const [line] = order.line_items;
  const { billing_address: _billing, shipping_address: _shipping, ...rest } = order;
  const filled = {
    ...rest,
    id: "<order>",
    admin_graphql_api_id: "gid://shopify/Order/<order>",
    name: "#<order>",
    created_at: "<at>",
    processed_at: "<at>",
    updated_at: "<at>",
    checkout_token: "t<order>",
    email: EMAIL,
    contact_email: EMAIL,
    // The app reads the customer from Shopify's global id.
    customer: {
      ...order.customer,
      ...{ id: "<customer>", admin_graphql_api_id: "gid://shopify/Customer/<customer>" },
      ...{ email: EMAIL, updated_at: "<at>", default_address: null },
    },
    line_items: [{ ...line, id: "<order>1", product_id: "<product>" }],
  };
  return JSON.stringify(filled).replace(/"(<(?:order|customer|product)>1?)"/g, "$1");
}
