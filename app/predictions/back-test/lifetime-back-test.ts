import { purchasesBetween, type Purchases } from "~/ml/customers/purchases";
import {
  fitLifetime,
  forecastLifetime,
  lifetimeCustomersAt,
  typicalOf,
  type LifetimeCustomer,
  type LifetimeForecast,
} from "../models/lifetime";
import { fitShopSeason, seasonalShare } from "../models/season";
import { firstDayOf } from "../models/windows";
import { skillOf, type Missing, type Quality } from "../quality";

/** Its result in the form of a model's quality. */
export type MeasuredLifetime = Pick<Quality, "candidates" | "window" | "skill" | "missing"> & {
  /** Whether the seasons of earlier years improved the forecast of total spending. */
  readonly isSeasonal: boolean;
};

const MAX_DAYS = 365;
/** Required days before the window, and customers in it. */
const MIN_DAYS = 60;
const MIN_CUSTOMERS = 50;
const WEEK = 7;

/**
 * Evaluates lifetime value on the later half of the history, at most a year, trained on the earlier half: each
 * customer's spending against the forecast, in minor units. A season changes all forecasts equally, so it is used if
 * it improves their sum; it needs two years before the window.
 */
export function measureLifetime(purchases: Purchases, endDay: number): MeasuredLifetime {
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
  const actual = customers.map(({ customer }) => spentIn(purchases, customer, fromDay, endDay));
  const weeks = days / WEEK;
  const season = fitShopSeason(purchases, fromDay);
  const shop = { buying: model.buying, season };
  const seasonal = seasonalShare(shop, typicalOf(customers), { fromDay, weeks });
  const plain = customers.map((it) => forecastLifetime(model, it, weeks));
  const moved = customers.map((it) => forecastLifetime(model, it, weeks, seasonal));
  const isSeasonal = missOf(moved, actual) < missOf(plain, actual);
  const forecasts = isSeasonal ? moved : plain;
  const weekly = weeklyMean(customers);
  const tried: [name: string, values: readonly number[]][] = [
    ["mean_spend", customers.map(() => weekly * weeks)],
    ["own_pace", customers.map((it) => ownWeekly(it) * weeks)],
    [
      isSeasonal ? "bg_nbd_gamma_gamma_seasonal" : "bg_nbd_gamma_gamma",
      forecasts.map(({ value }) => value),
    ],
  ];
  const errorsOf = (values: readonly number[]) =>
    values.map((value, n) => Math.abs(value - (actual[n] ?? 0)));
  const inside = forecasts.filter(({ low, high }, n) => {
    const spent = actual[n] ?? 0;
    return spent >= low && spent <= high;
  });
  const [mean, own, used] = tried.map(([, values]) => errorsOf(values));
  return {
    window: { fromDay, days, customers: customers.length },
    missing: null,
    isSeasonal,
    skill: mean && own && used ? skillOf(used, total(mean) < total(own) ? mean : own) : null,
    candidates: tried.map(([name, values], n) => ({
      name,
      isChosen: n === tried.length - 1,
      metrics: {
        mae: total(errorsOf(values)) / values.length,
        expectedMinor: total(values),
        actualMinor: total(actual),
        correlation: correlationOf(values, actual),
        ...(n === tried.length - 1 && { coverage: inside.length / values.length }),
      },
    })),
  };
}

const nothing = (missing: Missing): MeasuredLifetime => ({
  candidates: [],
  window: null,
  skill: null,
  missing,
  isSeasonal: false,
});

/** Error of the forecast of total spending. */
function missOf(forecasts: readonly LifetimeForecast[], actual: readonly number[]): number {
  return Math.abs(total(forecasts.map(({ value }) => value)) - total(actual));
}

function spentIn(purchases: Purchases, customer: number, from: number, to: number): number {
  const { start, end } = purchasesBetween(purchases, customer, from, to);
  return purchases.values.subarray(start, end).reduce((sum, value) => sum + value, 0);
}

/** A customer's weekly spending since the first purchase, without that purchase. */
function ownWeekly({ repeats, watched, meanValue }: LifetimeCustomer): number {
  return (repeats * meanValue) / Math.max(1, watched);
}

function weeklyMean(customers: readonly LifetimeCustomer[]): number {
  const spent = total(customers.map(({ repeats, meanValue }) => repeats * meanValue));
  return spent / Math.max(1, total(customers.map(({ watched }) => watched)));
}

/** Pearson's correlation; 0 if one side is constant. */
function correlationOf(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [total(a) / a.length, total(b) / b.length];
  let [both, ofA, ofB] = [0, 0, 0];
  a.forEach((value, n) => {
    const other = (b[n] ?? 0) - meanB;
    both += (value - meanA) * other;
    ofA += (value - meanA) ** 2;
    ofB += other ** 2;
  });
  return ofA > 0 && ofB > 0 ? both / Math.sqrt(ofA * ofB) : 0;
}

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
