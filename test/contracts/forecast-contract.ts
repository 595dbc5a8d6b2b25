import { describe, expect, test } from "vitest";
import type { Purchases } from "~/ml/customers/purchases";
import { createRandomNumbers } from "~/ml/numerics/random";
import { aShop, knownBefore } from "../ml/customers/shops";

/** Forecasts a value for each customer on a day, from earlier purchases. */
export type Forecast = (purchases: Purchases, day: number) => ArrayLike<number>;

const DAY = 320;

/** The contract of every forecast from purchases: it must not use the future. */
export function forecastContract(name: string, forecast: Forecast) {
  describe(`the forecast of ${name}`, () => {
    const shop = aShop();

    test("gives bit-identical forecasts when later data is shuffled or missing", () => {
      const before = Array.from(forecast(shop, DAY));
      expect(new Set(before).size).toBeGreaterThan(3);
      expect(Array.from(forecast(withShuffledFuture(shop), DAY))).toEqual(before);
      expect(Array.from(forecast(knownBefore(shop, DAY), DAY))).toEqual(before);
    });

    test("changes when earlier data changes", () => {
      const stale = knownBefore(shop, DAY - 7);
      expect(Array.from(forecast(stale, DAY))).not.toEqual(Array.from(forecast(shop, DAY)));
    });
  });
}

/** The same days and values, shuffled among the purchases from the day on. */
function withShuffledFuture(purchases: Purchases): Purchases {
  const random = createRandomNumbers(1);
  const values = purchases.values.slice();
  const lines = purchases.lines.slice();
  const future = [...purchases.days.keys()].filter((at) => purchases.days[at]! >= DAY);
  for (let n = future.length - 1; n > 0; n--) {
    const other = random.nextInteger(n + 1);
    const [a, b] = [future[n]!, future[other]!];
    [values[a], values[b]] = [values[b]!, values[a]!];
    [lines[a], lines[b]] = [lines[b]! + 1, lines[a]!];
  }
  // Days increase within a customer: each later one is shifted by this number of days.
  const days = purchases.days.map((day) => (day >= DAY ? DAY + 2 * (day - DAY) : day));
  return { ...purchases, values, lines, days };
}
