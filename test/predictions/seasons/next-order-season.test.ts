import { describe, expect, test } from "vitest";
import { snapshotAt } from "~/ml/customers/customer-features";
import { forecastNextOrder } from "~/ml/customers/next-order-model";
import { tryNextOrder } from "~/predictions/back-test/next-order-back-test";
import {
  fitNextOrderPrediction,
  nextOrderWindows,
  waitSeason,
} from "~/predictions/models/next-order";
import type { Purchases } from "~/ml/customers/purchases";
import { FIRST_DAY, SEASON_LAWS, seasonalShop } from "./seasonal-shops";

/** Years after the first order: the first day with two full years of months, and later ones. */
const CUTS = [2.1, 2.2, 2.3];
const END = FIRST_DAY + Math.round(2.5 * 365);
const dayOf = (years: number) => FIRST_DAY + Math.round(years * 365);
const lawOf = (name: string) => SEASON_LAWS.find((law) => law.name === name)!;

function measure(purchases: Purchases, day: number, season?: null) {
  const tried = tryNextOrder(purchases, day, END - day, season === null ? { season } : {});
  if ("what" in tried) throw new Error(`The shop lacks ${tried.what}.`);
  const { waits, forecasts, isInside } = tried;
  const errors = waits.map((wait, n) => Math.abs(wait - (forecasts.log_logistic[n] ?? 0)));
  return {
    mae: errors.reduce((sum, error) => sum + error, 0) / waits.length,
    coverage: isInside.filter(Boolean).length / waits.length,
  };
}

describe("the season of the next order", () => {
  test("brings the forecasts of a seasonal shop nearer, on average over the cuts", () => {
    const purchases = seasonalShop(lawOf("gifts"));
    const changes = CUTS.map((years) => {
      const day = dayOf(years);
      return measure(purchases, day).mae - measure(purchases, day, null).mae;
    });
    expect(changes.reduce((sum, change) => sum + change, 0)).toBeLessThan(0);
  });

  test.each(["groceries", "no season, irregular"])(
    "does no harm in a shop without a season: %s",
    (name) => {
      const purchases = seasonalShop(lawOf(name));
      for (const years of CUTS) {
        const day = dayOf(years);
        const change = measure(purchases, day).mae - measure(purchases, day, null).mae;
        expect(change).toBeLessThan(0.5);
      }
    },
  );

  test("is none with less than two full years", () => {
    const purchases = seasonalShop(lawOf("gifts"));
    expect(waitSeason(purchases, dayOf(1.9))).toBeNull();
    expect(waitSeason(purchases, dayOf(2.1))).not.toBeNull();
  });

  test("shortens the waits before the peak, and the parts still add up to them", () => {
    const purchases = seasonalShop(lawOf("gifts"));
    const day = dayOf(2.1);
    const season = waitSeason(purchases, day);
    const { model } = fitNextOrderPrediction(nextOrderWindows(purchases, day), season);
    if (!model) throw new Error("too few orders");
    const customers = snapshotAt(purchases, day, 1, null);
    const medianOn = (date: string) => {
      const at = Date.parse(date) / 86_400_000;
      const waits = forecastNextOrder(model, { ...customers, day: at }, 365);
      for (const { days, low, high, base, parts } of waits) {
        expect(parts.reduce((sum, part) => sum + part, base)).toBeCloseTo(Math.log1p(days), 8);
        expect(low).toBeLessThanOrEqual(days);
        expect(high).toBeGreaterThanOrEqual(days);
        expect(high).toBeLessThan(365);
      }
      return waits.map(({ days }) => days).toSorted((a, b) => a - b)[waits.length >> 1] ?? 0;
    };
    expect(medianOn("2025-10-15")).toBeLessThan(0.8 * medianOn("2025-04-15"));
  });
});
