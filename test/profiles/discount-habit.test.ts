import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { discountHabitOf, shrinkDiscountShare, USUAL_DISCOUNTED } from "~/profiles/discount-habit";

describe("how often a customer uses a discount code", () => {
  test("is not said for fewer than three orders", () => {
    expect(discountHabitOf(2, 2)).toBeNull();
    expect(discountHabitOf(3, 3)).toMatchObject({ orders: 3, withCode: 3 });
  });

  test("is expected to be less extreme than in few orders, and as observed in many", () => {
    expect(discountHabitOf(3, 3)?.expectedShare).toBeCloseTo(3.6 / 5);
    expect(discountHabitOf(3, 0)?.expectedShare).toBeCloseTo(0.6 / 5);
    expect(discountHabitOf(1_000, 900)?.expectedShare).toBeCloseTo(0.9, 2);
  });

  test("lies between the usual and the observed share", () => {
    const orders = fc.integer({ min: 1, max: 500 });
    fc.assert(
      fc.property(orders, fc.double({ min: 0, max: 1, noNaN: true }), (count, share) => {
        const observed = Math.round(share * count) / count;
        const expected = shrinkDiscountShare(observed * count, count);
        expect(expected).toBeGreaterThanOrEqual(Math.min(observed, USUAL_DISCOUNTED) - 1e-9);
        expect(expected).toBeLessThanOrEqual(Math.max(observed, USUAL_DISCOUNTED) + 1e-9);
      }),
    );
  });
});
