import { expect, test } from "vitest";
import { gidTail } from "~/events/read-json";
import { orderWebhooks } from "../../../../scripts/bench/main-job/webhooks/order-webhook";
import { FIRST_CUSTOMER } from "../../../../scripts/bench/main-job/seed-shop";

interface Sent {
  readonly id: number;
  readonly email: string;
  readonly customer: { readonly admin_graphql_api_id: string; readonly email: string };
}

test("each order of the load is another customer's, also by Shopify's global id", () => {
  const webhook = orderWebhooks("secret", { customers: 3, products: 2 });
  const orders = [0, 1, 2, 3].map(
    (n) => JSON.parse(webhook("acme.myshopify.com", n).body.toString()) as Sent,
  );
  expect(new Set(orders.map(({ id }) => id)).size).toBe(4);
  expect(orders.map(({ customer }) => gidTail(customer.admin_graphql_api_id, "Customer"))).toEqual(
    [0, 1, 2, 0].map((n) => String(FIRST_CUSTOMER + n)),
  );
  expect(new Set(orders.flatMap(({ email, customer }) => [email, customer.email])).size).toBe(3);
});
