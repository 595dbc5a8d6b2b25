import { describe, expect, test } from "vitest";
import {
  isComparisonDue,
  type ComparisonHistory,
} from "~/predictions/contenders/comparison-schedule";
import type { ShopId } from "~/lib/shop-id";

const FIRST_DAY = 20_000;
const shopIdOf = (n: number) => `shop-${n}.myshopify.com` as ShopId;

interface Shop {
  readonly installedDay: number;
  /** Days between its trainings. */
  readonly trainsEvery?: number;
  /** The first day with enough data to hold out a window. */
  readonly enoughFrom?: number;
}

/** The days of `days` nights from `FIRST_DAY` on whose training compared first. */
function comparedDays(n: number, days: number, shop: Shop): number[] {
  const { installedDay, trainsEvery = 1, enoughFrom = 0 } = shop;
  const compared: number[] = [];
  let last: ComparisonHistory["last"] = null;
  let lastTrainedDay = installedDay < FIRST_DAY ? FIRST_DAY - trainsEvery : null;
  for (let endDay = FIRST_DAY; endDay < FIRST_DAY + days; endDay += trainsEvery) {
    if (isComparisonDue({ shopId: shopIdOf(n), endDay, installedDay, lastTrainedDay, last })) {
      compared.push(endDay);
      last = { day: endDay, isMeasured: endDay >= enoughFrom };
    }
    lastTrainedDay = endDay;
  }
  return compared;
}

const SHOPS = Array.from({ length: 280 }, (_, n) => n);
const OLD = { installedDay: FIRST_DAY - 400 };
const NEW = { installedDay: FIRST_DAY };

describe("isComparisonDue", () => {
  test("spreads the shops that an upgrade finds over 28 nights, each once", () => {
    const nights = new Map<number, number>();
    for (const n of SHOPS) {
      const days = comparedDays(n, 28, OLD);
      expect(days).toHaveLength(1);
      nights.set(days[0]!, (nights.get(days[0]!) ?? 0) + 1);
    }
    expect(nights.size).toBe(28);
    expect(Math.max(...nights.values())).toBeLessThanOrEqual(25);
  });

  test("compares every 28 days from then on", () => {
    for (const n of SHOPS.slice(0, 20)) {
      const [first, ...later] = comparedDays(n, 112, OLD);
      expect(later).toEqual([28, 56, 84].map((days) => first! + days));
    }
  });

  test("compares a new shop within four days of its first training, then on its regular day", () => {
    const nights = new Set<number>();
    for (const n of SHOPS) {
      const [first, second] = comparedDays(n, 60, NEW);
      expect(first! - FIRST_DAY).toBeGreaterThanOrEqual(1);
      expect(first! - FIRST_DAY).toBeLessThanOrEqual(4);
      expect(second! - first!).toBeGreaterThanOrEqual(14);
      expect(second! - first!).toBeLessThan(14 + 28);
      nights.add(first!);
    }
    expect(nights.size).toBe(4);
  });

  test("tries again every four days until there is enough data", () => {
    const enoughFrom = FIRST_DAY + 50;
    for (const n of SHOPS.slice(0, 20)) {
      const days = comparedDays(n, 60, { ...NEW, enoughFrom });
      const measured = days.filter((day) => day >= enoughFrom);
      expect(measured).toHaveLength(1);
      expect(measured[0]! - enoughFrom).toBeLessThan(4);
    }
  });

  test("does not miss a shop that trains once a week", () => {
    for (const n of SHOPS.slice(0, 40)) {
      expect(comparedDays(n, 56, { ...OLD, trainsEvery: 7 })).toHaveLength(2);
    }
  });

  test("a comparison that failed is not repeated each night", () => {
    const failed = SHOPS.filter((n) =>
      isComparisonDue({
        shopId: shopIdOf(n),
        endDay: FIRST_DAY + 1,
        installedDay: OLD.installedDay,
        lastTrainedDay: FIRST_DAY,
        last: { day: FIRST_DAY - 100, isMeasured: true },
      }),
    );
    expect(failed.length).toBeLessThan(SHOPS.length / 10);
  });
});
