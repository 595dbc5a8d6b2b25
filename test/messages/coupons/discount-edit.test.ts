import { expect, test } from "vitest";
import { couponFrom, discountEditOf, discountWords } from "~/messages/coupons/discount-edit";

test("a discount round-trips through its form", () => {
  const coupon = { percentOff: 15, validDays: 3 };
  expect(couponFrom(discountEditOf(coupon))).toEqual({ coupon, problems: {} });
});

test("each invalid number is reported, and no discount is returned", () => {
  const { coupon, problems } = couponFrom({ percentOff: "1e1", validDays: " 91 " });
  expect(coupon).toBeNull();
  expect(Object.keys(problems)).toEqual(["percentOff", "validDays"]);
});

test.each([
  [1, "until the end of the day after the email left"],
  [2, "until the end of the 2nd day after the email left"],
  [11, "until the end of the 11th day after the email left"],
  [23, "until the end of the 23rd day after the email left"],
])("states until when a code of %d days is valid", (validDays, until) => {
  expect(discountWords({ percentOff: 10, validDays })).toBe(
    `10 % off the whole order. Each customer gets a code of their own, good for one order ${until}.`,
  );
});
