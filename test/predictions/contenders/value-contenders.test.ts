import { expect, test } from "vitest";
import { selectContenders } from "~/predictions/contenders/select-contenders";
import { valueCompetition } from "~/predictions/contenders/value-contenders";
import { END_DAY, ordersOf, purchasesOf } from "../builders";

const CUSTOMERS = 120;
const orders = ordersOf(CUSTOMERS);
const purchases = purchasesOf(CUSTOMERS, orders);
const competition = valueCompetition(purchases, END_DAY);
const [held] = competition.windows;
const earlier = competition.windows.filter((it) => it.day + it.horizonDays <= held!.day);

test("compares all methods of the lifetime value by what customers paid", () => {
  const { prediction, days, folds, contenders } = selectContenders(competition);
  expect({ prediction, days, folds: folds.length }).toEqual({
    prediction: "lifetime",
    days: 143,
    folds: 1,
  });
  expect(contenders.map(({ name }) => name)).toEqual([
    "bg_nbd_gamma_gamma",
    "mean_spend",
    "own_pace",
    "log_logistic",
    "spending_regression",
    "logistic_regression",
    "boosted_trees",
    "random_forest",
    "linear_svm",
    "neural_network",
    "nearest_neighbors",
  ]);
  expect(contenders[1]).toMatchObject({ verdict: "worse", metrics: { correlation: 0 } });
  for (const { metrics, gain, error } of contenders) {
    expect(metrics.deviance).toBeGreaterThan(0);
    expect(Math.abs(gain)).toBeLessThan(10);
    expect(error).toBeGreaterThanOrEqual(0);
  }
  // The youngest window has an earlier pair to choose on.
  expect(contenders.find(({ name }) => name === "spending_regression")?.tried).toBe(9);
});

/** The same day, before its outcome is known. */
const before = orders.filter(({ daysAgo }) => END_DAY - daysAgo < held!.day);
const other = valueCompetition(purchasesOf(CUSTOMERS, before), END_DAY).windows.find(
  ({ day }) => day === held!.day,
);

test("the windows of a day before and after its outcome is known differ in it", () => {
  expect(other!.spent).not.toEqual(held!.spent);
  expect(other!.features).toEqual(held!.features);
});

test.each([competition.base, ...competition.contenders])(
  "$name forecasts a held-out window without its outcome",
  ({ forecast }) => {
    const { values } = forecast({ held: held!, earlier })!;
    expect(forecast({ held: other!, earlier })!.values).toEqual(values);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(values.every(Number.isFinite)).toBe(true);
  },
);

test("a forecast that is twice as high has the same losses, at the level of the window", () => {
  const { values } = competition.base.forecast({ held: held!, earlier })!;
  const losses = competition.lossesOf(held!, values);
  const doubled = competition.lossesOf(
    held!,
    values.map((amount) => 2 * amount),
  );
  losses.forEach((loss, row) => expect(doubled[row]).toBeCloseTo(loss, 9));
});

test("says what is missing in a young shop, and in one without paying customers", () => {
  const young = orders.filter(({ daysAgo }) => daysAgo < 80);
  expect(selectContenders(valueCompetition(purchasesOf(CUSTOMERS, young), END_DAY))).toMatchObject({
    folds: [],
    winner: null,
    missing: { what: "days", need: 240 },
  });
  const free = orders.map((order) => ({ ...order, value: 0 }));
  expect(selectContenders(valueCompetition(purchasesOf(CUSTOMERS, free), END_DAY))).toMatchObject({
    folds: [],
    winner: null,
    missing: { what: "buyers", have: 0, need: 20 },
  });
});
