import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  findLowestPriorPrice,
  needsReferencePrice,
  type PricePoint,
} from "~/catalog/price-history";
import { withReferencePrice } from "~/messages/composing/reference-prices";
import { daysAgo } from "../support/builders";
import { propertyRuns } from "../support/property-runs";

const price = (days: number, priceMinor: number): PricePoint => ({ at: daysAgo(days), priceMinor });

describe("lowestBefore", () => {
  test("is the lowest of the 30 days before the current price, including the price at their start", () => {
    expect(findLowestPriorPrice([price(90, 18_00), price(33, 24_00), price(2, 20_00)])).toBe(24_00);
    expect(findLowestPriorPrice([price(90, 18_00), price(20, 24_00), price(2, 20_00)])).toBe(18_00);
    expect(
      findLowestPriorPrice([price(90, 24_00), price(9, 19_00), price(8, 24_00), price(1, 20_00)]),
    ).toBe(19_00);
  });

  test("is null before 30 days of prices are known", () => {
    expect(findLowestPriorPrice([])).toBeNull();
    expect(findLowestPriorPrice([price(31, 24_00), price(2, 20_00)])).toBeNull();
    expect(findLowestPriorPrice([price(33, 24_00), price(2, 20_00)])).toBe(24_00);
    expect(findLowestPriorPrice([price(400, 24_00)])).toBeNull();
  });

  test("does not depend on the order or repetition of prices", () => {
    const prices = fc.array(
      fc.record({
        at: fc.integer({ min: 0, max: 120 }).map((day) => daysAgo(day)),
        priceMinor: fc.integer({ min: 1, max: 5 }),
      }),
      { maxLength: 8 },
    );
    const inOnePlace = (list: readonly PricePoint[]) => [
      ...new Map(list.map((it) => [it.at.getTime(), it])).values(),
    ];
    fc.assert(
      fc.property(prices.map(inOnePlace), (list) => {
        const sorted = list.toSorted((a, b) => +a.at - +b.at);
        const again = sorted.map((it) => ({ ...it, at: new Date(it.at.getTime() + 1) }));
        expect(findLowestPriorPrice(sorted)).toBe(findLowestPriorPrice(list));
        expect(findLowestPriorPrice([...sorted, ...again.slice(0, -1)])).toBe(
          findLowestPriorPrice(list),
        );
      }),
      { numRuns: propertyRuns(100) },
    );
  });
});

test("needsReferencePrice is true in Europe and when the country is unknown", () => {
  const british = { countryCode: "GB", shipsToCountries: ["GB", "US", "FR"] };
  expect(needsReferencePrice({ ...british, countryCode: "DE" }, "US")).toBe(true);
  expect(needsReferencePrice(british, "FR")).toBe(true);
  expect(needsReferencePrice(british, "GB")).toBe(false);
  expect(needsReferencePrice(british, null)).toBe(true);
  expect(needsReferencePrice({ ...british, shipsToCountries: ["GB"] }, null)).toBe(false);
  expect(needsReferencePrice({ countryCode: null, shipsToCountries: [] }, null)).toBe(true);
});

describe("withReferencePrice", () => {
  const product = { priceMinor: 20, compareAtMinor: 90, seenMinor: null, lowestMinor: null };
  test("shows the price that the customer saw, not the merchant's compare-at price", () => {
    expect(
      withReferencePrice(product, { seenMinor: 24, lowestMinor: 22, isByLaw: false }),
    ).toMatchObject({ seenMinor: 24, compareAtMinor: 24, lowestMinor: null });
  });

  test("strikes through the lowest price of 30 days and names it where the law requires it", () => {
    expect(
      withReferencePrice(product, { seenMinor: 24, lowestMinor: 22, isByLaw: true }),
    ).toMatchObject({ seenMinor: 24, compareAtMinor: 22, lowestMinor: 22 });
  });

  test.each([null, 20, 18])(
    "shows no former price when the law requires it, the lowest is %s and the price is 20",
    (lowestMinor) => {
      expect(
        withReferencePrice(product, { seenMinor: 24, lowestMinor, isByLaw: true }),
      ).toMatchObject({ seenMinor: null, compareAtMinor: null, lowestMinor: null });
    },
  );
});
