import { describe, expect, test } from "vitest";
import { countFirstOrders, forecastFirstOrder } from "~/predictions/models/first-order";
import { aHistory, END_DAY } from "../builders";

describe("countFirstOrders", () => {
  test("counts known customers without an order at the start of each window", () => {
    const orders = [
      { customer: 0, daysAgo: 5, value: 1_000 },
      { customer: 1, daysAgo: 20, value: 1_000 },
      { customer: 2, daysAgo: 200, value: 1_000 },
    ];
    const history = aHistory(4, orders);
    const knownSinceDays = Float64Array.of(END_DAY - 300, END_DAY - 40, END_DAY - 300, END_DAY - 2);
    const { horizons } = countFirstOrders({ ...history, knownSinceDays });
    expect(horizons).toEqual([
      // Customer 1 had ordered before these seven days, customer 3 was not known yet.
      { days: 7, recent: { people: 0, ordered: 0 }, older: { people: 1, ordered: 1 } },
      { days: 30, recent: { people: 1, ordered: 1 }, older: { people: 1, ordered: 1 } },
      { days: 90, recent: { people: 0, ordered: 0 }, older: { people: 1, ordered: 1 } },
    ]);
  });
});

describe("forecastFirstOrder", () => {
  const counted = (people: number, ordered: number) => ({
    horizons: [{ days: 30, recent: { people, ordered }, older: { people, ordered: 0 } }],
  });

  test("is the prior without data, and the observed rate with much data", () => {
    expect(forecastFirstOrder(counted(0, 0), 5)[0]?.chance).toBeCloseTo(0.05, 6);
    expect(forecastFirstOrder(counted(100_000, 20_000), 5)[0]?.chance).toBeCloseTo(0.2, 2);
    expect(forecastFirstOrder(counted(100_000, 20_000), 300)[0]?.chance).toBeLessThan(0.001);
  });

  test("is more certain with more data", () => {
    const [few] = forecastFirstOrder(counted(100, 10), 5);
    const [many] = forecastFirstOrder(counted(10_000, 1_000), 5);
    expect(many!.high - many!.low).toBeLessThan(few!.high - few!.low);
    expect(few!.low).toBeLessThan(few!.chance);
    expect(few!.high).toBeGreaterThan(few!.chance);
  });
});
