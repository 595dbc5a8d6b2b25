import { expect, test } from "vitest";
import { writeAmount } from "~/messages/merge/write-amount";

const price = { minor: 89_00, currency: "GBP" };

test("keeps a Latin currency symbol in order within Arabic", () => {
  expect(writeAmount(price, "ar-u-nu-latn")).toMatch(/UK£\u200e$/);
});

test("is the usual amount elsewhere", () => {
  expect(writeAmount(price, "en-GB")).toBe("£89.00");
});
