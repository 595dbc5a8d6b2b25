import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseAmount, parseCount, parseExportDate } from "../../shopify/seed/export-values";

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

describe("parseExportDate", () => {
  test.each([
    ["2024-05-01 10:20:30 -0400", "2024-05-01T14:20:30.000Z"],
    ["2024-05-01 10:20:30 UTC", "2024-05-01T10:20:30.000Z"],
    ["2024-05-01T10:20:30+02:00", "2024-05-01T08:20:30.000Z"],
    ["2024-05-01", "2024-05-01T00:00:00.000Z"],
  ])("parses %s", (text, instant) => {
    expect(parseExportDate(text)).toBe(instant);
  });

  test.each(["", "yesterday", "2024-02-30 10:00:00 +0000", "2024-13-01", "01/05/2024", "2024"])(
    "finds no date in %j",
    (text) => {
      expect(parseExportDate(text)).toBeNull();
    },
  );
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
