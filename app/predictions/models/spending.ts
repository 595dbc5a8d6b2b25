import type { SpendingSetting } from "~/ml/customers/contender-settings";
import {
  fitSpending,
  forecastSpending,
  type SpendingModel,
  type SpendingWindow,
} from "~/ml/customers/spending-model";
import { purchasesBetween, type Purchases } from "~/ml/customers/purchases";
import type { Snapshot } from "~/ml/customers/customer-features";
import {
  forecastLifetime,
  lifetimeCustomersAt,
  type LifetimeForecast,
  type LifetimeModel,
} from "./lifetime";
import { FIT_WINDOWS, windowsBefore } from "./windows";

const WEEK = 7;

/** The regression of spending that replaces BG/NBD and Gamma-Gamma. Plain values. */
export interface FittedSpending {
  readonly setting: SpendingSetting;
  readonly model: SpendingModel;
  /** What all customers pay in the period of the forecast, divided by what they pay in the days of the model: > 0. */
  readonly stretch: number;
}

/** What the forecasts are for. */
interface SpendingPeriod {
  readonly weeks: number;
  /** Seasonal factor of orders (`models/season.ts`), > 0. */
  readonly seasonal: number;
}

/** What a customer paid on the days `from` … `to` − 1. */
export function spentBetween(
  purchases: Purchases,
  customer: number,
  from: number,
  to: number,
): number {
  const { start, end } = purchasesBetween(purchases, customer, from, to);
  return purchases.values.subarray(start, end).reduce((sum, value) => sum + value, 0);
}

/** The windows before `endDay` with what each customer paid in them, the latest first. */
export function spendingWindows(
  purchases: Purchases,
  wanted: { readonly endDay: number; readonly days: number; readonly count: number },
): SpendingWindow[] {
  return windowsBefore(purchases, wanted).map((window) => withSpending(purchases, window));
}

function withSpending(purchases: Purchases, window: Snapshot): SpendingWindow {
  const { day, horizonDays, customers } = window;
  const spent = Float64Array.from(customers, (customer) =>
    Math.max(0, spentBetween(purchases, customer, day, day + horizonDays)),
  );
  return { ...window, spent };
}

/**
 * Fits the regression to the windows of `days` days before `endDay`. A period of another length is forecast by BG/NBD and
 * Gamma-Gamma: by one factor for all customers.
 *
 * @returns null if nothing was paid in any window
 */
export function fitShopSpending(
  purchases: Purchases,
  endDay: number,
  { setting, days }: { readonly setting: SpendingSetting; readonly days: number },
  lifetime: LifetimeModel,
  { weeks, seasonal }: SpendingPeriod,
): FittedSpending | null {
  const windows = spendingWindows(purchases, { endDay, days, count: FIT_WINDOWS });
  if (!windows.some(({ spent }) => spent.some((amount) => amount > 0))) return null;
  const customers = lifetimeCustomersAt(purchases, endDay);
  const total = (...period: [weeks: number, seasonal?: number]) =>
    customers.reduce((sum, it) => sum + forecastLifetime(lifetime, it, ...period).value, 0);
  const stretch = total(weeks, seasonal) / total(days / WEEK);
  if (!(stretch > 0)) return null;
  return { setting, model: fitSpending(windows, setting), stretch };
}

/** What each customer pays in the period; base and parts add up to the amount. */
export function forecastShopSpending(
  { model, stretch }: FittedSpending,
  customers: Parameters<typeof forecastSpending>[1],
) {
  return forecastSpending(model, customers).map(({ amount, base, parts }) => ({
    amount: stretch * amount,
    base: stretch * base,
    parts: parts.map((part) => stretch * part),
  }));
}

/** A forecast of BG/NBD and Gamma-Gamma moved to another amount: its interval in proportion. */
export function movedTo(forecast: LifetimeForecast, amount: number): LifetimeForecast {
  const { orders, value, low, high } = forecast;
  const ratio = value > 0 ? amount / value : 0;
  return {
    orders,
    value: amount,
    low: Math.min(amount, ratio * low),
    high: Math.max(amount, ratio * high),
  };
}
