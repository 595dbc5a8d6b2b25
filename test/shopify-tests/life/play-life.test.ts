import { afterAll, beforeAll, expect, test } from "vitest";
import { createControlClient } from "../../shopify/control-client";
import { planLife } from "../../shopify/life/plan-life";
import { startLocalShopify, type LocalShopify } from "../../shopify/local-shopify";
import { loadOnlineRetail } from "../../shopify/seed/online-retail";
import type { StoreSeed } from "../../shopify/store-seed";

const BATCH = 1_000;

let store: StoreSeed;
let shopify: LocalShopify;

beforeAll(async () => {
  store = await loadOnlineRetail();
  shopify = await startLocalShopify({
    seed: store,
    appUrl: "http://127.0.0.1:9",
    apiKey: "key",
    apiSecret: "secret",
    tomlPath: "shopify.app.toml",
    installed: false,
  });
});

afterAll(() => shopify.stop());

test("the local Shopify can play the whole life, and ends with the orders and refunds of the data", async () => {
  const control = createControlClient(shopify.controlOrigin);
  const life = planLife(store);
  for (let i = 0; i < life.length; i += BATCH)
    await control.play(store.shop.domain, life.slice(i, i + BATCH));

  const orders = new Map(
    (await control.records(store.shop.domain, "orders")).map((order) => [order.id, order]),
  );
  expect(orders.size).toBe(store.orders.length);
  for (const { id, lines, refunds, createdAt } of store.orders)
    expect(orders.get(id)).toMatchObject({ lines, createdAt, refunds });
  const customers = await control.records(store.shop.domain, "customers");
  expect(customers).toHaveLength(store.customers.length);
  const products = await control.records(store.shop.domain, "products");
  expect(products).toHaveLength(store.products.length);
});
