import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { currencyExponent, formatMoney, parseMoney } from "~/lib/money";

describe("parseMoney", () => {
  test.each([
    ["398.00", "GBP", 398_00],
    ["-5", "GBP", -5_00],
    ["-0.00", "GBP", 0],
    ["1234", "JPY", 1234],
    ["1.2345", "KWD", 1_235],
    ["0.005", "GBP", 1],
    ["19.99", "USD", 19_99],
    [12.5, "EUR", 12_50],
    // Currencies that Intl shows without decimals still have them.
    ["1.500", "IQD", 1_500],
    ["1250.50", "HUF", 1250_50],
    ["12000.50", "COP", 12000_50],
  ])("reads %s %s exactly", (text, currency, minor) => {
    expect(parseMoney(text, currency)).toEqual({ minor, currency });
  });

  test.each(["", "abc", "1e3", "1,000.00", "--1", ".5", "9".repeat(20)])("refuses %j", (text) => {
    expect(parseMoney(text, "GBP")).toBeNull();
  });

  test("round-trips amounts in minor units", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e12, max: 1e12 }),
        fc.constantFrom("GBP", "JPY", "KWD", "EUR", "HUF", "IQD", "CLF"),
        (minor, currency) => {
          const exponent = currencyExponent(currency);
          const digits = String(Math.abs(minor)).padStart(exponent + 1, "0");
          const cut = digits.length - exponent;
          const text = `${minor < 0 ? "-" : ""}${digits.slice(0, cut)}${exponent ? "." : ""}${digits.slice(cut)}`;
          expect(parseMoney(text, currency)?.minor).toBe(minor);
        },
      ),
    );
  });
});

describe("formatMoney", () => {
  test("writes an amount with its currency's own exponent", () => {
    expect(formatMoney({ minor: 1234, currency: "GBP" })).toBe("£12.34");
    expect(formatMoney({ minor: 1234, currency: "JPY" })).toBe("¥1,234");
  });

  test("keeps decimals that the locale would omit", () => {
    expect(formatMoney({ minor: 1250_50, currency: "HUF" }, "hu")).toBe("1250,50\u00a0Ft");
    expect(formatMoney({ minor: 1250_00, currency: "HUF" }, "hu")).toBe("1250\u00a0Ft");
  });

  test("formats an unknown currency", () => {
    expect(formatMoney({ minor: 1234, currency: "POINTS" })).toBe("12.34 POINTS");
  });
});
