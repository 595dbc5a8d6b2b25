import { describe, expect, test } from "vitest";
import { snapshotAt } from "~/ml/customers/customer-features";
import { fitNextOrderModel, forecastNextOrder } from "~/ml/customers/next-order-model";
import { groupPurchases } from "~/ml/customers/purchases";
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

describe("the next order", () => {
  test("follows the customer's order interval", () => {
    const model = fitNextOrderModel(
      [200, 230, 260].map((day) => snapshotAt(regular, day, 40)),
      40,
    );
    const now = snapshotAt(regular, 300, 40);
    const errors = forecastNextOrder(model!, now).map(({ days }, n) =>
      Math.abs(days - now.waits[n]!),
    );
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    expect(mean).toBeLessThan(6);
  });

  test("lies inside its interval, and never beyond the horizon", () => {
    const model = fitNextOrderModel([snapshotAt(aShop(), 260, 60)], 60);
    for (const { low, days, high } of forecastNextOrder(model!, snapshotAt(aShop(), 320, 60))) {
      expect([0, low, days, high, 60].every((x, n, all) => n === 0 || x >= all[n - 1]!)).toBe(true);
    }
  });

  test("is omitted when too few customers returned", () => {
    expect(fitNextOrderModel([snapshotAt(aShop({ customers: 8 }), 260, 60)], 60)).toBeNull();
  });
});
