import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  fitLifetime,
  forecastLifetime,
  type LifetimeCustomer,
} from "~/predictions/models/lifetime";
import { END_DAY, ordersOf, purchasesOf } from "../builders";

const aCustomer = (overrides: Partial<LifetimeCustomer> = {}): LifetimeCustomer => ({
  repeats: 4,
  lastAt: 30,
  watched: 40,
  transactions: 5,
  meanValue: 5_000,
  ...overrides,
});

describe("fitLifetime", () => {
  test("uses defaults for a shop without orders, and for one without repeat orders", () => {
    const nothing = fitLifetime(purchasesOf(0, []), END_DAY);
    expect(nothing.buying.r).toBeCloseTo(0.2426, 4);
    expect(forecastLifetime(nothing, aCustomer(), 52).orders).toBeGreaterThan(0);

    const once = Array.from({ length: 5 }, (_, customer) => ({
      customer,
      daysAgo: 50,
      value: 2_000,
    }));
    const fitted = fitLifetime(purchasesOf(5, once), END_DAY);
    expect(fitted.repeatCustomers).toBe(0);
    const newcomer = aCustomer({
      repeats: 0,
      lastAt: 0,
      watched: 7,
      transactions: 1,
      meanValue: 2_000,
    });
    // Around the shop's own mean, since its prices are known from the first order on.
    const { orders, value } = forecastLifetime(fitted, newcomer, 52);
    expect(value / orders).toBeCloseTo(2_000, 0);
  });

  test("relies less on the prior with more returning customers", () => {
    // Every customer orders each week and none churns.
    const weekly = (customers: number) =>
      Array.from({ length: customers }, (_, customer) => customer).flatMap((customer) =>
        Array.from({ length: 30 }, (_, n) => ({ customer, daysAgo: 7 * n + 1, value: 1_000 })),
      );
    const ordersAfter = (customers: number) => {
      const model = fitLifetime(purchasesOf(customers, weekly(customers)), END_DAY);
      return forecastLifetime(
        model,
        aCustomer({ repeats: 29, lastAt: 29, watched: 29.14, transactions: 30, meanValue: 1_000 }),
        10,
      ).orders;
    };
    const few = ordersAfter(2);
    const many = ordersAfter(100);
    expect(many).toBeGreaterThan(few);
    expect(Math.abs(many - 10)).toBeLessThan(0.5);
  });
});

describe("forecastLifetime", () => {
  const model = fitLifetime(purchasesOf(150, ordersOf(150)), END_DAY);
  const customers = fc
    .record({
      repeats: fc.nat({ max: 30 }),
      share: fc.double({ min: 0.01, max: 1, noNaN: true }),
      watched: fc.double({ min: 1, max: 100, noNaN: true }),
      meanValue: fc.double({ min: 1, max: 1e6, noNaN: true }),
    })
    .map(({ repeats, share, watched, meanValue }) => ({
      repeats,
      lastAt: repeats === 0 ? 0 : share * watched,
      watched,
      transactions: repeats + 1,
      meanValue,
    }));

  test("lies within its interval, and grows with the horizon", () => {
    fc.assert(
      fc.property(customers, (customer) => {
        const year = forecastLifetime(model, customer, 52);
        const month = forecastLifetime(model, customer, 4);
        expect(year.low).toBeLessThanOrEqual(year.value);
        expect(year.high).toBeGreaterThanOrEqual(year.value);
        expect(month.low).toBeGreaterThanOrEqual(0);
        expect(month.value).toBeLessThanOrEqual(year.value + 1e-6);
      }),
    );
  });

  test("falls with every week of inactivity", () => {
    const values = [0, 5, 10, 20].map(
      (silent) => forecastLifetime(model, aCustomer({ watched: 30 + silent }), 52).value,
    );
    expect(values).toEqual(values.toSorted((a, b) => b - a));
  });
});
