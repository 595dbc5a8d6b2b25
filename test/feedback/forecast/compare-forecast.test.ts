import { describe, expect, test } from "vitest";
import { calibrateForecasts, compareForecast } from "~/feedback/forecast/compare-forecast";
import { createRandomNumbers } from "~/ml/numerics/random";

describe("a forecast next to the weeks after it", () => {
  test("has the interval of Student's t", () => {
    const { mean, low, high } = compareForecast(10, [8, 12, 9, 11]);
    expect(mean).toBe(10);
    // The standard deviation is √(10/3), the quantile for three degrees of freedom 3.182.
    expect(high - mean).toBeCloseTo((3.182 * Math.sqrt(10 / 3)) / 2, 6);
    expect(mean - low).toBeCloseTo(high - mean, 6);
  });

  test.each([
    [10, "within"],
    [30, "too_high"],
    [1, "too_low"],
  ])("says that %i is %s", (forecast, verdict) => {
    expect(compareForecast(forecast, [8, 12, 9, 11]).verdict).toBe(verdict);
  });

  test("has an interval that ends at zero, since no week brings less", () => {
    expect(compareForecast(5, [0, 0, 0, 40]).low).toBe(0);
  });

  test("refuses too few and too many weeks", () => {
    expect(() => compareForecast(1, [1, 1, 1])).toThrow(RangeError);
    expect(() =>
      compareForecast(
        1,
        Array.from({ length: 13 }, () => 1),
      ),
    ).toThrow(RangeError);
  });

  test("agrees with a true forecast in about 95 of 100 cases, also of skewed revenue", () => {
    const random = createRandomNumbers(7);
    // A week has 20 orders of 1 on average, of sizes that differ by factors.
    const week = () => {
      let sum = 0;
      for (let n = 0; n < 200; n++)
        if (random.nextFloat() < 0.1) sum += -Math.log(1 - random.nextFloat());
      return sum;
    };
    let within = 0;
    for (let run = 0; run < 1_000; run++) {
      const weeks = Array.from({ length: 4 + (run % 9) }, week);
      if (compareForecast(20, weeks).verdict === "within") within++;
    }
    expect(within).toBeGreaterThan(925);
    expect(within).toBeLessThan(975);
  });
});

describe("the calibration of several forecasts", () => {
  test("relates what all brought to what was forecast", () => {
    const checks = [compareForecast(10, [8, 12, 9, 11]), compareForecast(40, [8, 12, 9, 11])];
    const { flows, within, ratio } = calibrateForecasts(checks);
    expect({ flows, within }).toEqual({ flows: 2, within: 1 });
    expect(ratio?.mean).toBeCloseTo(20 / 50);
    const margin = Math.hypot(...checks.map(({ high, mean }) => high - mean));
    expect(ratio?.high).toBeCloseTo((20 + margin) / 50);
  });

  test("has no ratio where nothing was forecast", () => {
    expect(calibrateForecasts([compareForecast(0, [0, 0, 0, 0])]).ratio).toBeNull();
  });
});
