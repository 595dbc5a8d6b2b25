import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { daysSinceLastOrder, Traits } from "~/profiles/profile";
import { summarizeOrders, type SummedOrder } from "~/profiles/project-profile";
import { daysAgo, hoursAgo, NOW } from "../support/builders";

const aSummedOrder = (overrides: Partial<SummedOrder> = {}): SummedOrder => ({
  placedAt: daysAgo(10),
  currency: "GBP",
  totalMinor: 20_00,
  refundedMinor: 0,
  isCanceled: false,
  isTest: false,
  isDeleted: false,
  minorByType: { Trays: 20_00 },
  minorByBand: { low: 20_00 },
  ...overrides,
});

const summary = (...orders: SummedOrder[]) => summarizeOrders(orders, "GBP");

describe("summarizeOrders", () => {
  test("is empty without orders, with default traits", () => {
    expect(summary()).toEqual({
      orderCount: 0,
      netSpendMinor: 0,
      firstOrderAt: null,
      lastOrderAt: null,
      traits: Traits.parse({}),
    });
  });

  test("subtracts refunds up to the order total", () => {
    const orders = [aSummedOrder({ refundedMinor: 5_00 }), aSummedOrder()];
    expect(summary(...orders)).toMatchObject({ orderCount: 2, netSpendMinor: 35_00 });
  });

  test.each<[string, Partial<SummedOrder>]>([
    ["a test", { isTest: true }],
    ["a canceled order", { isCanceled: true }],
    ["a deleted order", { isDeleted: true }],
    ["a wholly refunded order", { refundedMinor: 20_00 }],
  ])("does not count %s", (_what, change) => {
    expect(summary(aSummedOrder(change), aSummedOrder())).toEqual(summary(aSummedOrder()));
  });

  test("counts a free order", () => {
    expect(summary(aSummedOrder({ totalMinor: 0 })).orderCount).toBe(1);
  });

  test("counts an order in another currency without summing it", () => {
    const result = summary(aSummedOrder(), aSummedOrder({ currency: "EUR", totalMinor: 99_00 }));
    expect(result).toMatchObject({
      orderCount: 2,
      netSpendMinor: 20_00,
      traits: { otherCurrencyOrders: 1, averageOrderMinor: 20_00 },
    });
  });

  test("measures gaps between purchase days", () => {
    const days = [daysAgo(30), daysAgo(20), hoursAgo(20 * 24 - 1), daysAgo(4)];
    const { traits } = summary(...days.map((placedAt) => aSummedOrder({ placedAt })));
    expect(traits).toMatchObject({ purchaseDays: 3, meanGapDays: 13, medianGapDays: 13 });
  });

  test("halves the weight of a purchase 180 days before the last", () => {
    const { traits } = summary(
      aSummedOrder({ placedAt: daysAgo(180), minorByType: { Mugs: 20_00 } }),
      aSummedOrder({ placedAt: NOW }),
    );
    expect(traits.affinities).toEqual([
      { productType: "Trays", share: 0.666667 },
      { productType: "Mugs", share: 0.333333 },
    ]);
  });

  const orders = fc.array(
    fc.record({
      placedAt: fc.integer({ min: 0, max: 900 }).map(daysAgo),
      currency: fc.constantFrom("GBP", "EUR"),
      totalMinor: fc.nat(100_000),
      refundedMinor: fc.nat(100_000),
      isCanceled: fc.boolean(),
      isTest: fc.boolean(),
      isDeleted: fc.boolean(),
      minorByType: fc.dictionary(fc.constantFrom("Trays", "Mugs", "Tea", ""), fc.nat(10_000)),
      minorByBand: fc.record({ low: fc.nat(9), middle: fc.nat(9), high: fc.nat(9) }),
    }),
    { maxLength: 20 },
  );

  test("does not depend on input order and its shares stay within [0, 1]", () => {
    fc.assert(
      fc.property(orders, fc.nat(), (list, turn) => {
        const rotated = list.map((_, i) => list[(i + turn) % list.length]!);
        const result = summarizeOrders(list, "GBP");
        expect(summarizeOrders(rotated, "GBP").netSpendMinor).toBe(result.netSpendMinor);
        Traits.parse(result.traits);
        expect(result.netSpendMinor).toBeGreaterThanOrEqual(0);
        const total = result.traits.affinities.reduce((sum, it) => sum + it.share, 0);
        expect(total === 0 || Math.abs(total - 1) < 1e-4).toBe(true);
      }),
    );
  });
});

test("days since the last order are whole days, and none before the first", () => {
  expect(daysSinceLastOrder(null, NOW)).toBeNull();
  expect(daysSinceLastOrder(hoursAgo(47), NOW)).toBe(1);
  expect(daysSinceLastOrder(hoursAgo(-1), NOW)).toBe(0);
});
