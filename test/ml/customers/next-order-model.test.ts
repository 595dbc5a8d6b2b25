import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { snapshotAt } from "~/ml/customers/customer-features";
import { fitNextOrderModel, forecastNextOrder } from "~/ml/customers/next-order-model";
import { groupPurchases, type Purchases } from "~/ml/customers/purchases";
import { propertyRuns } from "../../support/property-runs";
import { aShop } from "./shops";

/** Customers with regular, individual order intervals. */
const rhythms = Array.from({ length: 120 }, (_, customer) => 10 + (customer % 30));
const visits = rhythms.flatMap((gap, customer) =>
  Array.from({ length: Math.floor(400 / gap) }, (_, n) => ({
    customer,
    day: (customer % 7) + n * gap,
  })),
);
const regular = groupPurchases({
  customers: rhythms.length,
  customerOf: visits.map(({ customer }) => customer),
  days: visits.map(({ day }) => day),
  values: visits.map(() => 1),
  lines: visits.map(() => 1),
});

const DAY = 320;
const HORIZON = 60;

/** Windows that end on the day, the shortest first. */
const windowsOf = (purchases: Purchases, day = DAY) =>
  [20, 60, 100].map((days) => snapshotAt(purchases, day - days, days, null));

describe("the next order", () => {
  test("follows the customer's order interval", () => {
    const model = fitNextOrderModel(windowsOf(regular, 300));
    const now = snapshotAt(regular, 300, 40);
    const errors = forecastNextOrder(model!, now, 40).map(({ days }, n) =>
      Math.abs(days - now.waits[n]!),
    );
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    expect(mean).toBeLessThan(6);
  });

  test("lies inside its interval, and never beyond the horizon", () => {
    const model = fitNextOrderModel(windowsOf(aShop()));
    const customers = snapshotAt(aShop(), DAY, HORIZON);
    for (const { low, days, high } of forecastNextOrder(model!, customers, HORIZON)) {
      expect([0, low, days, high, HORIZON].every((x, n, all) => n === 0 || x >= all[n - 1]!)).toBe(
        true,
      );
    }
  });

  test("covers four of five next orders, also those long after the history", () => {
    const shop = aShop({ customers: 900, days: 700 });
    const model = fitNextOrderModel(windowsOf(shop));
    const later = snapshotAt(shop, DAY, 380);
    const waits = [...later.waits.entries()].filter(([, wait]) => wait < Infinity);
    const forecasts = forecastNextOrder(model!, later, 380);
    const inside = waits.filter(([row, wait]) => {
      const { low, high } = forecasts[row]!;
      return wait >= low && wait <= high;
    });
    expect(waits.length).toBeGreaterThan(500);
    expect(Math.abs(inside.length / waits.length - 0.8)).toBeLessThan(0.06);
  });

  test("is explained by parts that add up to it, however short the horizon", () => {
    const model = fitNextOrderModel(windowsOf(aShop()))!;
    const customers = snapshotAt(aShop(), DAY, HORIZON);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), (horizonDays) => {
        for (const { days, base, parts } of forecastNextOrder(model, customers, horizonDays)) {
          const sum = parts.reduce((total, part) => total + part, base);
          expect(sum).toBeCloseTo(Math.log1p(days), 8);
        }
      }),
      { numRuns: propertyRuns(20) },
    );
  });

  test("is omitted when too few customers returned", () => {
    expect(fitNextOrderModel(windowsOf(aShop({ customers: 5 })).slice(0, 1))).toBeNull();
  });
});
