import type { Purchases } from "~/ml/customers/purchases";
import {
  NEXT_ORDER_MODELS,
  tryNextOrder,
  type NextOrderTrial,
} from "~/predictions/back-test/next-order-back-test";
import { dayOption, numberOption, type Call } from "../call";
import { InputError } from "../readers/input-error";
import { PURCHASE_FLAGS, readPurchases } from "../readers/purchases";

/** From this number of orders on, a customer has an order interval of their own. */
const OFTEN = 3;

/** When customers who order in the days after the cut do so, by the product's model, trained on the days before. */
export const nextOrder: Call = {
  flags: { ...PURCHASE_FLAGS, cut: null, days: null },
  prepare(options) {
    const cut = dayOption(options, "cut");
    const days = numberOption(options, "days", { min: 1, whole: true });
    const purchases = readPurchases(options);
    return () => {
      const found = measureNextOrder(purchases, cut, days);
      if (!found) throw new InputError(`${options.file}: too few orders around --cut.`);
      const { all, seldom, ...often } = found;
      const errors = { blend: all.mae, ownMeanGap: all.ownMeanGap, globalMedian: all.globalMedian };
      return {
        n: all.n,
        models: Object.fromEntries(Object.entries(errors).map(([name, mae]) => [name, { mae }])),
        best: Object.entries(errors).reduce((a, b) => (b[1] < a[1] ? b : a))[0],
        more: { all, often, seldom },
      };
    };
  },
};

/**
 * @returns the mean absolute errors in days and the coverage of the 80% interval: of customers with three orders or
 * more, of the others, and of all; null if too few customers order
 */
export function measureNextOrder(purchases: Purchases, cut: number, days: number) {
  const tried = tryNextOrder(purchases, cut, days);
  if ("what" in tried) return null;
  const all = [...tried.orders.keys()];
  return {
    ...measureRows(
      tried,
      all.filter((row) => tried.orders[row]! >= OFTEN),
    ),
    seldom: measureRows(
      tried,
      all.filter((row) => tried.orders[row]! < OFTEN),
    ),
    all: measureRows(tried, all),
  };
}

function measureRows({ waits, forecasts, isInside }: NextOrderTrial, rows: readonly number[]) {
  const mean = (valueOf: (row: number) => number) =>
    rows.reduce((sum, row) => sum + valueOf(row), 0) / Math.max(1, rows.length);
  const [globalMedian, ownMeanGap, mae] = NEXT_ORDER_MODELS.map((name) =>
    mean((row) => Math.abs(forecasts[name][row]! - waits[row]!)),
  ) as [number, number, number];
  const intervalCoverage = mean((row) => (isInside[row] ? 1 : 0));
  return { n: rows.length, mae, ownMeanGap, globalMedian, intervalCoverage };
}
