import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expectedPurchases } from "~/ml/lifetime/bg-nbd";
import { measureLifetime } from "~/predictions/back-test/lifetime-back-test";
import { fitShopSeason, NO_SEASON, seasonalShare } from "~/predictions/models/season";
import { fromOrders, ordersBySeason } from "./seasonal-orders";

const DAY_MS = 86_400_000;
const dayOf = (date: string) => Date.parse(date) / DAY_MS;
/** Two in five orders are in November and December. */
const CHRISTMAS = [0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 2, 2];

describe("fitShopSeason", () => {
  test("finds the strong months of a shop for any starting month", () => {
    const purchases = fromOrders(ordersBySeason(CHRISTMAS, "2022-04-11", "2026-05-20"));
    const season = fitShopSeason(purchases, dayOf("2026-05-20"));
    season.forEach((index, month) => expect(Math.abs(index - CHRISTMAS[month]!)).toBeLessThan(0.2));
  });

  test("does not see later purchases", () => {
    const end = dayOf("2025-07-01");
    const seasonal = ordersBySeason(CHRISTMAS, "2022-01-01", "2025-07-01");
    const later = ordersBySeason([...CHRISTMAS].reverse(), "2025-07-01", "2026-07-01");
    expect(fitShopSeason(fromOrders([...seasonal, ...later]), end)).toEqual(
      fitShopSeason(fromOrders(seasonal), end),
    );
  });

  test("claims nothing without orders, or with less than two full years", () => {
    expect(fitShopSeason(fromOrders([]), dayOf("2026-01-01"))).toEqual(NO_SEASON);
    const young = fromOrders(ordersBySeason(CHRISTMAS, "2024-01-02", "2026-01-01"));
    expect(fitShopSeason(young, dayOf("2026-01-01"))).toEqual(NO_SEASON);
  });
});

describe("seasonalShare", () => {
  const buying = { r: 0.24, alpha: 4.4, a: 0.79, b: 2.4, logLikelihood: 0 };
  const customer = { repeats: 2, lastAt: 20, watched: 30, transactions: 3, meanValue: 1_000 };
  const season = Float64Array.from(CHRISTMAS);

  test("equals the month's index when all weeks lie in one month", () => {
    const share = seasonalShare({ buying, season }, customer, {
      fromDay: dayOf("2026-11-05"),
      weeks: 3,
    });
    expect(share).toBeCloseTo(2, 12);
  });

  test("equals the days' expected orders, summed naively", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 14_000, max: 24_000 }),
        fc.nat({ max: 110 }),
        (fromDay, weeks) => {
          let [sum, weighed] = [0, 0];
          for (let day = 0; day < weeks * 7; day++) {
            const until = expectedPurchases(buying, customer, (day + 1) / 7);
            const orders = until - (day === 0 ? 0 : expectedPurchases(buying, customer, day / 7));
            sum += orders;
            weighed += orders * season[new Date((fromDay + day) * DAY_MS).getUTCMonth()]!;
          }
          const share = seasonalShare({ buying, season }, customer, { fromDay, weeks });
          expect(share).toBeCloseTo(weeks === 0 ? 1 : weighed / sum, 6);
        },
      ),
    );
  });

  test("is 1 in a shop without a season", () => {
    const over = { fromDay: dayOf("2026-02-01"), weeks: 10 };
    expect(seasonalShare({ buying, season: NO_SEASON }, customer, over)).toBeCloseTo(1, 12);
  });
});

describe("measureLifetime", () => {
  const half = "2026-01-01";

  test("uses the season when it improves the sum, and reports it", () => {
    // The evaluation uses the last of four years and three months, since the year before had the same autumn.
    const purchases = fromOrders(ordersBySeason(CHRISTMAS, "2021-10-01", half));
    const { isSeasonal, candidates } = measureLifetime(purchases, dayOf(half), null);
    const chosen = candidates.find((it) => it.isChosen);
    expect(isSeasonal).toBe(true);
    expect(chosen?.name).toBe("bg_nbd_gamma_gamma_seasonal");
  });

  test("keeps the default without data", () => {
    const purchases = fromOrders(ordersBySeason(CHRISTMAS, "2024-06-01", half));
    const { isSeasonal, candidates } = measureLifetime(purchases, dayOf(half), null);
    expect(isSeasonal).toBe(false);
    expect(candidates.find((it) => it.isChosen)?.name).toBe("bg_nbd_gamma_gamma");
  });
});
