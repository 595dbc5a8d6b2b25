import { describe, expect, test } from "vitest";
import type { Purchases } from "~/ml/customers/purchases";
import { churnCompetition } from "~/predictions/contenders/churn-contenders";
import type { Competition } from "~/predictions/contenders/competition";
import { nextOrderCompetition } from "~/predictions/contenders/next-order-contenders";
import { selectContenders } from "~/predictions/contenders/select-contenders";
import type { Snapshot } from "~/ml/customers/customer-features";
import { END_DAY, ordersOf, purchasesOf } from "../builders";

const CUSTOMERS = 120;
const orders = ordersOf(CUSTOMERS);
const purchases = purchasesOf(CUSTOMERS, orders);

type AnyCompetition = Competition<Snapshot, Float64Array>;
const COMPETITIONS = [
  ["churn", churnCompetition],
  ["next_order", nextOrderCompetition],
] as const satisfies readonly [string, (purchases: Purchases, endDay: number) => AnyCompetition][];

describe.each(COMPETITIONS)("the competition of %s", (prediction, competitionOf) => {
  test("forecasts a held-out window without its outcome", () => {
    const competition = competitionOf(purchases, END_DAY);
    const [held] = competition.windows;
    const before = purchasesOf(
      CUSTOMERS,
      orders.filter(({ daysAgo }) => END_DAY - daysAgo < held!.day),
    );
    const other = competitionOf(before, END_DAY).windows.find(({ day }) => day === held!.day);
    const earlier = competition.windows.filter((it) => it.day + it.horizonDays <= held!.day);
    expect(other!.labels).not.toEqual(held!.labels);
    for (const { forecast } of competition.contenders.slice(0, 3)) {
      const { values } = forecast({ held: held!, earlier });
      expect(forecast({ held: other!, earlier }).values).toEqual(values);
      expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...values)).toBeLessThanOrEqual(1);
    }
  });

  test("says what is missing in a young shop", () => {
    const young = purchasesOf(
      CUSTOMERS,
      orders.filter(({ daysAgo }) => daysAgo < 80),
    );
    const selection = selectContenders(competitionOf(young, END_DAY));
    expect(selection).toMatchObject({ prediction, folds: [], contenders: [], winner: null });
    expect(selection.missing?.what).toBe("days");
  });
});

test("the loss of the next order is that of the period in which it came", () => {
  const competition = nextOrderCompetition(purchases, END_DAY);
  const [held] = competition.windows;
  const periods =
    competition.base.forecast({ held: held!, earlier: [] })!.values.length / held!.labels.length;
  const rows = held!.labels.length;
  // All waits equally likely to end in each period or never.
  const even = Float64Array.from(
    { length: rows * periods },
    (_, at) => ((at % periods) + 1) / (periods + 1),
  );
  expect(competition.metricsOf(held!, even).logLoss).toBeCloseTo(Math.log(periods + 1), 9);
});

test("compares all methods of the next order and of churn where there is enough data", () => {
  const ofOrder = selectContenders(nextOrderCompetition(purchases, END_DAY));
  expect(ofOrder.folds.length).toBeGreaterThan(0);
  expect(ofOrder.contenders.map(({ name }) => name)).toEqual([
    "log_logistic",
    "same_for_all",
    "bg_nbd",
    "log_logistic_more",
    "boosted_trees",
  ]);
  expect(ofOrder.contenders[1]!.gain).toBeLessThan(0);
  const ofChurn = selectContenders(churnCompetition(purchases, END_DAY));
  expect(ofChurn.contenders[0]?.name ?? ofChurn.missing?.what).toMatch(/inactive_and_intent|days/);
});
