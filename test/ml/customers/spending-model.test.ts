import { describe, expect, test } from "vitest";
import { snapshotAt } from "~/ml/customers/customer-features";
import {
  atLevelOf,
  devianceOfSetting,
  fitSpending,
  forecastSpending,
  type SpendingWindow,
} from "~/ml/customers/spending-model";
import { purchasesBetween } from "~/ml/customers/purchases";
import { aShop } from "./shops";

const shop = aShop({ customers: 300, days: 500 });

function windowAt(day: number, unit = 1): SpendingWindow {
  const window = snapshotAt(shop, day, 90);
  const spent = Float64Array.from(window.customers, (customer) => {
    const { start, end } = purchasesBetween(shop, customer, day, day + 90);
    return unit * shop.values.subarray(start, end).reduce((sum, value) => sum + value, 0);
  });
  return { ...window, spent };
}

const SETTING = { name: "spending_regression", featureSet: "basic", penalty: 30 } as const;
const held = windowAt(400);
const sumOf = (values: ArrayLike<number>) =>
  Array.from(values).reduce((sum, value) => sum + value, 0);

describe("fitSpending", () => {
  const model = fitSpending([windowAt(300), windowAt(285)], SETTING);
  const forecasts = forecastSpending(model, held);

  test("tells frequent customers from others, at about what they pay", () => {
    const amounts = forecasts.map(({ amount }) => amount);
    const isFrequent = Array.from(held.customers, (customer) => customer % 3 === 0);
    const of = (values: ArrayLike<number>, frequent: boolean) =>
      sumOf(Array.from(values).filter((_, row) => isFrequent[row] === frequent));
    for (const frequent of [true, false]) {
      const ratio = of(amounts, frequent) / of(held.spent, frequent);
      expect(ratio).toBeGreaterThan(0.75);
      expect(ratio).toBeLessThan(1.33);
    }
    const better = devianceOfSetting(windowAt(300), held, SETTING);
    const none = devianceOfSetting(windowAt(300), held, { ...SETTING, penalty: 1e9 });
    expect(better).toBeLessThan(none);
  });

  test("explains each amount by parts that add up to it, also at the maximum", () => {
    const low = { ...model, max: Math.max(...forecasts.map(({ amount }) => amount)) / 2 };
    for (const it of [...forecasts, ...forecastSpending(low, held)]) {
      expect(it.base + sumOf(it.parts)).toBeCloseTo(it.amount, 6);
    }
    expect(forecastSpending(low, held).filter(({ amount }) => amount === low.max)).not.toEqual([]);
  });

  test("counts amounts in any unit", () => {
    const minor = fitSpending([windowAt(300, 100), windowAt(285, 100)], SETTING);
    forecastSpending(minor, held).forEach(({ amount }, row) =>
      expect(amount / forecasts[row]!.amount).toBeCloseTo(100, 2),
    );
  });

  test("can be fitted to those who paid only", () => {
    const buyers = fitSpending([windowAt(300)], SETTING, ({ spent }, row) => spent[row]! > 0);
    const amounts = forecastSpending(buyers, held).map(({ amount }) => amount);
    expect(sumOf(amounts)).toBeGreaterThan(1.2 * sumOf(forecasts.map(({ amount }) => amount)));
  });
});

test("forecasts at the level of a window add up to what was paid in it", () => {
  expect(
    sumOf(
      atLevelOf(
        held,
        held.spent.map((_, row) => row + 1),
      ),
    ),
  ).toBeCloseTo(sumOf(held.spent), 6);
});
