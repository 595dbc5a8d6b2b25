import { describe, expect, test } from "vitest";
import { usualDiscountByMonth } from "~/experiments/offers/usual-discount";

/** Orders of 40 at a discount in percent. */
const orders = (month: string, count: number, percent: number) => ({
  ...{ month, orders: count, listMinor: count * 40_00 },
  netMinor: count * 40_00 * (1 - percent / 100),
});

describe("how much cheaper orders are without a discount by email", () => {
  test("is not known from fewer than five orders", () => {
    expect(usualDiscountByMonth([])("2026-01")).toBeNull();
    expect(usualDiscountByMonth([orders("2026-01", 4, 10)])("2026-01")).toBeNull();
    expect(usualDiscountByMonth([orders("2026-01", 5, 10)])("2026-01")).toBeCloseTo(0.1);
  });

  test("differs in the month of a sale, the more so the more orders it had", () => {
    const usualIn = usualDiscountByMonth([
      orders("2026-01", 95, 0),
      orders("2026-02", 95, 0),
      orders("2026-11", 10, 20),
    ]);
    // Ten orders at 20% and the weight of five at 1%.
    expect(usualIn("2026-11")).toBeCloseTo((10 * 0.2 + 5 * 0.01) / 15);
    expect(usualIn("2026-01")).toBeLessThan(0.001);
    expect(usualIn("2026-06")).toBeCloseTo(0.01);
  });

  test("counts all orders of a month, and is not below zero", () => {
    const usualIn = usualDiscountByMonth([orders("2026-01", 3, -5), orders("2026-01", 3, -5)]);
    expect(usualIn("2026-01")).toBe(0);
  });
});
