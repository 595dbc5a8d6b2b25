import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toOrderSequences } from "~/recommendations/models/order-sequences";
import { foldPairs } from "~/recommendations/models/purchase-pairs";
import { sortPurchases } from "~/recommendations/purchases/purchase-histories";
import { daysAgo, NOW } from "../../support/builders";
import { columnsOf, type Purchase } from "../builders";

const PRODUCTS = ["kettle", "descaler", "tray", "mug"];
const indices = new Map(PRODUCTS.map((id, index) => [id, index]));
const histories = (purchases: readonly Purchase[], of = indices) =>
  sortPurchases(columnsOf(purchases), of, NOW.getTime());
const someOrders = fc
  .array(
    fc.record({
      profileId: fc.constantFrom("p1", "p2", "p3"),
      productId: fc.constantFrom(...PRODUCTS),
      days: fc.nat({ max: 9 }),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((all) => all.map(({ days, ...purchase }) => ({ ...purchase, at: daysAgo(days) })));

/** One customer's orders of one product each, newest first. */
const orders = (count: number, productOf: (n: number) => string): Purchase[] =>
  Array.from({ length: count }, (_, n) => ({
    profileId: "p",
    productId: productOf(n),
    at: daysAgo(n),
  }));

describe("foldPairs", () => {
  test("counts orders of each customer and product, and keeps the first and the last time", () => {
    fc.assert(
      fc.property(someOrders, (purchases) => {
        const pairs = foldPairs(histories(purchases));
        const rows = Array.from(pairs.productOf, (product, n) => ({
          pair: `${["p1", "p2", "p3"].filter((id) => purchases.some((it) => it.profileId === id))[pairs.profileOf[n] ?? -1]} ${PRODUCTS[product]}`,
          first: pairs.firstAt[n],
          last: pairs.lastAt[n],
          orders: pairs.orders[n],
        }));
        const naive = Map.groupBy(purchases, (it) => `${it.profileId} ${it.productId}`);
        expect(rows.length).toBe(naive.size);
        for (const { pair, ...row } of rows) {
          const times = [...new Set((naive.get(pair) ?? []).map(({ at }) => at.getTime()))];
          expect(row).toEqual({
            first: Math.min(...times),
            last: Math.max(...times),
            orders: times.length,
          });
        }
      }),
    );
  });

  test("uses only the latest products of a customer who bought thousands", () => {
    const ids = Array.from({ length: 2_500 }, (_, n) => `product-${String(n).padStart(4, "0")}`);
    const many = orders(ids.length, (n) => ids[n] ?? "");
    const { productOf } = foldPairs(histories(many, new Map(ids.map((id, n) => [id, n]))));
    expect([...productOf]).toEqual(Array.from({ length: 2_000 }, (_, n) => n));
  });
});

describe("toOrderSequences", () => {
  test("has each product once per order, and orders as ascending steps", () => {
    fc.assert(
      fc.property(someOrders, (purchases) => {
        const { items, steps, offsets, ages } = toOrderSequences(
          histories(purchases),
          NOW.getTime(),
        );
        const profiles = [...new Set(purchases.map((it) => it.profileId))].sort();
        expect(ages.length).toBe(profiles.length);
        profiles.forEach((profile, row) => {
          const own = purchases.filter((it) => it.profileId === profile);
          const times = [...new Set(own.map((it) => it.at.getTime()))].sort((a, b) => a - b);
          const expected = times.flatMap((time, step) =>
            [...new Set(own.filter((it) => it.at.getTime() === time).map((it) => it.productId))]
              .map((id) => indices.get(id) ?? -1)
              .sort((a, b) => a - b)
              .map((item) => [item, step]),
          );
          const range = [offsets[row] ?? 0, offsets[row + 1] ?? 0] as const;
          const found = Array.from(items.subarray(...range), (item, n) => [
            item,
            steps[range[0] + n],
          ]);
          expect(found).toEqual(expected);
          expect(ages[row]).toBe(Math.round((NOW.getTime() - (times.at(-1) ?? 0)) / 86_400_000));
        });
      }),
    );
  });

  test("keeps only the latest purchases of a customer", () => {
    const { items } = toOrderSequences(
      histories(orders(700, (n) => (n < 500 ? "mug" : "tray"))),
      NOW.getTime(),
    );
    expect(new Set(items)).toEqual(new Set([indices.get("mug")]));
    expect(items.length).toBe(500);
  });
});
