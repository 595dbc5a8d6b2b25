import { describeCustomers } from "~/ml/customers/customer-features";
import type { Purchases } from "~/ml/customers/purchases";
import { correlationOf } from "~/ml/regression/correlation";
import { tweedieDeviances } from "~/ml/regression/tweedie-regression";
import {
  fitLifetime,
  forecastLifetime,
  lifetimeCustomersAt,
  ownWeekly,
  typicalOf,
  VALUE_WEEKS,
  type LifetimeCustomer,
  type LifetimeForecast,
} from "../models/lifetime";
import { fitShopSeason, NO_SEASON, seasonalShare } from "../models/season";
import { fitShopSpending, forecastShopSpending, movedTo, spentBetween } from "../models/spending";
import type { TrainedPredictionModels } from "../models/shop-models";
import { firstDayOf } from "../models/windows";
import { NOT_EVALUATED, skillOf, type Missing, type Quality } from "../quality";
import type { SpendingWinner } from "../selection";

/** Its result in the form of a model's quality. */
type MeasuredLifetime = Pick<Quality, "candidates" | "window" | "skill" | "missing"> & {
  /** Whether the seasons of earlier years improved the forecast of total spending. */
  readonly isSeasonal: boolean;
  /** Whether the winner of the last selection is used. */
  readonly isWon: boolean;
};

const MAX_DAYS = 365;
/** Required days before the window, and customers in it. */
const MIN_DAYS = 60;
const MIN_CUSTOMERS = 50;
const WEEK = 7;

/**
 * Trains the lifetime value on all purchases, and evaluates it on the later half of the history.
 *
 * @param winner the contender that won the last selection, if any; used unless the base model did better
 */
export function trainLifetime(
  purchases: Purchases,
  endDay: number,
  winner: SpendingWinner | null,
): TrainedPredictionModels["lifetime"] {
  const { missing, isSeasonal, isWon, ...measured } = measureLifetime(purchases, endDay, winner);
  const model = fitLifetime(purchases, endDay);
  const customers = lifetimeCustomersAt(purchases, endDay);
  const season = isSeasonal ? fitShopSeason(purchases, endDay) : NO_SEASON;
  const typical = typicalOf(customers);
  const shop = { buying: model.buying, season };
  const period = {
    weeks: VALUE_WEEKS,
    seasonal: seasonalShare(shop, typical, { fromDay: endDay, weeks: VALUE_WEEKS }),
  };
  const contender =
    isWon && winner ? fitShopSpending(purchases, endDay, winner, model, period) : null;
  return {
    model: { ...model, typical, season, contender },
    quality: {
      ...NOT_EVALUATED,
      ...measured,
      source: model.repeatCustomers > 0 ? "shop" : "prior",
      customers: customers.length,
      decidedBy: measured.window ? { metric: "mae", lowerIsBetter: true } : null,
      missing,
    },
  };
}

/**
 * Evaluates lifetime value on the later half of the history, at most a year, trained on the earlier half: each
 * customer's spending against the forecast, in minor units. A season changes all forecasts equally, so it is used if
 * it improves their sum; it needs two years before the window.
 */
