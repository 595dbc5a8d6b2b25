import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { unitCostMinor } from "~/catalog/unit-costs/unit-cost";

describe("a unit cost", () => {
  test("is in minor units of the shop's currency", () => {
    expect(unitCostMinor({ amount: "4.25", currencyCode: "GBP" }, "GBP")).toBe(4_25);
    expect(unitCostMinor({ amount: "0.0", currencyCode: "GBP" }, "GBP")).toBe(0);
    expect(unitCostMinor({ amount: "1200", currencyCode: "JPY" }, "JPY")).toBe(1_200);
  });

  test("is unknown if the merchant has not entered it", () => {
    expect(unitCostMinor(null, "GBP")).toBeNull();
  });

  test("is unknown in another currency, below zero, or if it is no number", () => {
    expect(unitCostMinor({ amount: "4.25", currencyCode: "EUR" }, "GBP")).toBeNull();
    expect(unitCostMinor({ amount: "-1.00", currencyCode: "GBP" }, "GBP")).toBeNull();
    expect(unitCostMinor({ amount: "much", currencyCode: "GBP" }, "GBP")).toBeNull();
  });

  test("is never below zero, so a margin never exceeds the price", () => {
    const amount = fc.oneof(
      fc.string(),
      fc.double().map(String),
      fc.integer({ min: -1e6, max: 1e6 }).map((it) => (it / 100).toFixed(2)),
    );
    const currency = fc.constantFrom("GBP", "EUR", "JPY");
    fc.assert(
      fc.property(amount, currency, currency, (amount, currencyCode, shopCurrency) => {
        const minor = unitCostMinor({ amount, currencyCode }, shopCurrency);
        if (currencyCode !== shopCurrency) expect(minor).toBeNull();
        else expect(minor ?? 0).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
