import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createControlClient } from "../../shopify/control-client";
import { createLife, type Life } from "../../shopify/life/create-life";
import type { LifeHappening } from "../../shopify/life/life-happening";
import { planLife } from "../../shopify/life/plan-life";
import { startLocalShopify, type LocalShopify } from "../../shopify/local-shopify";
import { loadOnlineRetail } from "../../shopify/seed/online-retail";
import type { StoreSeed } from "../../shopify/store-seed";

const DAY_MS = 86_400_000;
/** The demo reached the end of its data after 24 minutes at its usual rate. */
const LATER_DAYS = 60;

let store: StoreSeed;
let endMs: number;
/** The time of the last look at the clock. */
let lastMs: number;
/** All events up to `LATER_DAYS` after the data's end, day by day, as a moving clock takes them. */
let days: LifeHappening[][];
let shopify: LocalShopify;

function liveFrom(seed: StoreSeed, until: number): LifeHappening[][] {
  const life = createLife(seed);
  const lived: LifeHappening[][] = [];
  for (let ms = Date.parse(seed.cutAt); ms <= until; ms += DAY_MS)
    lived.push(life.takeUntil(new Date(ms)));
  return lived;
}

beforeAll(async () => {
  store = await loadOnlineRetail();
  endMs = Date.parse(store.orders.at(-1)!.createdAt);
  days = liveFrom(store, endMs + LATER_DAYS * DAY_MS);
  lastMs = Date.parse(store.cutAt) + (days.length - 1) * DAY_MS;
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

const isLater = ({ at }: LifeHappening) => Date.parse(at) > endMs;
function later<K extends LifeHappening["kind"]>(kind: K) {
  return days
    .flat()
    .filter(isLater)
    .filter((it): it is Extract<LifeHappening, { kind: K }> => it.kind === kind);
}

describe("a life after the end of the data", () => {
  test("begins with the data's own events, each once and at its time", () => {
    const own = planLife(store);
    const before = days.flat().filter((it) => !isLater(it));
    expect(before).toEqual(own.filter((it) => !isLater(it)));
  });

  test("gives each day its own events, in order", () => {
    const all = days.flat().map(({ at }) => Date.parse(at));
    expect(all.every((at, i) => i === 0 || at >= all[i - 1]!)).toBe(true);
    for (const [n, day] of days.entries()) {
      const until = Date.parse(store.cutAt) + n * DAY_MS;
      expect(
        day.every(({ at }) => Date.parse(at) > until - DAY_MS && Date.parse(at) <= until),
      ).toBe(true);
    }
  });

  test("goes on with about as many orders as in the same weeks of the year before", () => {
    const placed = later("checkout_completed").length;
    const yearMs = 52 * 7 * DAY_MS;
    const before = store.orders.filter(({ createdAt }) => {
      const ms = Date.parse(createdAt) + yearMs;
      return ms > endMs && ms <= lastMs;
    });
    expect(placed).toBeGreaterThan(500);
    expect(placed).toBe(before.length);
  });

  test("keeps everything that a shop sees: new and returning customers, abandoned carts, refunds, changes", () => {
    const known = new Set(store.customers.map(({ id }) => id));
    const checkouts = later("checkout_created");
    const returning = checkouts.filter(({ checkout }) => known.has(checkout.customerId ?? ""));
    expect(later("customer_created").length).toBeGreaterThan(50);
    expect(returning.length).toBeGreaterThan(checkouts.length / 2);
    expect(checkouts.length - later("checkout_completed").length).toBeGreaterThan(50);
    expect(later("order_refunded").length).toBeGreaterThan(20);
    expect(later("variant_updated").length).toBeGreaterThan(LATER_DAYS);
    expect(later("consent_changed").length).toBeGreaterThan(5);
  });

  test("can be played by the local Shopify, with new ids only", async () => {
    const control = createControlClient(shopify.controlOrigin);
    for (const day of days) if (day.length > 0) await control.play(store.shop.domain, day);
    const orders = await control.records(store.shop.domain, "orders");
    expect(orders).toHaveLength(store.orders.length + later("checkout_completed").length);
    expect(new Set(orders.map(({ name }) => name)).size).toBe(orders.length);
    const refunded = new Set(later("order_refunded").map(({ orderId }) => orderId));
    const refundedLater = orders.filter((it) => refunded.has(it.id) && it.refunds.length > 0);
    expect(refundedLater).toHaveLength(refunded.size);
  });

  test("is the same for every run, however often the clock is read", () => {
    const life = createLife(store);
    const halfway = life.takeUntil(new Date(endMs + 40.4 * DAY_MS));
    const rest = life.takeUntil(new Date(lastMs));
    expect([...halfway, ...rest]).toEqual(days.flat());
  });

  test("says when the customer orders next, before that day comes", () => {
    const life = createLife(store);
    const { at: placedAt, token } = later("checkout_completed").at(-1)!;
    const { at, checkout } = later("checkout_created").find((it) => it.checkout.token === token)!;
    expect(life.nextOrderAt(checkout.email!, at)).toBe(placedAt);
    expect(life.nextOrderAt("stranger@example.com", at)).toBeNull();
  });
});

describe("customers who follow links of emails", () => {
  /** Many come to a product at noon, on each of some days. */
  function liveWithVisits(life: Life, count: number): LifeHappening[] {
    const lived: LifeHappening[] = [];
    for (let day = 0; day < count; day++) {
      const noon = new Date(Date.parse(store.cutAt) + (day + 0.5) * DAY_MS);
      lived.push(...life.takeUntil(noon));
      for (const { email } of store.customers.slice(0, 400)) {
        if (email === null) continue;
        const url = `https://shop.example/products/${store.products[day]!.handle}?token=1`;
        life.followLink({ email, at: noon.toISOString(), url });
      }
    }
    return lived;
  }
  const isCaused = (it: LifeHappening) =>
    it.kind === "checkout_completed" && Number(it.orderId) >= 8_000_000_000_000;

  test("buy besides what they buy anyway, and the store plays it", async () => {
    const lived = liveWithVisits(createLife(store), 4);
    const caused = lived.filter(isCaused);
    expect(caused.length).toBeGreaterThan(20);
    const until = lived.at(-1)!.at;
    const own = planLife(store).filter(({ at }) => at <= until);
    const ids = new Set(caused.map((it) => (it.kind === "checkout_completed" ? it.token : "")));
    const orderIds = new Set(
      caused.map((it) => (it.kind === "checkout_completed" ? it.orderId : "")),
    );
    const rest = lived.filter(
      (it) =>
        !(it.kind === "checkout_created" && ids.has(it.checkout.token ?? "")) &&
        !(it.kind === "order_fulfilled" && orderIds.has(it.orderId)) &&
        !isCaused(it),
    );
    // Checkouts whose orders are still ahead.
    const ahead = rest.length - own.length;
    expect(ahead).toBeGreaterThanOrEqual(0);
    expect(ahead).toBeLessThan(20);
    expect(rest.filter(({ kind }) => kind === "checkout_completed")).toEqual(
      own.filter(({ kind }) => kind === "checkout_completed"),
    );

    const opened = await startLocalShopify({
      ...{ seed: store, appUrl: "http://127.0.0.1:9", apiKey: "key", apiSecret: "secret" },
      ...{ tomlPath: "shopify.app.toml", installed: false },
    });
    const control = createControlClient(opened.controlOrigin);
    await control.play(store.shop.domain, lived);
    const orders = await control.records(store.shop.domain, "orders");
    expect(orders.filter(({ id }) => orderIds.has(id))).toHaveLength(orderIds.size);
    await opened.stop();
  });

  test("buy the same in every run", () => {
    expect(liveWithVisits(createLife(store), 2)).toEqual(liveWithVisits(createLife(store), 2));
  });
});

test("a store with two weeks of orders repeats two weeks, without an end", () => {
  const [first] = store.orders;
  const order = (n: number) => ({
    ...first!,
    id: String(5_000_000_000_001 + n),
    name: `#${n + 1}`,
    createdAt: new Date(Date.UTC(2025, 0, 1 + n, 10)).toISOString(),
    checkoutToken: `checkout ${n}`,
    refunds: [],
    fulfilledAt: null,
  });
  const orders = Array.from({ length: 15 }, (_, n) => order(n));
  const short = { ...store, orders, cutAt: "2025-01-12T00:00:00Z" };
  const lived = liveFrom(short, Date.UTC(2026, 0, 1)).flat();
  const placed = lived.filter(({ kind }) => kind === "checkout_completed");
  // One a day from the cut on.
  expect(placed).toHaveLength(354);
});

test("a store without orders stays as it is", () => {
  const empty = { ...store, orders: [] };
  expect(liveFrom(empty, lastMs).flat()).toEqual(planLife(empty));
});
