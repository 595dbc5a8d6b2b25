import { createHmac } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { HappeningInput } from "../shopify/happening";
import { RETRY_DELAYS_MS } from "../shopify/webhooks/webhook-sender";
import { NOW } from "../support/builders";
import { APP, openTestBed, SHOP, type TestBed } from "./local-app";

let bed: TestBed;
beforeEach(async () => {
  bed = await openTestBed();
});
afterEach(async () => {
  vi.useRealTimers();
  await bed.stop();
});

const UUID: unknown = expect.stringMatching(/^[\da-f-]{36}$/);
const ORDER_GID: unknown = expect.stringMatching(/^gid:\/\/shopify\/Order\/\d+$/);
const TEXT: unknown = expect.any(String);
const NUMBER: unknown = expect.any(Number);

const topics = () => bed.received.map((it) => it.headers["x-shopify-topic"]);
const bodies = () => bed.received.map((it) => JSON.parse(it.body) as Record<string, unknown>);
const order = { customerId: "201", lines: [{ productId: "101", quantity: 3 }] };
const placed = { kind: "order_placed", order } as const;

describe("a webhook", () => {
  it("is signed over its raw body and carries every header", async () => {
    const at = "2026-06-02T08:00:00.000Z";
    await bed.control.play(SHOP, [{ ...placed, at }], { wait: true });

    const [webhook] = bed.received;
    expect(webhook?.headers).toMatchObject({
      "x-shopify-topic": "orders/create",
      "x-shopify-shop-domain": SHOP,
      "x-shopify-api-version": "2026-10",
      "x-shopify-webhook-id": UUID,
      "x-shopify-event-id": UUID,
      "x-shopify-triggered-at": at,
      "x-shopify-hmac-sha256": createHmac("sha256", APP.apiSecret)
        .update(webhook?.body ?? "")
        .digest("base64"),
    });
    expect(webhook?.path).toBe("/webhooks");
    expect(bodies()[0]).toMatchObject({
      admin_graphql_api_id: ORDER_GID,
      total_price: "7.50",
      total_price_set: { shop_money: { amount: "7.50", currency_code: "GBP" } },
      financial_status: "paid",
      customer: { id: 201 },
      line_items: [{ product_id: 101, variant_id: 1011, quantity: 3, price: "2.50" }],
    });
  });

  it("sends times in whole seconds, and the trigger time in a header", async () => {
    const at = "2026-06-02T08:00:00.123Z";
    await bed.control.play(SHOP, [{ ...placed, at }], { wait: true });
    expect(bodies()[0]).toMatchObject({
      created_at: "2026-06-02T08:00:00Z",
      updated_at: "2026-06-02T08:00:00Z",
    });
    expect(bed.received[0]?.headers["x-shopify-triggered-at"]).toBe(at);
  });

  it("goes only to topics in the toml", async () => {
    await bed.control.play(
      SHOP,
      [placed, { kind: "customer_updated", customerId: "201", change: { tags: ["vip"] } }],
      { wait: true },
    );

    // orders/paid and customer.tags_added also occurred, but without a subscription.
    expect(topics().sort()).toEqual(["customers/update", "orders/create"]);
  });

  it("is cut to include_fields, goes to its own address, and passes its filter first", async () => {
    await bed.control.play(
      SHOP,
      [
        { kind: "variant_updated", variantId: "1011", change: { price: "1.99" } },
        { kind: "product_updated", productId: "102", change: { status: "DRAFT" } },
      ],
      { wait: true },
    );

    expect(bed.received).toHaveLength(1);
    expect(bed.received[0]?.path).toBe("/webhooks/products");
    expect(bed.received[0]?.headers["x-shopify-name"]).toBe("catalog");
    expect(bodies()[0]).toEqual({
      id: 101,
      updated_at: TEXT,
      variants: [{ price: "1.99" }],
    });
  });

  it("is retried with the same id and body until the app accepts it", async () => {
    bed.answers.push(503, 500, 302);
    await bed.control.play(SHOP, [placed], { wait: true });

    expect(bed.received).toHaveLength(4);
    const ids = bed.received.map((it) => it.headers["x-shopify-webhook-id"]);
    expect(new Set(ids).size).toBe(1);
    expect(new Set(bed.received.map((it) => it.body)).size).toBe(1);
    const log = await bed.control.webhookLog();
    expect(log.map(({ attempt, outcome }) => [attempt, outcome])).toEqual([
      [1, "refused"],
      [2, "refused"],
      [3, "refused"],
      [4, "delivered"],
    ]);
  });

  it("is dropped after eight retries within four hours", async () => {
    bed.answers.push(...Array<number>(20).fill(500));
    await bed.control.play(SHOP, [placed], { wait: true });

    expect(bed.received).toHaveLength(9);
    expect(RETRY_DELAYS_MS).toHaveLength(8);
    expect(RETRY_DELAYS_MS.reduce((a, b) => a + b)).toBeLessThanOrEqual(4 * 3_600_000);
  });

  it("counts as failed when the app is too slow or does not exist", async () => {
    await bed.stop();
    bed = await openTestBed({ webhooks: { retryScale: 0.000_01, timeoutMs: 2_000 } });
    bed.answers.push(0);
    await bed.control.play(SHOP, [placed], { wait: true });
    expect((await bed.control.webhookLog()).map((it) => it.outcome)).toEqual([
      "timed_out",
      "delivered",
    ]);

    const goneOrigin = bed.shopify.origin;
    await bed.stop();
    bed = await openTestBed({ appUrl: goneOrigin });
    await bed.control.play(SHOP, [placed], { wait: true });
    const outcomes = (await bed.control.webhookLog()).map((it) => it.outcome);
    expect(outcomes).toEqual(Array(9).fill("unreachable"));
  });

  it("is kept while the app does not answer, if it is to outlast restarts", async () => {
    await bed.stop();
    bed = await openTestBed({
      appUrl: bed.shopify.origin,
      webhooks: { retryScale: 0.000_01, outlastsRestarts: true },
    });
    await bed.control.play(SHOP, [placed]);

    await expect
      .poll(async () => (await bed.control.webhookLog()).length)
      .toBeGreaterThan(RETRY_DELAYS_MS.length + 1);
  });

  it("stops at an uninstall, except for requests about personal data", async () => {
    await bed.control.uninstall(SHOP);
    await bed.control.play(SHOP, [placed, { kind: "shop_redacted" }], { wait: true });

    expect(topics()).toEqual(["app/uninstalled", "shop/redact"]);
    expect(bodies()[1]).toEqual({ shop_id: NUMBER, shop_domain: SHOP });
  });
});

