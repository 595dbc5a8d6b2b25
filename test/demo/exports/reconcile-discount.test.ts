import fc from "fast-check";
import { expect, test } from "vitest";
import {
  reconcileDiscount,
  type ExportedTotals,
} from "../../../scripts/demo/exports/reconcile-discount";

const NONE: ExportedTotals = {
  discount: null,
  lineDiscounts: [],
  subtotal: null,
  shipping: null,
  taxes: null,
  total: null,
};

/** Lines of 50.00. */
const LINES = 5_000;

test.each<[string, Partial<ExportedTotals>, string | null]>([
  ["no discount", {}, "0.00"],
  ["the order's discount", { discount: "5.00" }, "5.00"],
  ["the lines' discounts", { lineDiscounts: ["4.00", "1.00"] }, "5.00"],
  ["the same one twice", { discount: "5.00", lineDiscounts: ["5.00"] }, "5.00"],
  ["a subtotal after a discount of the lines", { subtotal: "46.00", discount: "0.00" }, "4.00"],
  [
    "a subtotal after both",
    { subtotal: "41.00", discount: "5.00", lineDiscounts: ["4.00"] },
    "9.00",
  ],
  [
    "a subtotal before the discount, without a total",
    { subtotal: "50.00", discount: "5.00" },
    "5.00",
  ],
  [
    "a subtotal before the discount, by the total",
    { subtotal: "50.00", discount: "5.00", shipping: "6.00", taxes: "3.00", total: "54.00" },
    "5.00",
  ],
  [
    "a subtotal after the discount, with included taxes",
    { subtotal: "45.00", discount: "5.00", shipping: "6.00", taxes: "7.00", total: "51.00" },
    "5.00",
  ],
  [
    "a discount on shipping",
    { subtotal: "50.00", discount: "6.00", shipping: "0.00", taxes: "0.00", total: "50.00" },
    "0.00",
  ],
  ["a rounded subtotal", { subtotal: "50.01", lineDiscounts: ["0.00"] }, "0.00"],
  ["a line that is missing", { subtotal: "62.00" }, null],
])("reconciles %s", (_what, totals, discount) => {
  expect(reconcileDiscount(LINES, { ...NONE, ...totals })).toBe(discount);
});

test("the lines less their discount are the subtotal, however the discount was written", () => {
  const cents = fc.integer({ min: 0, max: 1_000_000 });
  const decimal = (minor: number) => (minor / 100).toFixed(2);
  fc.assert(
    fc.property(
      cents,
      cents,
      cents,
      fc.constantFrom("order", "line", "neither"),
      (a, b, c, where) => {
        const lines = a + b;
        const shipping = c;
        const reconciled = reconcileDiscount(lines, {
          discount: where === "order" ? decimal(b) : null,
          lineDiscounts: where === "line" ? [decimal(b)] : [],
          subtotal: decimal(a),
          shipping: decimal(shipping),
          taxes: "0.00",
          total: decimal(a + shipping),
        });
        expect(reconciled).toBe(decimal(b));
      },
    ),
  );
});
