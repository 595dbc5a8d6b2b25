import { beforeAll, describe, expect, test } from "vitest";
import { Happening } from "../../shopify/happening";
import type { LifeHappening } from "../../shopify/life/life-happening";
import { planLife } from "../../shopify/life/plan-life";
import { loadOnlineRetail } from "../../shopify/seed/online-retail";
import type { StoreSeed } from "../../shopify/store-seed";

const DAY_MS = 86_400_000;

let store: StoreSeed;
let life: LifeHappening[];

beforeAll(async () => {
  store = await loadOnlineRetail();
  life = planLife(store);
});

function ofKind<K extends LifeHappening["kind"]>(kind: K) {
  return life.filter((it): it is Extract<LifeHappening, { kind: K }> => it.kind === kind);
}

describe("planLife on Online Retail II", () => {
  test("happens after the cut, in chronological order", () => {
    const times = life.map(({ at }) => Date.parse(at));
    expect(times.every((at, i) => at >= (times[i - 1] ?? Date.parse(store.cutAt)))).toBe(true);
  });

  test("contains only what the store can play", () => {
    const odd = life.filter((it) => !Happening.safeParse(it).success);
    expect(odd).toEqual([]);
  });

  test("places each later order once, at its time, with its lines", () => {
    const later = store.orders.filter(({ createdAt }) => createdAt > store.cutAt);
    const completed = ofKind("checkout_completed");
    expect(completed.map(({ orderId }) => orderId).sort()).toEqual(later.map((o) => o.id).sort());

    const checkouts = new Map(ofKind("checkout_created").map((it) => [it.checkout.token, it]));
    const byId = new Map(later.map((order) => [order.id, order]));
    for (const { at, token, orderId } of completed) {
      const order = byId.get(orderId ?? "");
      const started = checkouts.get(token);
      expect(at).toBe(order?.createdAt);
      expect(started?.checkout.lines).toEqual(order?.lines);
      const minutes = (Date.parse(at) - Date.parse(started?.at ?? "")) / 60_000;
      expect(minutes).toBeGreaterThan(19.9);
      expect(minutes).toBeLessThan(40.1);
    }
  });

  test("contains every later refund, and none before its order", () => {
    const later = store.orders
      .flatMap((order) => order.refunds)
      .filter(({ createdAt }) => createdAt > store.cutAt);
    expect(ofKind("order_refunded").length).toBe(later.length);
    expect(later.length).toBeGreaterThan(100);

    const placed = new Set(store.orders.filter((o) => o.createdAt <= store.cutAt).map((o) => o.id));
    for (const it of life) {
      if (it.kind === "checkout_completed" && it.orderId) placed.add(it.orderId);
      if (it.kind === "order_refunded" || it.kind === "order_fulfilled")
        expect(placed.has(it.orderId)).toBe(true);
    }
  });

  test("creates customers and products before it refers to them", () => {
    const customers = new Set(
      store.customers.filter((c) => c.createdAt <= store.cutAt).map(({ id }) => id),
    );
    const products = new Set(
      store.products.filter((p) => p.createdAt <= store.cutAt).map(({ id }) => id),
    );
    for (const it of life) {
      if (it.kind === "customer_created") customers.add(it.customer.id ?? "");
      if (it.kind === "product_created") products.add(it.product.id ?? "");
      if (it.kind !== "checkout_created") continue;
      expect(customers.has(it.checkout.customerId ?? "")).toBe(true);
      expect(it.checkout.lines.every((line) => products.has(line.productId ?? ""))).toBe(true);
    }
  });

  test("abandons checkouts, days before an order with their lines", () => {
    const completed = new Set(ofKind("checkout_completed").map(({ token }) => token));
    const left = ofKind("checkout_created").filter((it) => !completed.has(it.checkout.token ?? ""));
    expect(left.length).toBeGreaterThan(150);
    for (const { at, checkout } of left) {
      const order = store.orders.find(
        (o) => o.customerId === checkout.customerId && o.createdAt > at,
      );
      const daysEarlier = (Date.parse(order?.createdAt ?? "") - Date.parse(at)) / DAY_MS;
      expect(daysEarlier).toBeGreaterThanOrEqual(2);
      expect(daysEarlier).toBeLessThanOrEqual(5);
      const variants = new Set(order?.lines.map((line) => line.variantId));
      expect(checkout.lines.length).toBeGreaterThan(0);
      expect(checkout.lines.every((line) => variants.has(line.variantId ?? null))).toBe(true);
    }
  });

  test("changes some stock, prices and consent", () => {
    expect(ofKind("variant_updated").length).toBeGreaterThan(100);
    expect(ofKind("consent_changed").length).toBeGreaterThan(10);
  });

  test("is deterministic per seed", () => {
    expect(planLife(store)).toEqual(life);
    expect(planLife(store, { seed: 2 })).not.toEqual(life);
  });

  test("abandons nothing when configured so", () => {
    const calm = planLife(store, { leftCheckoutRate: 0 });
    const count = (kind: LifeHappening["kind"]) => calm.filter((it) => it.kind === kind).length;
    expect(count("checkout_created")).toBe(count("checkout_completed"));
  });
});