describe("events in the store", () => {
  it("take an order from its checkout to its refund", async () => {
    const [checkout] = await bed.control.play(SHOP, [
      {
        kind: "checkout_created",
        checkout: { customerId: "202", lines: [{ productId: "102", quantity: 2 }] },
      },
    ]);
    const [completed] = await bed.control.play(SHOP, [
      { kind: "checkout_completed", token: checkout?.id ?? "" },
    ]);
    const made = await bed.control.record(SHOP, "orders", completed?.id ?? "");
    await bed.control.play(
      SHOP,
      [
        {
          kind: "order_refunded",
          orderId: made.id,
          lines: [{ lineId: made.lines[0]?.id ?? "", quantity: 1 }],
        },
      ],
      { wait: true },
    );

    expect(topics()).toEqual(["checkouts/create", "orders/create", "refunds/create"]);
    const [first, second, third] = bodies();
    expect(first).toMatchObject({ token: checkout?.id, completed_at: null, total_price: "15.90" });
    expect(second).toMatchObject({ checkout_token: checkout?.id, total_price: "15.90" });
    expect(third).toMatchObject({ refund_line_items: [{ quantity: 1, subtotal: 7.95 }] });
    const { data } = await bed.graphql(
      `{ order(id: "gid://shopify/Order/${made.id}") { displayFinancialStatus currentTotalPriceSet { shopMoney { amount } } } }`,
    );
    expect(data).toEqual({
      order: {
        displayFinancialStatus: "PARTIALLY_REFUNDED",
        currentTotalPriceSet: { shopMoney: { amount: "7.95" } },
      },
    });
  });

  it("are refused with a reason when they are impossible", async () => {
    const refund: HappeningInput = {
      kind: "order_refunded",
      orderId: "401",
      lines: [{ lineId: "4012", quantity: 2 }],
    };

    await expect(bed.control.play(SHOP, [refund])).rejects.toThrow(/422 .*fewer than 2/);
    await expect(bed.control.play(SHOP, [{ kind: "order_paid", orderId: "999" }])).rejects.toThrow(
      /404 no order 999/,
    );
  });

  it("match a customer of the seed with their first order after the cut", async () => {
    await expect(bed.control.record(SHOP, "customers", "203")).rejects.toThrow(/404/);
    await bed.control.play(SHOP, [{ ...placed, order: { ...order, customerId: "203" } }]);

    expect(await bed.control.record(SHOP, "customers", "203")).toMatchObject({
      marketing: { state: "SUBSCRIBED" },
    });
  });
});

describe("the control API", () => {
  it("sends any body with a valid, invalid or missing signature, any number of times", async () => {
    const sent = await bed.control.sendWebhooks(SHOP, [
      { topic: "orders/create", rawBody: "{not json", signature: "wrong" },
      { topic: "customers/redact", body: { odd: true }, signature: "missing" },
      { topic: "orders/create", body: {}, copies: 3, webhookId: "same" },
    ]);

    expect(sent.map((it) => it.status)).toEqual([200, 200, 200, 200, 200]);
    expect(bed.received[0]).toMatchObject({ body: "{not json", path: "/webhooks" });
    expect(bed.received[1]?.path).toBe("/webhooks/compliance");
    expect(bed.received[1]?.headers).not.toHaveProperty("x-shopify-hmac-sha256");
    expect(bed.received.slice(2).map((it) => it.headers["x-shopify-webhook-id"])).toEqual([
      "same",
      "same",
      "same",
    ]);
  });

  it("drops, duplicates and reorders on request", async () => {
    const name = (it: Record<string, unknown>) => it["name"];
    const named = (orderName: string) => ({ ...placed, order: { ...order, name: orderName } });

    await bed.control.setFaults({ webhooks: { drop: 1, duplicate: 1, copies: 3 } });
    await bed.control.play(SHOP, [named("#1"), named("#2")], { wait: true });
    expect(bodies().map(name)).toEqual(["#2", "#2", "#2"]);

    bed.received.length = 0;
    await bed.control.setFaults({ webhooks: { reorderWindow: 3 } });
    await bed.control.play(SHOP, [named("#1"), named("#2"), named("#3")], { wait: true });
    expect(bodies().map(name)).toEqual(["#3", "#2", "#1"]);
  });

  it("moves the store's clock and writes it to a file for the app", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: NOW });
    const moved = await bed.control.setClock({ storeAt: "2026-06-10T00:00:00Z", rate: 3600 });

    expect(moved).toMatchObject({
      storeAt: Date.parse("2026-06-10T00:00:00Z"),
      realAt: NOW.getTime(),
      rate: 3600,
    });
  });
});
