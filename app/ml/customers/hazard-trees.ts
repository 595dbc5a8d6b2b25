import { fitBoostedTrees } from "../trees/boosted-trees";
import { scoreForest, type Forest } from "../trees/forest";
import {
  pickFeatures,
  type DescribedCustomers,
  type FeatureName,
  type Snapshot,
} from "./customer-features";

/** The probability to order in each period, given that none came before, by boosted trees. Plain values. */
interface HazardTrees {
  readonly features: readonly FeatureName[];
  /** The last day of each period, ascending, from 1 for an order on the first day. */
  readonly periods: readonly number[];
  readonly forest: Forest;
}

const MAX_ROWS = 20_000;
const BOOSTING = { rounds: 80, rate: 0.1, maxLeaves: 6, ridge: 1 };
const MIN_LEAF_ROWS = 40;

/**
 * Fits a discrete-time survival model: each period that a customer was observed in without an earlier order is a row,
 * with the customer's features and the logarithm of the period's last day.
 *
 * - J. Singer, J. Willett. It's about time: using discrete-time survival analysis. Journal of Educational Statistics
 *   18(2), 1993. doi:10.3102/10769986018002155
 *
 * @param windows may overlap and differ in length
 */
export function fitHazardTrees(
  windows: readonly Snapshot[],
  features: readonly FeatureName[],
  periods: readonly number[],
): HazardTrees {
  const observed = periodsObserved(windows, periods);
  const step = Math.ceil(observed.length / MAX_ROWS);
  const drawn = observed.filter(({ row }) => step <= 1 || row % step === 0);
  const width = features.length + 1;
  const rows = {
    features: new Float64Array(drawn.length * width),
    width,
    labels: Float64Array.from(drawn, ({ isEnd }) => (isEnd ? 1 : 0)),
  };
  const picked = windows.map((window) => pickFeatures(window, features).features);
  drawn.forEach(({ window, row, period }, n) => {
    const start = row * features.length;
    rows.features.set(picked[window]!.subarray(start, start + features.length), n * width);
    rows.features[n * width + features.length] = Math.log(periods[period]!);
  });
  const forest = fitBoostedTrees(rows, { ...BOOSTING, minRows: MIN_LEAF_ROWS });
  return { features, periods, forest };
}

/** Each customer's probability to order by the end of each period: customers × periods, row-major. */
export function chancesByPeriod(
  { features, periods, forest }: HazardTrees,
  customers: DescribedCustomers,
): Float64Array {
  const { features: picked, width } = pickFeatures(customers, features);
  const chances = new Float64Array(customers.orders.length * periods.length);
  const row = new Float64Array(width + 1);
  for (let customer = 0; customer < customers.orders.length; customer++) {
    row.set(picked.subarray(customer * width, (customer + 1) * width));
    let left = 1;
    periods.forEach((last, period) => {
      row[width] = Math.log(last);
      left *= 1 / (1 + Math.exp(scoreForest(forest, row)));
      chances[customer * periods.length + period] = 1 - left;
    });
  }
  return chances;
}

/**
 * The share of waits that ended by each period, of all customers: the life-table estimate, which allows for waits that
 * were cut off.
 */
export function lifeTable(windows: readonly Snapshot[], periods: readonly number[]): number[] {
  const observed = new Float64Array(periods.length);
  const ended = new Float64Array(periods.length);
  for (const { period, isEnd } of periodsObserved(windows, periods)) {
    observed[period]!++;
    if (isEnd) ended[period]!++;
  }
  let left = 1;
  return periods.map((_, period) => {
    left *= 1 - ended[period]! / Math.max(1, observed[period]!);
    return 1 - left;
  });
}

interface ObservedPeriod {
  readonly window: number;
  readonly row: number;
  readonly period: number;
  readonly isEnd: boolean;
}

function periodsObserved(
  windows: readonly Snapshot[],
  periods: readonly number[],
): ObservedPeriod[] {
  return windows.flatMap(({ waits, horizonDays }, window) => {
    const count = periods.filter((last) => last <= horizonDays).length;
    return Array.from(waits, (wait, row) => {
      // An order on the first day ends the wait within one day.
      const end = periods.findIndex((last) => wait + 1 <= last);
      const last = end < 0 || end >= count ? count : end + 1;
      return Array.from({ length: last }, (_, period) => ({
        window,
        row,
        period,
        isEnd: period === end,
      }));
    }).flat();
  });
}
