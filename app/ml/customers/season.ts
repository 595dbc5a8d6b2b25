/** Orders of each full calendar month, oldest first. */
export interface MonthlyOrders {
  readonly counts: ArrayLike<number>;
  /** The calendar month of the first one, 0 for January … 11. */
  readonly firstMonth: number;
}

const MONTHS = 12;
/** One year cannot distinguish a season from growth. */
const MIN_MONTHS = 2 * MONTHS;

/**
 * Seasonal index of each calendar month: orders relative to a linear trend, shrunk toward 1 if months vary no more
 * than the same month does between years.
 *
 * - W. James, C. Stein. Estimation with quadratic loss. Proc. 4th Berkeley Symposium, 1961 (the
 *   shrinkage; here with variances by moments).
 *
 * Cost: O(months).
 *
 * @returns 12 indices from January on, > 0, with mean 1; all 1 with less than two years
 */
export function fitSeason({ counts, firstMonth }: MonthlyOrders): Float64Array {
  const months = Math.floor(counts.length / MONTHS) * MONTHS;
  const flat = new Float64Array(MONTHS).fill(1);
  if (months < MIN_MONTHS) return flat;
  // Full years up to the last month, so that a trend over them contains no season.
  const from = counts.length - months;
  const expected = trendOf(Array.from(counts).slice(from));
  const monthOf = (n: number) => (firstMonth + from + n) % MONTHS;

  const orders = new Float64Array(MONTHS);
  const usual = new Float64Array(MONTHS);
  expected.forEach((level, n) => {
    orders[monthOf(n)]! += counts[from + n]!;
    usual[monthOf(n)]! += level;
  });
  if (usual.some((level) => !(level > 0))) return flat;
  const raw = orders.map((count, month) => count / usual[month]!);
  const scatter = scatterOf(counts, { from, expected, raw, monthOf });
  const errors = usual.map((level) => scatter / level);
  const between = Math.max(0, meanOf(raw.map((index, n) => (index - 1) ** 2 - errors[n]!)));
  const held = raw.map((index, n) => 1 + (between / (between + errors[n]!)) * (index - 1));
  const mean = meanOf(held);
  return held.map((index) => index / mean);
}

/**
 * The factor for orders that were forecast without a season.
 *
 * @param expected expected orders in each calendar month, 12 entries ≥ 0, in any unit
 * @returns > 0; 1 if nothing is expected
 */
export function seasonalMultiplier(season: Float64Array, expected: ArrayLike<number>): number {
  let sum = 0;
  let weighed = 0;
  for (let month = 0; month < MONTHS; month++) {
    sum += expected[month]!;
    weighed += expected[month]! * season[month]!;
  }
  return sum > 0 ? weighed / sum : 1;
}

/** The least-squares line through yearly totals, evaluated at each month; never below 0. */
function trendOf(counts: readonly number[]): number[] {
  const years = counts.length / MONTHS;
  const levels = Array.from({ length: years }, (_, year) =>
    meanOf(counts.slice(year * MONTHS, (year + 1) * MONTHS)),
  );
  const middle = (counts.length - 1) / 2;
  const centerOf = (year: number) => year * MONTHS + (MONTHS - 1) / 2 - middle;
  let slope = 0;
  let squares = 0;
  levels.forEach((level, year) => {
    slope += centerOf(year) * level;
    squares += centerOf(year) ** 2;
  });
  const level = meanOf(levels);
  return counts.map((_, n) => Math.max(0, level + (slope / squares) * (n - middle)));
}

interface Fitted {
  readonly from: number;
  readonly expected: readonly number[];
  readonly raw: Float64Array;
  readonly monthOf: (n: number) => number;
}

/** Index of dispersion of a month's orders between years: 1 for a Poisson process. */
function scatterOf(counts: ArrayLike<number>, { from, expected, raw, monthOf }: Fitted): number {
  let sum = 0;
  expected.forEach((level, n) => {
    const there = level * raw[monthOf(n)]!;
    if (there > 0) sum += (counts[from + n]! - there) ** 2 / there;
  });
  return Math.max(1, sum / (expected.length - MONTHS));
}

function meanOf(values: readonly number[] | Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
