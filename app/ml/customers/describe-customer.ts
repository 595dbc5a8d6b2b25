import type { FEATURES } from "./customer-features";
import type { Purchases } from "./purchases";

/** Half-life of a purchase's effect on interest, in days. */
const INTEREST_HALF_LIFE_DAYS = 60;
const MONTH = 30;
/** The floor for a product without recent purchases, since the logarithm of 0 is undefined. */
const DECAY_FLOOR = 0.01;
const MIN_CHANCE = 1e-6;

/**
 * Describes a customer by the purchases at positions `start` … `end` − 1, all before `day`.
 *
 * @param end > start
 * @param chance P(buy within the horizon) by BG/NBD, in [0, 1]
 */
export function describeCustomer(
  purchases: Purchases,
  { start, end }: { readonly start: number; readonly end: number },
  day: number,
  chance: number,
): Record<(typeof FEATURES)[number], number> {
  const days = purchases.days.subarray(start, end);
  const values = purchases.values.subarray(start, end);
  const lines = purchases.lines.subarray(start, end);
  const count = days.length;
  const recency = day - days[count - 1]!;
  const tenure = day - days[0]!;
  const paid = Math.max(0, sumOf(values));
  const lineCount = sumOf(lines);
  // A customer with one order has no gap: uses the customer's age plus a month.
  const unknownGap = tenure + MONTH;
  const meanGap = count > 1 ? (tenure - recency) / (count - 1) : unknownGap;
  const activeMonths = new Set(days.map((at) => Math.floor((day - at) / MONTH))).size;
  const within = (span: number) => Math.log1p(days.filter((at) => day - at <= span).length);
  const decayed = (halfLife: number) =>
    days.reduce((sum, at) => sum + 2 ** (-(day - at) / halfLife), 0);
  const lately = (halfLife: number) => Math.log(decayed(halfLife) + DECAY_FLOOR);
  return {
    recency: Math.log1p(recency),
    frequency: Math.log(count),
    monetary: Math.log1p(paid),
    tenure: Math.log1p(tenure),
    basketSize: Math.log1p(paid / count),
    meanGap: Math.log1p(meanGap),
    recencyOverGap: Math.log1p(recency / meanGap),
    gapVariation: gapVariationOf(days, meanGap),
    orders30: within(30),
    orders90: within(90),
    orders180: within(180),
    interest: decayed(INTEREST_HALF_LIFE_DAYS),
    chanceToBuy: chance,
    lines: Math.log(lineCount),
    chanceLogit: logitOf(chance),
    lately15: lately(15),
    lately30: lately(30),
    lately60: lately(60),
    lately120: lately(120),
    lately240: lately(240),
    orders15: within(15),
    orders60: within(60),
    orders120: within(120),
    previousRecency: Math.log1p(count > 1 ? day - days[count - 2]! : tenure + 3 * MONTH),
    lastGap: Math.log1p(count > 1 ? days[count - 1]! - days[count - 2]! : unknownGap),
    activeMonths,
    activeShare: activeMonths / (Math.floor(tenure / MONTH) + 1),
    rate: Math.log(count / (tenure + MONTH)),
    once: count === 1 ? 1 : 0,
    lastLines: Math.log(lines[count - 1]!),
    averageLines: Math.log(lineCount / count),
    lastValue: Math.log1p(Math.max(0, values[count - 1]!)),
  };
}

/** Coefficient of variation of the gaps; 0 with fewer than two gaps. */
function gapVariationOf(days: Float64Array, meanGap: number): number {
  if (days.length < 3) return 0;
  let squares = 0;
  for (let n = 1; n < days.length; n++) squares += (days[n]! - days[n - 1]! - meanGap) ** 2;
  return Math.sqrt(squares / (days.length - 1)) / meanGap;
}

function logitOf(chance: number): number {
  const held = Math.min(1 - MIN_CHANCE, Math.max(MIN_CHANCE, chance));
  return Math.log(held / (1 - held));
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
