import type { CustomerPurchases } from "~/ml/lifetime/bg-nbd";
import { purchasesBetween, type Purchases } from "~/ml/customers/purchases";
import { lifetimeCustomersAt } from "./lifetime";

/** Upper bounds of a repeat customer's mean days between orders; the last class is longer. Customers with one order are class 0. */
const GAP_DAYS = [14, 30, 60];
/** Upper bounds of the days since the last order; the last class is longer. */
const RECENCY_DAYS = [7, 14, 30, 60, 120];
/** Upper bounds of the days until the next order; the last class is later or never. */
export const WAIT_DAYS = [7, 30, 90] as const;

export const HABITS = GAP_DAYS.length + 2;
const RECENCIES = RECENCY_DAYS.length + 1;
const WAITS = WAIT_DAYS.length + 1;
/** Groups of customers by habit and days since the last order. */
const RETURN_CELLS = HABITS * RECENCIES;
/** Groups × waits: the length of a table of counts. */
export const RETURN_COUNTS = RETURN_CELLS * WAITS;
/** The days in which the next orders are counted. */
const RETURN_DAYS = 90;

const DAYS_IN_WEEK = 7;

/** A customer's group by their orders until now: 0 … RETURN_CELLS − 1. */
export function returnCellOf({ repeats, lastAt, watched }: CustomerPurchases): number {
  const gap = (lastAt * DAYS_IN_WEEK) / repeats;
  const recency = Math.round((watched - lastAt) * DAYS_IN_WEEK);
  const habit = repeats === 0 ? 0 : 1 + classOf(gap, GAP_DAYS);
  return habit * RECENCIES + classOf(recency, RECENCY_DAYS);
}

/** The habit of a group: 0 … HABITS − 1. */
export const habitOf = (cell: number) => Math.floor(cell / RECENCIES);

function classOf(value: number, bounds: readonly number[]): number {
  const found = bounds.findIndex((bound) => value <= bound);
  return found < 0 ? bounds.length : found;
}

/**
 * How many customers of each group, 90 days before `endDay`, ordered again within 7, 30, 90 days or not. Each customer with
 * an order before these days is counted once, so removing a customer lowers one count by 1 and changes no other.
 *
 * @returns RETURN_COUNTS integers, by group and then by wait
 */
export function countReturns(purchases: Purchases, endDay: number): Int32Array {
  const day = endDay - RETURN_DAYS;
  const counts = new Int32Array(RETURN_COUNTS);
  for (const customer of lifetimeCustomersAt(purchases, day)) {
    const { start, end } = purchasesBetween(purchases, customer.customer, day, endDay);
    const next = end > start ? (purchases.days[start] ?? Infinity) : Infinity;
    const at = returnCellOf(customer) * WAITS + classOf(next - day + 1, WAIT_DAYS);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts;
}

/** From a table of counts: customers of each group, and those who ordered again within the days. */
export function returnsWithin(counts: ArrayLike<number>, days: (typeof WAIT_DAYS)[number]) {
  const upTo = WAIT_DAYS.indexOf(days) + 1;
  const sumOver = (cell: number, waits: number) => {
    let sum = 0;
    for (let wait = 0; wait < waits; wait++) sum += counts[cell * WAITS + wait] ?? 0;
    return sum;
  };
  const cells = Array.from({ length: RETURN_CELLS }, (_, cell) => cell);
  return cells.map((cell) => ({ customers: sumOver(cell, WAITS), returned: sumOver(cell, upTo) }));
}
