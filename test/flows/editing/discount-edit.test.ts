import { expect, test } from "vitest";
import { couponFrom, discountEditOf } from "~/flows/editing/discount-edit";

test("a discount round-trips through its form", () => {
  const coupon = { percentOff: 15, validDays: 3 };
  expect(couponFrom(discountEditOf(coupon))).toEqual({ coupon, invalid: [] });
});

test("each invalid number is reported, and no discount is returned", () => {
  const { coupon, invalid } = couponFrom({ percentOff: "1e1", validDays: " 91 " });
  expect(coupon).toBeNull();
  expect(invalid).toEqual(["percentOff", "validDays"]);
});
