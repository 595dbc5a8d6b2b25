import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isUnclearAmount, parseAmount, parseCount } from "~/lib/exports/export-values";

describe("parseAmount", () => {
  test.each([
    ["12", "12.00"],
    ["12.5", "12.50"],
    ["1,234.56", "1234.56"],
    ["1.234,56", "1234.56"],
    ["1,234", "1234.00"],
    ["1.234.567", "1234567.00"],
    ["12,5", "12.50"],
    ["1 234,50", "1234.50"],
    ["1\u202f234,50 €", "1234.50"],
    ["£1'234.50", "1234.50"],
    ["US$12.00", "12.00"],
    ["12.00 USD", "12.00"],
    ["kr 99", "99.00"],
    ["0.005", "0.01"],
    [".99", "0.99"],
    ["69.990000", "69.99"],
  ])("parses %j as %s", (text, amount) => {
    expect(parseAmount(text)).toBe(amount);
  });

  test.each(["", "free", "-5", "1e3", "1.2.3", "12 for 3", "9999999999999", "Infinity", "$"])(
    "finds no amount in %j",
    (text) => {
      expect(parseAmount(text)).toBeNull();
    },
  );

  test.each([
    ["1.234", ",", "1234.00"],
    ["1.234", ".", "1.23"],
    ["1,234", ",", "1.23"],
    ["1.234.567,8", ",", "1234567.80"],
    ["12.50", ",", "12.50"],
    ["12,50", ".", "12.50"],
  ] as const)("parses %j with the decimal mark %j as %s", (text, mark, amount) => {
    expect(parseAmount(text, mark)).toBe(amount);
  });

  test.each([
    ["1.234", true],
    ["kr 12.345", true],
    ["0.125", false],
    ["1.2345", false],
    ["1,234", false],
    ["1.234.567", false],
    ["1234.500", false],
  ])("%j is unclear: %j", (text, unclear) => {
    expect(isUnclearAmount(text)).toBe(unclear);
  });

  test("round-trips", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 13 }), (minor) => {
        const amount = (minor / 100).toFixed(2);
        expect(parseAmount(amount)).toBe(amount);
      }),
    );
  });

  test("never throws", () => {
    fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => void parseAmount(text)));
  });
});

test.each([
  ["3", 3],
  ["3.0", 3],
  ["-2", -2],
  ["3.5", null],
  ["", null],
  ["many", null],
])("parseCount reads %j as %s", (text, count) => {
  expect(parseCount(text)).toBe(count);
});