export function measureLifetime(
  purchases: Purchases,
  endDay: number,
  winner: SpendingWinner | null,
): MeasuredLifetime {
  const known = endDay - firstDayOf(purchases);
  const days = Math.min(MAX_DAYS, Math.floor(known / 2));
  const fromDay = endDay - days;
  if (!(days >= MIN_DAYS)) {
    const have = Number.isFinite(known) ? Math.max(0, known) : 0;
    return nothing({ what: "days", have, need: 2 * MIN_DAYS });
  }
  const customers = lifetimeCustomersAt(purchases, fromDay);
  if (customers.length < MIN_CUSTOMERS) {
    return nothing({ what: "customers", have: customers.length, need: MIN_CUSTOMERS });
  }
  const model = fitLifetime(purchases, fromDay);
  const actual = customers.map(({ customer }) =>
    spentBetween(purchases, customer, fromDay, endDay),
  );
  const weeks = days / WEEK;
  const season = fitShopSeason(purchases, fromDay);
  const shop = { buying: model.buying, season };
  const seasonal = seasonalShare(shop, typicalOf(customers), { fromDay, weeks });
  const plain = customers.map((it) => forecastLifetime(model, it, weeks));
  const moved = customers.map((it) => forecastLifetime(model, it, weeks, seasonal));
  const isSeasonal = missOf(moved, actual) < missOf(plain, actual);
  const forecasts = isSeasonal ? moved : plain;
  const weekly = weeklyMean(customers);
  const rivals = [
    { name: "mean_spend", forecasts: customers.map(() => asForecast(weekly * weeks)) },
    { name: "own_pace", forecasts: customers.map((it) => asForecast(ownWeekly(it) * weeks)) },
  ];
  const base = {
    name: isSeasonal ? "bg_nbd_gamma_gamma_seasonal" : "bg_nbd_gamma_gamma",
    forecasts,
  };
  const period = { weeks, seasonal: isSeasonal ? seasonal : 1 };
  const spending = winner && fitShopSpending(purchases, fromDay, winner, model, period);
  const won = winner &&
    spending && {
      name: winner.setting.name,
      forecasts: forecastShopSpending(
        spending,
        describeCustomers(purchases, fromDay, winner.days, model.buying),
      ).map(({ amount }, n) => movedTo(forecasts[n] ?? asForecast(0), amount)),
    };
  const isWon = won !== null && isAtLeastAsGood(won.forecasts, forecasts, actual);
  const errorsOf = (own: readonly LifetimeForecast[]) => absoluteErrorsOf(own, actual);
  const used = won && isWon ? won : base;
  const simple = rivals
    .map((it) => errorsOf(it.forecasts))
    .reduce((best, errors) => (total(errors) < total(best) ? errors : best));
  return {
    window: { fromDay, days, customers: customers.length },
    missing: null,
    isSeasonal,
    isWon,
    skill: skillOf(errorsOf(used.forecasts), simple),
    candidates: [...rivals, base, ...(won ? [won] : [])].map((it) => ({
      name: it.name,
      isChosen: it === used,
      metrics: {
        mae: total(errorsOf(it.forecasts)) / customers.length,
        expectedMinor: total(it.forecasts.map(({ value }) => value)),
        actualMinor: total(actual),
        correlation: correlationOf(
          it.forecasts.map(({ value }) => value),
          actual,
        ),
        ...(it === used && { coverage: coverageOf(it.forecasts, actual) }),
      },
    })),
  };
}

const absoluteErrorsOf = (forecasts: readonly LifetimeForecast[], actual: readonly number[]) =>
  forecasts.map(({ value }, n) => Math.abs(value - (actual[n] ?? 0)));

/** Whether neither the mean error nor the deviance of the winner of the last selection is higher than the base model's. */
function isAtLeastAsGood(
  winner: readonly LifetimeForecast[],
  base: readonly LifetimeForecast[],
  actual: readonly number[],
): boolean {
  if (!(total(actual) > 0)) return false;
  const deviancesOf = (forecasts: readonly LifetimeForecast[]) => [
    ...tweedieDeviances(
      forecasts.map(({ value }) => value),
      actual,
    ),
  ];
  return [absoluteErrorsOf, deviancesOf].every(
    (lossesOf) => total(lossesOf(winner, actual)) <= total(lossesOf(base, actual)),
  );
}

/** An amount without an interval. */
const asForecast = (value: number): LifetimeForecast => ({
  orders: 0,
  value,
  low: value,
  high: value,
});

/** The share of customers whose spending is within the interval. */
function coverageOf(forecasts: readonly LifetimeForecast[], actual: readonly number[]): number {
  const inside = forecasts.filter(({ low, high }, n) => {
    const spent = actual[n] ?? 0;
    return spent >= low && spent <= high;
  });
  return inside.length / forecasts.length;
}

const nothing = (missing: Missing): MeasuredLifetime => ({
  candidates: [],
  window: null,
  skill: null,
  missing,
  isSeasonal: false,
  isWon: false,
});

/** Error of the forecast of total spending. */
function missOf(forecasts: readonly LifetimeForecast[], actual: readonly number[]): number {
  return Math.abs(total(forecasts.map(({ value }) => value)) - total(actual));
}

function weeklyMean(customers: readonly LifetimeCustomer[]): number {
  const spent = total(customers.map(({ repeats, meanValue }) => repeats * meanValue));
  return spent / Math.max(1, total(customers.map(({ watched }) => watched)));
}

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
