import { groupPurchases, purchasesBetween, type Purchases } from "~/ml/customers/purchases";
import { fitLifetime, lifetimeCustomersAt } from "~/predictions/models/lifetime";
import { forecastRevenue } from "~/predictions/models/revenue-forecast";
import { readRetail } from "../learning/online-retail";

const DAY_MS = 86_400_000;
/** As in the app: a year before. */
const CAP_DAYS = 364;

/** Purchases of Online Retail II by customer and day, in pence. */
export function retailPurchases(file: string): Purchases {
  const lines = readRetail(file);
  const index = new Map<string, number>();
  const customerOf = lines.map(({ customer }) => {
    const known = index.get(customer) ?? index.size;
    index.set(customer, known);
    return known;
  });
  return groupPurchases({
    customers: index.size,
    customerOf,
    days: lines.map(({ at }) => dayOf(at.slice(0, 10))),
    values: lines.map(({ value }) => Math.round(value * 100)),
    lines: lines.map(() => 1),
  });
}

/** Whole days since 1970 of a date, YYYY-MM-DD. */
export const dayOf = (date: string) => Date.parse(`${date}T00:00:00Z`) / DAY_MS;

/** A customer known on a day: the forecast by models of earlier purchases, and what they then spent, in pence. */
export interface RetailCustomer {
  readonly predicted: number;
  readonly spent: number;
}

/** All customers known on `day`, with their spending within `days` from it. */
export function retailCustomersAt(
  purchases: Purchases,
  day: number,
  days: number,
): RetailCustomer[] {
  const model = fitLifetime(purchases, day);
  return lifetimeCustomersAt(purchases, day).map((known) => ({
    predicted: forecastRevenue(model, known),
    spent: spentBetween(purchases, known.customer, day, day + days),
  }));
}

/** The 99th percentile of what spending customers paid in windows of `days` before a day. */
export function capBefore(purchases: Purchases, day: number, days: number): number {
  const spent: number[] = [];
  for (let end = day; end > day - CAP_DAYS; end -= days) {
    for (let customer = 0; customer < purchases.customers; customer++) {
      const value = spentBetween(purchases, customer, end - days, end);
      if (value > 0) spent.push(value);
    }
  }
  spent.sort((a, b) => a - b);
  return spent[Math.ceil(0.99 * spent.length) - 1] ?? Infinity;
}

/** What a customer spent on the days `from` … `to` − 1. */
function spentBetween(purchases: Purchases, customer: number, from: number, to: number) {
  const { start, end } = purchasesBetween(purchases, customer, from, to);
  return purchases.values.subarray(start, end).reduce((sum, value) => sum + value, 0);
}
